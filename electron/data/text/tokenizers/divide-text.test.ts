import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parts } from '../../../../shared/data/dataset.ts';
import { divideText, sliceText } from './divide-text.ts';

/** A text that comes in pieces of some length, as often as it is asked for. */
function piecesOf(text: string, size: number) {
  return async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  };
}

async function divided(text: string, size: number, shares: { validation: number; test: number }) {
  const read = piecesOf(text, size);
  const places = await divideText(read, shares);
  const slices: string[] = [];
  for (const part of parts) {
    let slice = '';
    for await (const piece of sliceText(read(), places[part])) slice += piece;
    slices.push(slice);
  }
  return slices;
}

describe('a text is divided by position', () => {
  test('before the first space after each share', async () => {
    const text = 'one two three four five six';
    expect(await divided(text, 4, { validation: 0.3, test: 0.3 })).toEqual(['one two three', ' four five', ' six']);
  });

  test('at its share where no space is near, and within no character', async () => {
    expect(await divided('\ud83d\ude00'.repeat(5), 3, { validation: 0, test: 0.3 })).toEqual([
      '\ud83d\ude00'.repeat(4),
      '',
      '\ud83d\ude00',
    ]);
    const [train] = await divided('x'.repeat(5000), 700, { validation: 0, test: 0.5 });
    expect(train!.length).toBe(2500);
  });

  test('the same however it comes in pieces, and nothing is lost', async () => {
    const share = fc.integer({ min: 0, max: 50 }).map((hundredths) => hundredths / 100);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\ud83d\ude00', '\u4f60'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), share, share, async (text, size, validation, test) => {
        const slices = await divided(text, size, { validation, test });
        expect(slices.join('')).toBe(text);
        expect(slices).toEqual(await divided(text, 1000, { validation, test }));
      }),
    );
  });
});
