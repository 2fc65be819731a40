import { defineKernel, input, sizeOf } from './kernel.ts';

export const unsortedSegmentSum = defineKernel({
  name: 'UnsortedSegmentSum',
  why: 'The package has none; it is the gradient of looking rows up.',
  compute({ backend }, inputs, attributes) {
    const x = input(inputs, 'x');
    const segmentIds = input(inputs, 'segmentIds');
    const segments = attributes.numSegments as number;
    const width = sizeOf(x.shape.slice(1));
    const out = backend.makeOutput([segments, ...x.shape.slice(1)], x.dtype);
    const sums = backend.typedArrayFromHeap(out).fill(0);
    const numbers = backend.typedArrayFromHeap(x);
    const ids = backend.typedArrayFromHeap(segmentIds);
    for (let row = 0, from = 0; row < ids.length; row++, from += width) {
      const id = ids[row]!;
      if (id >= segments) throw new RangeError(`A segment number lies below ${segments}. Received: ${id}`);
      // As in TensorFlow, rows of a negative number belong nowhere.
      if (id < 0) continue;
      const to = id * width;
      for (let i = 0; i < width; i++) sums[to + i] = sums[to + i]! + numbers[from + i]!;
    }
    return out;
  },
});
