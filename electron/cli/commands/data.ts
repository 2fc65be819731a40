import { findData } from '../../services/project-for-data.ts';
import { openProject, saveProject } from '../../services/projects.ts';
import { type Command, json, UsageError } from '../command.ts';
import { showData } from '../show-data.ts';
import { dataOptions, dataUsage, readWantedData } from '../wanted-data.ts';

/** Sets the data of a project, and says what is in it. */
export const data: Command = {
  usage: `data DIR --source PATH ${dataUsage} [--json]`,
  summary: 'Sets the data of a project: a table, arrays, a text, or a folder of images or texts. Says what is in it.',
  words: ['DIR'],
  options: { source: { type: 'string' }, ...dataOptions, json: { type: 'boolean' } },
  async run(args, { print }) {
    const source = args.option('source');
    if (source === undefined) throw new UsageError('--source must be a file or a folder. Received: nothing.');
    const project = await openProject(args.words[0]!);
    const { data, summary } = await findData(source, readWantedData(args), project.data);
    const { directory } = await saveProject({ ...project, data }, project.directory!);
    if (args.flag('json')) {
      const { rows, columns, features, targets, classCounts, warnings } = summary;
      print(json({ directory, source: data.source, rows, columns, features, targets, classes: classCounts, warnings }));
    } else for (const line of showData(source, summary)) print(line);
    return 0;
  },
};
