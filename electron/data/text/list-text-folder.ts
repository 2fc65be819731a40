import type { Dirent } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { type Sentence, say, type Words } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import { describeFileError } from '../disk/file-error.ts';
import { listEntries } from '../disk/list-entries.ts';
import { compareNames } from '../disk/natural-order.ts';
import type { Reading } from '../reading.ts';
import { partNamed } from '../sources/part-names.ts';

/** A file that is to be one row. */
export interface TextFile {
  /** From the folder that was listed, with `/` whatever the system. */
  readonly path: string;
  /** The name of the class's folder. */
  readonly class: string;
  /** The part that the folder above the class's gives; null where the folder has no parts. */
  readonly part: Part | null;
}

/** A file or folder that is left out, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: Words;
}

/** The texts of a folder that has one folder for each class. */
export interface TextFolder {
  readonly folder: string;
  /** In the order of their names. */
  readonly classes: readonly string[];
  /** By part, class and name, each in the order people sort names. */
  readonly files: readonly TextFile[];
  readonly skipped: readonly Skipped[];
}

/** The folder in the IMDB reviews whose texts have no class. */
const unlabelledFolder = 'unsup';

/**
 * Lists the texts of a folder without reading them: every file at any depth under the folder of a class. Folders named train, test and
 * the like above those of the classes are the parts. Hidden files are passed over; everything else that is no row is told. Throws
 * UserError, naming the folder, if it has no classes.
 */
export async function listTextFolder(folder: string, reading: Reading): Promise<TextFolder> {
  const listing = new Listing(folder, reading);
  const root = await listing.openRoot();
  const parts = await listing.partsOf(root);
  if (parts === null) await listing.takeClasses(root, null);
  else {
    for (const entry of root.entries) {
      if (!parts.some(({ path }) => path === pathOf(root, entry))) listing.skip(pathOf(root, entry), 'outside-part');
    }
    for (const { directory, part } of parts) await listing.takeClasses(directory, part);
  }
  if (listing.files.length === 0) {
    throw new UserError(say(textMessages['no-classes'], { file: folder, received: contentOf(root) }));
  }
  return {
    folder,
    classes: [...new Set(listing.files.map((file) => file.class))].sort(compareNames),
    files: listing.files,
    skipped: listing.skipped,
  };
}

/**
 * Lists every file of a folder at any depth, in the order people sort names. Hidden ones are passed over; what is neither file nor
 * folder is told. Throws UserError, naming the folder, if it has no files.
 */
export async function listFiles(
  folder: string,
  reading: Reading,
): Promise<{ readonly files: readonly string[]; readonly skipped: readonly Skipped[] }> {
  const listing = new Listing(folder, reading);
  const root = await listing.openRoot();
  await listing.takeFiles('', [], { class: '', part: null });
  if (listing.files.length === 0) {
    throw new UserError(say(textMessages['no-texts'], { file: folder, received: contentOf(root) }));
  }
  return { files: listing.files.map(({ path }) => path), skipped: listing.skipped };
}

/** A folder that was opened: its visible entries in order, and the real folders it is in, itself the last. */
interface Directory {
  readonly path: string;
  readonly entries: readonly Dirent[];
  readonly within: readonly string[];
}

interface PartDirectory {
  readonly path: string;
  readonly part: Part;
  readonly directory: Directory;
}

type Kind = 'file' | 'directory' | 'other';

class Listing {
  readonly files: TextFile[] = [];
  readonly skipped: Skipped[] = [];
  readonly #folder: string;
  readonly #reading: Reading;

  constructor(folder: string, reading: Reading) {
    this.#folder = folder;
    this.#reading = reading;
  }

  skip(path: string, why: 'outside-class' | 'outside-part' | 'unlabelled' | 'class-empty' | 'link-loop' | 'not-file') {
    this.skipped.push({ path, reason: say(textMessages[why], { file: path }) });
  }

  async openRoot(): Promise<Directory> {
    try {
      return await this.#read('', []);
    } catch (error) {
      throw describeFileError(error, this.#folder, 'read');
    }
  }

  /** The folders of parts, training first; null unless there is training and something to judge it by, each with folders in it. */
  async partsOf(root: Directory): Promise<readonly PartDirectory[] | null> {
    const found: PartDirectory[] = [];
    for (const entry of root.entries) {
      const part = partNamed(entry.name);
      const path = pathOf(root, entry);
      if (part === undefined || (await this.#kindOf(path, entry)) !== 'directory') continue;
      const directory = await this.#read(path, root.within);
      const kinds = await Promise.all(directory.entries.map((inner) => this.#kindOf(pathOf(directory, inner), inner)));
      if (kinds.includes('directory')) found.push({ path, part, directory });
    }
    const has = (part: Part) => found.some((one) => one.part === part);
    if (!has('train') || !(has('test') || has('validation'))) return null;
    const order: readonly Part[] = ['train', 'validation', 'test'];
    return found.sort((one, other) => order.indexOf(one.part) - order.indexOf(other.part));
  }

  /** Takes the files of every class in a folder. */
  async takeClasses(directory: Directory, part: Part | null): Promise<void> {
    for (const entry of directory.entries) {
      const path = pathOf(directory, entry);
      if ((await this.#kindOf(path, entry)) !== 'directory') this.skip(path, 'outside-class');
      else if (part !== null && entry.name === unlabelledFolder) this.skip(path, 'unlabelled');
      else {
        const before = this.files.length + this.skipped.length;
        await this.takeFiles(path, directory.within, { class: entry.name, part });
        if (this.files.length + this.skipped.length === before) this.skip(path, 'class-empty');
      }
    }
  }

  /** Takes every file in a folder, at any depth. */
  async takeFiles(path: string, within: readonly string[], row: Omit<TextFile, 'path'>): Promise<void> {
    this.#reading.signal.throwIfAborted();
    this.#reading.report({ step: 'check', count: null });
    let directory: Directory;
    try {
      directory = await this.#read(path, within);
    } catch (error) {
      const described = describeFileError(error, path, 'read');
      if (!(described instanceof UserError)) throw described;
      this.skipped.push({ path, reason: described.words });
      return;
    }
    if (within.includes(directory.within.at(-1)!)) {
      this.skip(path, 'link-loop');
      return;
    }
    for (const entry of directory.entries) {
      const inner = pathOf(directory, entry);
      const kind = await this.#kindOf(inner, entry);
      if (kind === 'file') this.files.push({ path: inner, ...row });
      else if (kind === 'directory') await this.takeFiles(inner, directory.within, row);
      else this.skip(inner, 'not-file');
    }
  }

  async #read(path: string, within: readonly string[]): Promise<Directory> {
    const full = join(this.#folder, path);
    return { path, entries: await listEntries(full), within: [...within, await realpath(full)] };
  }

  /** What an entry is, or what it links to; a link to nothing is something else. */
  async #kindOf(path: string, entry: Dirent): Promise<Kind> {
    const about = entry.isSymbolicLink() ? await stat(join(this.#folder, path)).catch(() => null) : entry;
    if (about === null) return 'other';
    return about.isFile() ? 'file' : about.isDirectory() ? 'directory' : 'other';
  }
}

function pathOf({ path }: Directory, { name }: Dirent): string {
  return path === '' ? name : `${path}/${name}`;
}

/** What a folder without texts has instead. */
function contentOf({ entries }: Directory): Sentence {
  if (entries.length === 0) return say(phrases['empty-folder']);
  if (!entries.every((entry) => entry.isFile())) return say(phrases.none);
  return say(phrases[entries.length === 1 ? 'other-file' : 'other-files'], { count: entries.length });
}
