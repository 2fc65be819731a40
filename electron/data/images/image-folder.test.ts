import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { DatasetProgress } from '../../../shared/data/dataset.ts';
import { kerasForTests } from '../../../testing/keras-for-tests.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { unwatchedReading } from '../reading.ts';
import { type ImageFolder, readImageFolder } from './image-folder.ts';

const keras = kerasForTests();

/** A folder with files at the given paths; what is in them does not matter, and is not read. */
function folderOf(paths: readonly string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    const isFolder = path.endsWith('/');
    mkdirSync(isFolder ? join(folder, path) : dirname(join(folder, path)), { recursive: true });
    if (!isFolder) writeFileSync(join(folder, path), path);
  }
  return folder;
}

function read(folder: string): Promise<ImageFolder> {
  return readImageFolder(folder, unwatchedReading());
}

function pathsOf({ images, classes }: ImageFolder): string[] {
  return images.map(({ path, classNumber, part }) => `${path} ${classes[classNumber]}${part ? ` ${part}` : ''}`);
}

test('each folder is a class, whose images may lie deeper; all in the order people sort names', async () => {
  const folder = folderOf([
    'class 10/a.png',
    'class 2/image 10.jpg',
    'class 2/Image 9.JPEG',
    'class 2/deep/er/b.webp',
    'class 2/z.bmp',
  ]);
  const found = await read(folder);
  expect(found).toMatchObject({
    classes: ['class 2', 'class 10'],
    givenParts: [],
    emptyClasses: [],
    looseImages: 0,
    otherFiles: 0,
  });
  expect(pathsOf(found)).toEqual([
    'class 2/Image 9.JPEG class 2',
    'class 2/image 10.jpg class 2',
    'class 2/z.bmp class 2',
    'class 2/deep/er/b.webp class 2',
    'class 10/a.png class 10',
  ]);
});

test('the images and classes are those that Keras finds', async () => {
  const folder = folderOf(['b/1.png', 'b/x/2.jpg', 'a/3.gif', 'a/4.txt', 'a/.5.png', 'c/6.bmp', 'c/d/7.jpeg']);
  const { names, files } = await keras.run<{ names: string[]; files: string[] }>(
    `from keras.src.utils.dataset_utils import index_directory
import os
paths, labels, names = index_directory(input, "inferred", (".bmp", ".gif", ".jpeg", ".jpg", ".png"), shuffle=False, verbose=False)
output = {"names": list(names), "files": sorted(os.path.relpath(path, input) + " " + names[label] for path, label in zip(paths, labels))}`,
    folder,
  );
  const found = await read(folder);
  expect(found.classes).toEqual(names);
  // Keras takes hidden files for images.
  expect(pathsOf(found).sort()).toEqual(files.filter((file) => !file.includes('.5')));
});

test('size and time of each file are given', async () => {
  const folder = folderOf(['a/1.png', 'b/2.png']);
  utimesSync(join(folder, 'a/1.png'), 1000, 1000.5);
  const { images } = await read(folder);
  expect(images).toEqual([
    { path: 'a/1.png', classNumber: 0, part: null, bytes: 7, modified: 1_000_500 },
    { path: 'b/2.png', classNumber: 1, part: null, bytes: 7, modified: statSync(join(folder, 'b/2.png')).mtimeMs },
  ]);
});

test('what is left aside is told', async () => {
  const found = await read(
    folderOf([
      'cats/1.png',
      'dogs/1.png',
      'birds/',
      'empty/notes.txt',
      'loose.png',
      'read me.txt',
      'cats/list.csv',
      'cats/Thumbs.db',
      'dogs/.DS_Store',
      '__MACOSX/cats/1.png',
      '.hidden/1.png',
    ]),
  );
  expect(found).toMatchObject({
    classes: ['cats', 'dogs'],
    emptyClasses: ['birds', 'empty'],
    looseImages: 1,
    otherFiles: 3,
    otherFolders: [],
  });
  expect(found.images).toHaveLength(2);
});

