import type { OpaqueImage } from '../decoding/raw-image.ts';
import { interpolateFunction, lineLayout } from './interpolate-functions.ts';
import type { Region, Size } from './resample.ts';
import { weightBits } from './resample-functions.ts';
import { bandBytes, imageStart, isInMachine, layOut, machineWith } from './resample-machine.ts';
import { packPairs, packShares, pairBits, reachOf, remember, sharesOf, type Weighing } from './resample-weights.ts';

const columnsOf = remember((from, to, interpolation) => {
  const shares = sharesOf(from, to, interpolation, false);
  return reachOf(interpolation) === 1 ? packPairs(shares) : packShares(shares);
});
const linesOf = remember((from, to, interpolation) => sharesOf(from, to, interpolation, false));

/**
 * A part of an image in another size without antialiasing: each pixel that comes out is made of two by two of the image (`bilinear`), four by four or
 * six by six, and nothing else of the image is looked at. The sums are floats and rounded once, to the nearest byte.
 */
export function interpolate(
  image: OpaqueImage,
  region: Region,
  size: Size,
  interpolation: Weighing,
  result: Uint8Array,
): void {
  const { channels } = image;
  const reach = reachOf(interpolation);
  const layout = lineLayout(reach);
  // The sums along lines are whole numbers of so much.
  const unit = 2 ** -(reach === 1 ? pairBits : weightBits);
  const columns = columnsOf(region.width, size.width, interpolation);
  const { first, count, values, most } = linesOf(region.height, size.height, interpolation);
  const isThere = isInMachine(image.pixels);
  const lineBytes = region.width * channels;
  const wantedBytes = size.width * channels;
  // Of an image that is elsewhere only the lines that count are copied, some at a time.
  const bandLines = isThere ? 0 : Math.min(region.height, Math.max(layout.lines, Math.floor(bandBytes / lineBytes)));

  const { take, bytesTaken } = layOut(isThere ? image.pixels.length : null);
  const columnsAt = take(columns.bytes.length);
  const linesAt = take(size.height * layout.bytes);
  const bandAt = take(bandLines * lineBytes);
  const targetAt = take(size.height * wantedBytes);
  const { memory, functionOf } = machineWith(bytesTaken());
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  const view = new DataView(memory.buffer as ArrayBuffer);
  const run = functionOf(interpolateFunction(reach, channels));
  bytes.set(columns.bytes, columnsAt);
  // Weights are read by whole vectors.
  bytes.fill(0, linesAt, bandAt);

  const startOf = (line: number) => ((region.top + line) * image.width + region.left) * channels;
  /** The places in the band of the lines that were copied. */
  const copied = new Map<number, number>();
  function addressOf(line: number): number {
    if (isThere) return imageStart + startOf(line);
    const known = copied.get(line);
    const place = known ?? copied.size;
    if (known === undefined) {
      bytes.set(image.pixels.subarray(startOf(line), startOf(line) + lineBytes), bandAt + place * lineBytes);
      copied.set(line, place);
    }
    return bandAt + place * lineBytes;
  }

  for (let top = 0; top < size.height; ) {
    let row = top;
    copied.clear();
    for (; row < size.height && (isThere || copied.size + count[row]! <= bandLines); row++) {
      const record = linesAt + (row - top) * layout.bytes;
      for (let one = 0; one < layout.lines; one++) {
        // A line outside the image counts nothing; one that is there stands for it.
        const isInside = one < count[row]!;
        view.setInt32(record + one * 4, addressOf(first[row]! + (isInside ? one : 0)), true);
        const weight = isInside ? values[row * most + one]! * unit : 0;
        view.setFloat32(record + layout.weights + one * 4, weight, true);
      }
    }
    run(targetAt + top * wantedBytes, wantedBytes, linesAt, row - top, columnsAt, columns.recordBytes, size.width);
    top = row;
  }
  result.set(bytes.subarray(targetAt, targetAt + size.height * wantedBytes));
}
