import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockLength, numbersIn } from '../store/numbers.ts';
import { textsIn } from '../store/texts.ts';
import { shuffleRows, storedRows, windowFor } from './order.ts';

const rowsWithGaps = (count: number) => Int32Array.from({ length: count }, (_, at) => at * 3 + (at % 2));

test('a shuffle has each row once, the same for the same seed and another for another, with a window and without', () => {
  fc.assert(
    fc.property(
      fc.nat(400),
      fc.nat(),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 5 }),
      (count, seed, block, blocks) => {
        const rows = rowsWithGaps(count);
        for (const window of [null, { block, blocks }]) {
          const shuffled = shuffleRows(rows, seed, window);
          expect(shuffled.toSorted()).toEqual(rows);
          expect(shuffleRows(rows, seed, window)).toEqual(shuffled);
        }
      },
    ),
  );
  const rows = rowsWithGaps(100);
  for (const window of [null, { block: 10, blocks: 3 }])
    expect(shuffleRows(rows, 1, window)).not.toEqual(shuffleRows(rows, 2, window));
});

test('within a window no more blocks are at hand than it has, and each is read once', () => {
  const rows = rowsWithGaps(30_000);
  const window = { block: 1000, blocks: 4 };
  const shuffled = shuffleRows(rows, 1, window);
  const windows: Set<number>[] = [];
  let open = new Set<number>();
  for (const row of shuffled) {
    const block = Math.floor(row / window.block);
    if (!open.has(block) && open.size === window.blocks) {
      windows.push(open);
      open = new Set();
    }
    open.add(block);
  }
  windows.push(open);
  const read = windows.flatMap((blocks) => [...blocks]);
  expect(new Set(read).size).toBe(read.length);
  // Not the order of the source: neither of the blocks nor of the rows in them.
  expect(windows[0]).not.toEqual(new Set([0, 1, 2, 3]));
  const inOrder = shuffled.filter((row, at) => at > 0 && row > shuffled[at - 1]!).length;
  expect(inOrder / shuffled.length).toBeGreaterThan(0.4);
  expect(inOrder / shuffled.length).toBeLessThan(0.6);
});

test('a window has room for the next one', () => {
  const stored = { rows: 100 * blockLength, bytes: 8 * 100 * blockLength, block: blockLength };
  expect(windowFor(64 * 8 * blockLength, stored)).toEqual({ block: blockLength, blocks: 32 });
  expect(windowFor(1, stored)?.blocks).toBe(1);
  expect(windowFor(stored.bytes, stored)).toBe(null);
});

test('rows of tokens are mixed by the blocks of those, of which each has few rows', () => {
  const rows = 10 * blockLength;
  const tokens = rows * 150 * 4;
  // 436 sequences of 150 tokens are next to each other in a block of 65,536, and half of the memory has some 250 such blocks.
  const labels = { kind: 'categorical', values: numbersIn(new Int32Array(rows)) } as const;
  // Their bytes do not count: batches have none of them.
  const texts = { kind: 'text', values: { ...textsIn([]), length: rows, bytes: 1e12 } } as const;
  const stored = storedRows([labels, texts], { columns: rows * 4 + 1e12, tokens });
  expect(stored).toEqual({ rows, bytes: rows * 4 + tokens, block: 436 });
  expect(windowFor(128 * 1024 * 1024, stored)).toEqual({ block: 436, blocks: 254 });
  expect(storedRows([labels], { columns: tokens, tokens }).block).toBe(blockLength);
  expect(storedRows([labels], { columns: rows * 4, tokens: rows * 4 + 1 }).block).toBe(blockLength - 1);
  expect(storedRows([labels], { columns: rows, tokens: rows * 2 }).block).toBe(blockLength);
});
