import { inEnglish, type Words } from '../../../shared/messages/sentence.ts';
import { projectForData } from '../../services/project-for-data.ts';
import { saveProject } from '../../services/projects.ts';
import { readTemplate } from '../../services/templates.ts';
import { type Arguments, type Command, json, UsageError } from '../command.ts';
import { showWarnings } from '../show-data.ts';
import { hintReading } from '../show-reading.ts';
import { dataOptions, dataUsage, readSheet, readWantedData, saidOfWindows } from '../wanted-data.ts';

/** Makes a project folder from a starter, or for data. */
export const newProject: Command = {
  usage: `new (TEMPLATE | --from PATH ${dataUsage}) DIR [--json]`,
  summary: 'Makes a project folder from a starter, or with a network that fits a file of data.',
  words: (options) => (options.has('from') ? ['DIR'] : ['TEMPLATE', 'DIR']),
  options: { from: { type: 'string' }, ...dataOptions, json: { type: 'boolean' } },
  async run(args, terminal) {
    const from = args.option('from');
    const isJson = args.flag('json');
    let warnings: readonly Words[] = [];
    const project = await (from === undefined
      ? readStarter(args)
      : projectForData(from, readWantedData(args), {
          report: hintReading(terminal),
          tell: (found) => {
            warnings = found;
          },
          note: (words) => terminal.hint(inEnglish(words)),
        }));
    const saved = await saveProject(project, args.words.at(-1)!);
    const { directory } = saved;
    if (!isJson) for (const line of showWarnings(warnings)) terminal.hint(line);
    const made = from === undefined ? { template: args.words[0]! } : { from, warnings };
    terminal.print(isJson ? json({ directory, ...made }) : `Made ${directory} from ${Object.values(made)[0]}.`);
    return 0;
  },
};

async function readStarter(args: Arguments) {
  const [target] = args.all('target');
  if (target !== undefined)
    throw new UsageError(
      `--target is a column of the data in --from. Expected: --from PATH. Received: --target ${target}.`,
    );
  const { sheet } = readSheet(args);
  if (sheet !== undefined)
    throw new UsageError(
      `--sheet is one of the workbook in --from. Expected: --from PATH. Received: --sheet ${sheet}.`,
    );
  const windows = saidOfWindows(args);
  if (windows !== undefined)
    throw new UsageError(`${windows} is of the rows in --from. Expected: --from PATH. Received: ${windows}.`);
  return readTemplate(args.words[0]!);
}
