import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../file-error.ts';
import { compareNames } from '../natural-order.ts';
import { isImageName } from './image-kind.ts';

/** An image's path, or those of the images right in a folder in the order of their names. Throws UserError for a folder without any. */
export async function listImageFiles(path: string): Promise<readonly string[]> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  return about.isDirectory() ? listImages(path) : [path];
}

async function listImages(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw describeFileError(error, folder, 'read');
  });
  const images = names.filter(isImageName);
  if (images.length === 0) {
    const received =
      names.length === 0
        ? say(phrases['empty-folder'])
        : say(phrases[names.length === 1 ? 'other-file' : 'other-files'], { count: names.length });
    throw new UserError(say(dataMessages['images-missing'], { file: folder, received }));
  }
  return images.sort(compareNames).map((name) => join(folder, name));
}
