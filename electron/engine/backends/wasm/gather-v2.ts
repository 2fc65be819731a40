import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { addressOf, defineKernel, integers } from './kernel.ts';

/** From so many numbers on, a row is moved as one piece; below, calling for that costs more than the numbers. */
const worthMoving = 32;

export const gatherV2 = defineKernel({
  name: 'GatherV2',
  why: 'The package makes a function for each index to check it by, and works out the place of every number anew: for rows of three numbers, points of a picture, that takes thirty times as long.',
  compute({ tf, backend, stock }, inputs, attributes) {
    const [x, indices] = [input(inputs, 'x'), input(inputs, 'indices')];
    // The package takes a table for each sample, and finds what lies beside it.
    if (attributes.batchDims) {
      throw new Error(`Rows are looked up in one table for the whole batch. Received: ${attributes.batchDims}.`);
    }
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return stock('GatherV2', inputs, attributes);
    const axis = tf.util.parseAxisParam(attributes.axis as number, x.shape)[0]!;
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const [tables, rows, width] = [sizeOf(before), x.shape[axis]!, sizeOf(after)];
    const out = backend.makeOutput([...before, ...indices.shape, ...after], x.dtype);
    const ids = integers(backend, indices);
    const wrong = ids.find((id) => id < 0 || id >= rows);
    if (wrong !== undefined) throw new RangeError(`Rows are looked up by 0 to ${rows - 1}. Received: ${wrong}.`);
    // Decimal and whole numbers both take four bytes.
    const memory = new Int32Array(backend.wasm.HEAPU8.buffer);
    const source = addressOf(backend, x) / memory.BYTES_PER_ELEMENT;
    let to = addressOf(backend, out) / memory.BYTES_PER_ELEMENT;
    for (let table = 0; table < tables; table++) {
      const start = source + table * rows * width;
      for (let at = 0; at < ids.length; at++) {
        const from = start + ids[at]! * width;
        if (width >= worthMoving) memory.copyWithin(to, from, from + width);
        else for (let column = 0; column < width; column++) memory[to + column] = memory[from + column]!;
        to += width;
      }
    }
    return out;
  },
});
