import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FoundSource } from '../../shared/data/found-source.ts';
import type { ImageForm } from '../../shared/data/image-form.ts';
import { describeFileError } from './files.ts';
import { decodeImage, measureImage } from './images/decode-image.ts';
import { isImageName } from './images/image-kind.ts';
import { walkFolder } from './images/walk-folder.ts';
import { unwatchedReading } from './reading.ts';
import { listTextFolder } from './text/list-text-folder.ts';
import { partColumn } from './text/text-table.ts';

/** Images that are measured to find what size suits them. */
const measuredImages = 64;
/** Images of one size are taken as they are up to this side; others are brought to one of these. */
const largestKept = 256;
/** How far red, green and blue of a grey pixel may lie apart. */
const greyTolerance = 8;
const usualSides = { small: 64, large: 128 } as const;

/** What is at a path: a folder of images or of texts, else a table. Throws UserError for what is not there. */
export async function findSource(path: string): Promise<FoundSource> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (!about.isDirectory()) return { source: { kind: 'table', path }, partColumn: null, imageForm: null };
  const { files } = await walkFolder(path, () => undefined);
  const images = files.filter((names) => isImageName(names.at(-1)!));
  if (images.length * 2 > files.length) {
    const imageForm = await suggestForm(images.map((names) => join(path, ...names)));
    return { source: { kind: 'image-folder', path }, partColumn: null, imageForm };
  }
  const listed = await listTextFolder(path, unwatchedReading());
  const hasParts = listed.files.some(({ part }) => part !== null);
  return { source: { kind: 'text-folder', path }, partColumn: hasParts ? partColumn : null, imageForm: null };
}

/** Whether images have no colours, whatever their files have room for; the values of a JPEG may be off by a few. */
async function areGrey(paths: readonly string[]): Promise<boolean> {
  const form = { height: 16, width: 16, colorMode: 'rgb', resizing: 'stretch', interpolation: 'nearest' } as const;
  for (const path of paths) {
    const pixels = await decodeImage(path, form).catch(() => null);
    // A large photograph takes tens of milliseconds in this very thread; what else waits for it has its turn in between.
    await setImmediate();
    if (pixels === null) continue;
    for (let at = 0; at < pixels.length; at += 3) {
      const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyTolerance) return false;
    }
  }
  return true;
}

/** The size and colours that suit images, from some of them, evenly spaced. What cannot be read is not asked. */
async function suggestForm(paths: readonly string[]): Promise<ImageForm> {
  const step = Math.max(1, Math.floor(paths.length / measuredImages));
  const some = paths.filter((_, at) => at % step === 0);
  const measured = (await Promise.all(some.map((path) => measureImage(path).catch(() => null)))).filter(
    (measures) => measures !== null,
  );
  const rest = { resizing: 'stretch', interpolation: 'bilinear' } as const;
  const [first] = measured;
  if (first === undefined) return { height: usualSides.small, width: usualSides.small, colorMode: 'rgb', ...rest };
  const colorMode = (await areGrey(some)) ? 'grayscale' : 'rgb';
  const isOneSize = measured.every(({ height, width }) => height === first.height && width === first.width);
  if (isOneSize && Math.max(first.height, first.width) <= largestKept)
    return { height: first.height, width: first.width, colorMode, ...rest };
  const sides = measured.map(({ height, width }) => Math.min(height, width)).sort((one, other) => one - other);
  const side = sides[Math.floor(sides.length / 2)]! <= 96 ? usualSides.small : usualSides.large;
  return { height: side, width: side, colorMode, ...rest };
}
