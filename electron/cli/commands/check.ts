import { expand } from '../../../shared/graph/expand.ts';
import { titleOf } from '../../../shared/graph/infer.ts';
import { canTrain } from '../../../shared/graph/problems.ts';
import { describeProblem, showShape } from '../../../shared/messages/problem.ts';
import { checkProject } from '../../services/check-project.ts';
import { type Command, json } from '../command.ts';

/** Shows shapes, parameters and problems of a project, on its data if it has some. */
export const check: Command = {
  usage: 'check DIR [--json]',
  summary: 'Shows shapes, parameters and problems of a project.',
  words: ['DIR'],
  options: { json: { type: 'boolean' } },
  async run(args, { print }) {
    const { project, inference, problems } = await checkProject(args.words[0]!);
    const { graph } = expand(project.model);
    const blocks = inference.order.map((id) => {
      const block = graph.blocks[id]!;
      const facts = inference.facts.get(id);
      const shape = facts ? (facts.output ?? facts.inputs[0])!.shape : null;
      return { id, type: block.type, name: block.name, shape, parameters: facts?.parameters ?? null };
    });
    const found = problems.map((problem) => ({
      severity: problem.severity,
      path: problem.path ?? [],
      block: problem.block ?? null,
      wire: problem.wire ?? null,
      param: problem.param ?? null,
      problem: problem.problem,
      text: describeProblem(problem),
    }));
    if (args.flag('json')) {
      print(json({ directory: project.directory, parameters: inference.parameters, blocks, problems: found }));
      return canTrain(problems) ? 0 : 1;
    }
    const rows = blocks.map(({ id, shape, parameters }) => [
      titleOf(graph.blocks[id]!),
      shape ? showShape(shape) : '?',
      parameters === null ? '?' : parameters.toLocaleString('en'),
    ]);
    const titles = ['Block', 'Shape', 'Parameters'];
    const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
    for (const row of [titles, ...rows]) {
      print(`${row[0]!.padEnd(widths[0]!)}  ${row[1]!.padEnd(widths[1]!)}  ${row[2]!.padStart(widths[2]!)}`);
    }
    print(`${inference.parameters.toLocaleString('en')} parameters`);
    for (const { severity, path, block, text } of found)
      print(`${severity}${block ? ` at ${[...path, block].join('/')}` : ''}: ${text}`);
    if (found.length === 0) print('No problems.');
    return canTrain(problems) ? 0 : 1;
  },
};
