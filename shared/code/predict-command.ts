import type { ExportFormat } from '../ipc/exports.ts';

/** What predicts the rows of a file with an export of this name, in a terminal; null for a format that no program comes along with. */
export function predictCommand(format: ExportFormat, name: string): string | null {
  switch (format) {
    case 'keras':
      return `python ${quoted(name)} rows.csv`;
    case 'keras-code':
      return `cd ${quoted(name)}\npython prepare.py model.py rows.csv`;
    case 'tfjs':
      return null;
  }
}

/** A name as a terminal takes it. */
function quoted(name: string): string {
  return /^[\p{L}\p{N}._-]+$/u.test(name) ? name : `"${name}"`;
}
