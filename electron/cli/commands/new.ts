import { saveProject } from '../../services/projects.ts';
import { readTemplate } from '../../services/templates.ts';
import { type Command, json } from '../command.ts';

/** Makes a project folder from a starter. */
export const newProject: Command = {
  usage: 'new TEMPLATE DIR [--json]',
  summary: 'Makes a project folder from a starter.',
  words: ['TEMPLATE', 'DIR'],
  options: { json: { type: 'boolean' } },
  async run(args, { print }) {
    const [template, directory] = args.words;
    const project = await readTemplate(template!);
    const saved = await saveProject(project, directory!);
    print(
      args.flag('json') ? json({ directory: saved.directory, template }) : `Made ${saved.directory} from ${template}.`,
    );
    return 0;
  },
};
