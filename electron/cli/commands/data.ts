import { type Copies, withExcluded } from '../../../shared/data/copies.ts';
import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import type { Project } from '../../../shared/ipc/project.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { findProjectCopies } from '../../services/copies.ts';
import { findData, lookAtData } from '../../services/project-for-data.ts';
import { openProject, saveProject } from '../../services/projects.ts';
import { type Arguments, type Command, json, type Terminal, UsageError } from '../command.ts';
import { copiesForJson, showCopies } from '../show-copies.ts';
import { showData } from '../show-data.ts';
import { hintReading } from '../show-reading.ts';
import { dataOptions, dataUsage, readWantedData } from '../wanted-data.ts';

/** Sets the data of a project, or leaves them, and says what is in them; searches it for duplicates, and leaves those out. */
export const data: Command = {
  usage: `data DIR [--source PATH ${dataUsage}] [--duplicates | --leave-out-duplicates] [--json]`,
  summary:
    'Sets the data of a project: a table, arrays, a text, or a folder of images or texts. Says what is in them, also of those it has, and which rows are duplicates.',
  words: ['DIR'],
  options: {
    source: { type: 'string' },
    ...dataOptions,
    duplicates: { type: 'boolean' },
    'leave-out-duplicates': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(args, terminal) {
    const { print } = terminal;
    const leavesOut = args.flag('leave-out-duplicates');
    const searches = leavesOut || args.flag('duplicates');
    const source = checkSource(args);
    let project = await openProject(args.words[0]!);
    const report = hintReading(terminal);
    const found = source === undefined ? null : await findData(source, readWantedData(args), project.data, { report });
    // Without a source, and nothing to search for, what there is is shown.
    const summary = found === null && !searches ? await lookAtData(project, { report }) : (found?.summary ?? null);
    const save = async (changed: Project) => {
      project = await saveProject(changed, project.directory!);
    };
    if (found !== null) await save({ ...project, data: found.data });
    const copies = searches ? await search(project, terminal) : null;
    if (leavesOut && copies !== null) await save({ ...project, data: withExcluded(project.data, copies.all) });
    const { directory, data } = project;
    const leftOut = data.excluded.length;
    if (args.flag('json')) {
      const looked = summary === null ? {} : summaryForJson(summary);
      const duplicates = copies === null ? {} : { duplicates: copiesForJson(copies), leftOut };
      print(json({ directory, source: data.source, ...looked, ...duplicates }));
      return 0;
    }
    if (summary !== null)
      for (const line of showData('path' in data.source ? data.source.path : summary.title, summary)) print(line);
    for (const words of found?.said ?? []) print(inEnglish(words));
    if (copies !== null) for (const line of showCopies(copies)) print(line);
    if (leavesOut) print(`left out: ${leftOut.toLocaleString('en')} rows`);
    return 0;
  },
};

function summaryForJson({ rows, columns, features, targets, classCounts, order, warnings }: DatasetSummary): object {
  return { rows, columns, features, targets, classes: classCounts, ...(order && { order }), warnings };
}

/** The source that is named. Throws UsageError where columns are named of no source. */
function checkSource(args: Arguments): string | undefined {
  const source = args.option('source');
  if (source !== undefined) return source;
  const { sheet, targets = [], inputs = [], windows } = readWantedData(args);
  if (sheet !== undefined || targets.length + inputs.length > 0 || windows !== null)
    throw new UsageError('--sheet, --target, --input and --windows go with a --source. Received: no --source.');
  return undefined;
}

/** Searches until the person interrupts it, and hints how far it is. */
async function search(project: Project, terminal: Terminal): Promise<Copies> {
  const ending = new AbortController();
  terminal.onInterrupt(() => ending.abort(new UserError(dataMessages['reading-ended'])));
  return findProjectCopies(project, { signal: ending.signal, report: hintReading(terminal) });
}
