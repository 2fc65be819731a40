import { extname } from 'node:path';

/** What names of plain texts end in. */
const textEndings = ['.txt', '.text', '.md'];

/** True for a name that a plain text has; what the file really is, only its bytes tell. */
export function isNamedAsText(name: string): boolean {
  return textEndings.includes(extname(name).toLowerCase());
}
