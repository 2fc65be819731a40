import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { DataDocument } from '../../../shared/data/document.ts';
import { isAbsoluteAnywhere, staysInside } from '../../../shared/data/source-path.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';

/**
 * A path of a data document as an absolute one; a relative one that was written on Windows leads to the same file elsewhere. Throws UserError
 * for a relative path without a project folder.
 */
export function resolveDataPath(path: string, directory: string | null): string {
  // A path of another computer, such as C:\data, is shown as it is written: it is in no project folder.
  if (isAbsoluteAnywhere(path)) return path;
  if (directory === null) throw new UserError(say(dataMessages['path-relative'], { file: path }));
  const written = resolve(directory, path);
  // Elsewhere a name may have these signs in it, though hardly any has.
  return path.includes('\\') && !existsSync(written) ? resolve(directory, path.replaceAll('\\', '/')) : written;
}

/**
 * The path from a project's folder to what lies in it, with `/` on every system, as it is written into the project's files; null for what lies
 * elsewhere. What is in the folder by the names of both is; what is not may be by their real ones, where there is a link on the way.
 */
export async function pathInProject(path: string, directory: string): Promise<string | null> {
  // One that starts in no folder of this computer, or is relative already.
  if (!isAbsolute(path)) return null;
  const named = pathFrom(directory, path);
  if (named !== null) return named;
  const [realDirectory, realPath] = await Promise.all([directory, path].map((one) => realpath(one).catch(() => null)));
  return realDirectory && realPath ? pathFrom(realDirectory, realPath) : null;
}

/** The way from a folder to what lies in it; null for what does not, and for names that would be read as another way. */
function pathFrom(directory: string, path: string): string | null {
  const way = relative(directory, path).split(sep).join('/') || '.';
  return staysInside(way) && resolveDataPath(way, directory) === resolve(path) ? way : null;
}

/** Data as they are written into the files of a project folder: the path of what lies in it is relative to it. */
export async function withProjectPaths(data: DataDocument, directory: string): Promise<DataDocument> {
  if (!('path' in data.source)) return data;
  const path = await pathInProject(data.source.path, directory);
  return path === null ? data : { ...data, source: { ...data.source, path } };
}

/** Data as they are worked with, from the files of a project folder: all paths are absolute. */
export function withAbsolutePaths(data: DataDocument, directory: string): DataDocument {
  if (!('path' in data.source)) return data;
  return { ...data, source: { ...data.source, path: resolveDataPath(data.source.path, resolve(directory)) } };
}
