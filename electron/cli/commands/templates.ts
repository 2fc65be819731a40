import { listTemplates } from '../../services/templates.ts';
import { type Command, json } from '../command.ts';

/** Lists the starters. */
export const templates: Command = {
  usage: 'templates [--json]',
  summary: 'Lists the starters that "layerloom new" can begin with.',
  words: [],
  options: { json: { type: 'boolean' } },
  async run(args, { print }) {
    const list = await listTemplates();
    for (const template of list) {
      if (args.flag('json')) print(json(template));
      else print(`${template.name.padEnd(14)} ${template.title}. ${template.learns} Data: ${template.origin}`);
    }
    return 0;
  },
};
