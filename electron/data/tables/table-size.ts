import { stat } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';

/** The bytes of a file that is to be a table. Throws UserError, naming it, for a folder, and for a pipe or device, which has no end. */
export async function sizeOfTable(path: string): Promise<number> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (about.isDirectory()) throw new UserError(say(dataMessages['file-is-folder'], { file: path }));
  if (!about.isFile())
    throw new UserError(say(dataMessages['file-binary'], { file: path, received: say(phrases['no-plain-file']) }));
  return about.size;
}
