import { bytesOf, channelsOf, type ImageForm } from '../../../shared/data/image-form.ts';
import type { Batch } from '../dataset.ts';
import { gatherBatch, ownMemory, type PreparedRows } from '../preparation/gather.ts';
import { scaleBytes } from '../preparation/scale-bytes.ts';

/** The positions of a batch whose images could be read. */
export function soundPositions(
  places: readonly number[],
  broken: readonly { readonly position: number }[],
): Int32Array {
  const missing = new Set(broken.map(({ position }) => position));
  return Int32Array.from(places.keys()).filter((position) => !missing.has(position));
}

/** How images become batches. */
export interface ImageBatching {
  readonly feature: string;
  readonly form: ImageForm;
  /** Null for images of which nothing else is known. */
  readonly others: PreparedRows | null;
}

/** The batch of the images at some positions, as numbers from 0 to 1, with what else is known of their rows. */
export function batchOf(
  positions: Int32Array,
  places: readonly number[],
  pixels: Uint8Array,
  { feature, form, others }: ImageBatching,
  memory = ownMemory,
): Batch & { readonly sources: Int32Array } {
  const size = bytesOf(form);
  const data = memory()(positions.length * size);
  if (positions.length === places.length) scaleBytes(pixels, 0, data.length, data, 0);
  else for (const [at, position] of positions.entries()) scaleBytes(pixels, position * size, size, data, at * size);
  const rows = positions.length;
  const image = { data, shape: [rows, form.height, form.width, channelsOf(form)] };
  const sources = positions.map((position) => places[position]!);
  const { inputs, targets } = others === null ? { inputs: {}, targets: {} } : gatherBatch(others, sources);
  return { rows, sources, inputs: { [feature]: image, ...inputs }, targets };
}
