import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { createGenerator } from './generator.ts';

const strokes: readonly (readonly (readonly [number, number])[])[] = [
  [
    [14, 5],
    [8, 9],
    [8, 19],
    [14, 23],
    [20, 19],
    [20, 9],
    [14, 5],
  ],
  [
    [11, 8],
    [15, 5],
    [15, 23],
  ],
  [
    [8, 9],
    [13, 5],
    [19, 8],
    [18, 13],
    [8, 22],
    [20, 22],
  ],
  [
    [8, 7],
    [15, 5],
    [19, 9],
    [14, 13],
    [20, 18],
    [14, 23],
    [8, 20],
  ],
  [
    [10, 5],
    [8, 14],
    [20, 14],
    [18, 7],
    [17, 23],
  ],
  [
    [19, 6],
    [10, 6],
    [9, 13],
    [17, 13],
    [19, 18],
    [14, 23],
    [8, 21],
  ],
  [
    [17, 5],
    [10, 11],
    [8, 18],
    [14, 23],
    [19, 18],
    [14, 14],
    [9, 17],
  ],
  [
    [8, 6],
    [20, 6],
    [13, 23],
  ],
  [
    [14, 13],
    [9, 9],
    [14, 5],
    [19, 9],
    [14, 13],
    [8, 18],
    [14, 23],
    [20, 18],
    [14, 13],
  ],
  [
    [19, 10],
    [14, 13],
    [9, 9],
    [14, 5],
    [19, 9],
    [17, 23],
  ],
];

/** Two drawn images of a digit, somewhat shaken. */
export function createRandom(digit: number): DatasetSummary['images'] {
  const next = createGenerator(digit + 7);
  return [0, 1].map(() => {
    const pixels = new Uint8Array(784);
    const line = strokes[digit]!.map(([x, y]) => [x + next() * 3 - 1.5, y + next() * 3 - 1.5] as const);
    for (let index = 1; index < line.length; index++) {
      const [[x0, y0], [x1, y1]] = [line[index - 1]!, line[index]!];
      for (let step = 0; step <= 40; step++) {
        const [x, y] = [x0 + ((x1 - x0) * step) / 40, y0 + ((y1 - y0) * step) / 40];
        for (let dy = -2; dy <= 2; dy++) {
          for (let dx = -2; dx <= 2; dx++) {
            const [px, py] = [Math.round(x) + dx, Math.round(y) + dy];
            if (px < 0 || py < 0 || px > 27 || py > 27) continue;
            const ink = Math.max(0, 255 - 110 * Math.hypot(px - x, py - y));
            pixels[py * 28 + px] = Math.max(pixels[py * 28 + px]!, ink);
          }
        }
      }
    }
    return {
      width: 28,
      height: 28,
      channels: 1 as const,
      pixels: btoa(String.fromCharCode(...pixels)),
      label: String(digit),
    };
  });
}
