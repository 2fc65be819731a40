import type { WantedColumns } from '../services/project-for-data.ts';
import { type Arguments, UsageError } from './command.ts';

/** The options that say what columns are for. */
export const columnOptions = {
  target: { type: 'string', multiple: true },
  input: { type: 'string', multiple: true },
} as const;

/** How they are written, in a line of usage. */
export const columnUsage = '[--target COLUMN]... [--input INPUT=COLUMN]...';

/** What the line says of columns. Throws UsageError for an Input without a column. */
export function readWantedColumns(args: Arguments): WantedColumns {
  const inputs = args.all('input').map((text) => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw new UsageError(`--input must be the name of an Input, = and a column. Received: ${text}.`);
    return { input: text.slice(0, at), column: text.slice(at + 1) };
  });
  return { targets: args.all('target'), inputs };
}