test('folders for train, validation and test above the classes give the parts', async () => {
  const found = await read(
    folderOf([
      'Test/a/1.png',
      'train/b/2.png',
      'train/a/3.png',
      'val/b/4.png',
      'train/loose.png',
      'train/c/',
      'extra/a/5.png',
      'extra/6.txt',
    ]),
  );
  expect(pathsOf(found)).toEqual([
    'train/a/3.png a train',
    'train/b/2.png b train',
    'val/b/4.png b validation',
    'Test/a/1.png a test',
  ]);
  expect(found).toMatchObject({
    classes: ['a', 'b'],
    givenParts: ['train', 'validation', 'test'],
    emptyClasses: ['c'],
    otherFolders: ['extra'],
    looseImages: 1,
    otherFiles: 0,
  });
});

test('a class that is only named like a part stays a class', async () => {
  expect((await read(folderOf(['test/1.png', 'control/2.png']))).classes).toEqual(['control', 'test']);
  expect((await read(folderOf(['train/1.png', 'bus/2.png']))).classes).toEqual(['bus', 'train']);
  expect(await read(folderOf(['train/a/1.png', 'train/b/2.png']))).toMatchObject({
    classes: ['a', 'b'],
    givenParts: ['train'],
  });
});

const links = 'links are followed, but neither in circles nor twice to the same';
const noLinks = lacks(process.platform !== 'win32', links, 'system', 'Windows lets not everyone make links');

test.skipIf(noLinks)(links, async () => {
  const elsewhere = folderOf(['1.png', 'deep/2.png']);
  const folder = folderOf(['a/1.png', 'b/2.png']);
  symlinkSync(elsewhere, join(folder, 'c'));
  symlinkSync(elsewhere, join(folder, 'd'));
  symlinkSync(folder, join(folder, 'a/around'));
  symlinkSync(dirname(folder), join(folder, 'a/above'));
  symlinkSync('/', join(folder, 'a/disk'));
  symlinkSync(join(folder, 'a/1.png'), join(folder, 'b/again.png'));
  symlinkSync(join(elsewhere, '1.png'), join(folder, 'b/also.png'));
  symlinkSync(join(folder, 'nowhere.png'), join(folder, 'b/broken.png'));
  symlinkSync(join(folder, 'b/self.png'), join(folder, 'b/self.png'));
  const other = folderOf(['8.png', '9.png']);
  symlinkSync(join(other, '9.png'), join(folder, 'a/0.png'));
  symlinkSync(other, join(folder, 'a/linked'));
  const found = await read(folder);
  expect(pathsOf(found)).toEqual([
    'a/0.png a',
    'a/1.png a',
    'a/linked/8.png a',
    'b/2.png b',
    'c/1.png c',
    'c/deep/2.png c',
  ]);
  expect(found.skippedLinks).toBe(8);
});

test('what is no folder of classes is refused with what it has instead', async () => {
  const folder = folderOf(['a.png', 'only/1.png']);
  await expect(read(join(folder, 'a.png'))).rejects.toThrow(
    'a.png is not a folder. Expected: a folder that has a folder of images for each class. Received: a file.',
  );
  await expect(read(join(folder, 'nowhere'))).rejects.toThrow('it is not there. Received: ENOENT.');
  await expect(read(folder)).rejects.toThrow(
    'has images of only one class. Expected: a folder of images for each of two or more classes. Received: "only".',
  );
  rmSync(join(folder, 'only'), { recursive: true });
  await expect(read(folder)).rejects.toThrow(
    'has no folders with images. Expected: a folder of images for each class, or one table, in the folder or beside it, with a column of the paths of the images and a column of what they are. Received: 1 image outside of such folders.',
  );
  await expect(read(folderOf(['a/notes.txt', 'b/more.txt']))).rejects.toThrow('Received: 2 other files.');
  await expect(read(folderOf([]))).rejects.toThrow('Received: an empty folder.');
});

test('progress counts the files, and the reading can be ended', async () => {
  const folder = folderOf(Array.from({ length: 3000 }, (_, at) => `${at % 3}/${at}.png`));
  const heard: DatasetProgress[] = [];
  await readImageFolder(folder, { signal: new AbortController().signal, report: (progress) => heard.push(progress) });
  expect(heard[0]).toEqual({ step: 'check', count: null });
  expect(heard.at(-1)).toEqual({ step: 'look', count: { done: 3000, of: 3000 } });
  const controller = new AbortController();
  const report = ({ step }: DatasetProgress) => {
    if (step === 'look') controller.abort(new Error('enough'));
  };
  await expect(readImageFolder(folder, { signal: controller.signal, report })).rejects.toThrow('enough');
});
