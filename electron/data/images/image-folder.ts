import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parts as allParts, type Part } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../disk/file-error.ts';
import { type FileStamp, stampFile } from '../disk/file-stamp.ts';
import { compareNames } from '../disk/natural-order.ts';
import type { Reading } from '../reading.ts';
import { partNamed } from '../sources/part-names.ts';
import { isImageName } from './decoding/image-kind.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

/** An image of a folder, not yet opened. */
export interface FolderImage extends FileStamp {
  /** From the folder on, with slashes on every system. */
  readonly path: string;
  /** Its place in the classes. */
  readonly classNumber: number;
  /** The part whose folder it is in; null where the folders give none. */
  readonly part: Part | null;
}

/** What a folder of images has in it. */
export interface ImageFolder {
  /** Names of the folders that have images, in the order people sort names. */
  readonly classes: readonly string[];
  /** By part, then by class, then in the order people sort names. */
  readonly images: readonly FolderImage[];
  /** The parts that have folders of their own, as in train/cats and test/cats; empty where classes are right below. */
  readonly givenParts: readonly Part[];
  /** Class folders without a single image. */
  readonly emptyClasses: readonly string[];
  /** Folders beside those of the parts, which are left aside. */
  readonly otherFolders: readonly string[];
  /** Images that are in no class's folder, which are left aside. */
  readonly looseImages: number;
  /** Files by whose names they are no images. */
  readonly otherFiles: number;
  /** Links that lead to images which are there already, or to nowhere. */
  readonly skippedLinks: number;
}

/** How long the files are looked at before others get their turn, in milliseconds. */
const longestTurn = 10;

/**
 * Looks through a folder that has a folder of images for each class, and in it folders as deep as people like; or such folders for train,
 * validation and test. No image is opened. Throws UserError for what is no such folder, for one without images and for one with a single class.
 */
export async function readImageFolder(folder: string, reading: Reading): Promise<ImageFolder> {
  await checkFolder(folder);
  const walked = await walkFolder(folder, () => {
    reading.signal.throwIfAborted();
    reading.report({ step: 'check', count: null });
  });
  const parts = partsOf(walked.folders);
  const isOutside = (names: FoundFile) => parts !== null && names.length > 0 && !parts.has(names[0]!);
  const files = walked.files.filter((names) => names.length === 1 || !isOutside(names));
  const images = files.filter((names) => isImageName(names.at(-1)!));
  const placed = images.flatMap((names) => place(names, parts) ?? []);
  const classes = [...new Set(placed.map(({ className }) => className))].sort(compareNames);
  const looseImages = images.length - placed.length;
  const otherFiles = files.length - images.length;
  if (classes.length === 0)
    throw new UserError(
      say(dataMessages['class-images-missing'], { file: folder, received: describeOthers(looseImages, otherFiles) }),
    );
  if (classes.length === 1)
    throw new UserError(say(dataMessages['images-one-class'], { file: folder, received: classes[0]! }));
  const depth = parts === null ? 1 : 2;
  const classFolders = walked.folders.filter((names) => names.length === depth && !isOutside(names));
  const given = new Set(parts?.values());
  return {
    classes,
    images: await measureFiles(folder, placed, classes, reading),
    givenParts: allParts.filter((part) => given.has(part)),
    emptyClasses: [...new Set(classFolders.map((names) => names.at(-1)!))]
      .filter((name) => !classes.includes(name))
      .sort(compareNames),
    otherFolders: walked.folders.filter((names) => names.length === 1 && isOutside(names)).map(([name]) => name!),
    looseImages,
    otherFiles,
    skippedLinks: walked.skippedLinks.length,
  };
}

async function checkFolder(folder: string): Promise<void> {
  const about = await stat(folder).catch((error: unknown) => {
    throw describeFileError(error, folder, 'read');
  });
  if (!about.isDirectory())
    throw new UserError(say(dataMessages['image-folder-wanted'], { file: folder, received: say(phrases['a-file']) }));
}

/**
 * The parts by the names of their folders; null where the folders are those of classes. Folders named like parts are taken as such if train
 * is among them, and either another part too or nothing else: a class may well be named "test".
 */
function partsOf(folders: readonly FoundFile[]): ReadonlyMap<string, Part> | null {
  const names = folders.filter(({ length }) => length === 1).map(([name]) => name!);
  const parts = new Map(
    names.flatMap((name) => {
      const part = partNamed(name);
      return part === undefined ? [] : [[name, part] as const];
    }),
  );
  const given = new Set(parts.values());
  return given.has('train') && (given.size > 1 || parts.size === names.length) ? parts : null;
}

interface PlacedImage {
  readonly names: FoundFile;
  readonly className: string;
  readonly part: Part | null;
}

/** The class and part of an image by the folders it is in; null if it is in none of a class. */
function place(names: FoundFile, parts: ReadonlyMap<string, Part> | null): PlacedImage | null {
  const [first, second] = names;
  if (parts === null) return names.length < 2 ? null : { names, className: first!, part: null };
  const part = parts.get(first!);
  return part === undefined || names.length < 3 ? null : { names, className: second!, part };
}

/** Sizes and times of the images, by part and class. One that is gone meanwhile is left out. */
async function measureFiles(
  folder: string,
  placed: readonly PlacedImage[],
  classes: readonly string[],
  { signal, report }: Reading,
): Promise<FolderImage[]> {
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const images: FolderImage[] = [];
  let turnEnds = 0;
  for (const [done, { names, className, part }] of placed.entries()) {
    if (performance.now() > turnEnds) {
      report({ step: 'look', count: { done, of: placed.length } });
      await setImmediate();
      signal.throwIfAborted();
      turnEnds = performance.now() + longestTurn;
    }
    const path = names.join('/');
    try {
      // Asking for a file and waiting for the answer takes a tenth of the time that a promise of it does.
      const stamp = stampFile(statSync(join(folder, path)));
      images.push({ path, classNumber: numbers.get(className)!, part, ...stamp });
    } catch (error) {
      if (!isMissing(error)) throw describeFileError(error, join(folder, path), 'read');
    }
  }
  report({ step: 'look', count: { done: placed.length, of: placed.length } });
  const rank = ({ part, classNumber }: FolderImage) =>
    (part === null ? 0 : allParts.indexOf(part)) * classes.length + classNumber;
  return images.sort((one, other) => rank(one) - rank(other));
}

function describeOthers(looseImages: number, otherFiles: number): Words {
  if (looseImages > 0) return say(phrases[looseImages === 1 ? 'loose-image' : 'loose-images'], { count: looseImages });
  if (otherFiles > 0) return say(phrases[otherFiles === 1 ? 'other-file' : 'other-files'], { count: otherFiles });
  return say(phrases['empty-folder']);
}
