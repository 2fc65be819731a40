import { describe, expect, it } from 'vitest';
import { createRandom, deriveSeed, fnv1a64, type RandomState, randomFromState, splitMix64 } from './random.ts';

const bytes = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

describe('the published algorithms', () => {
  it('FNV-1a gives the known answers of its authors', () => {
    expect(['', 'a', 'foobar'].map((text) => fnv1a64(bytes(text)))).toEqual([
      0xcbf29ce484222325n,
      0xaf63dc4c8601ec8cn,
      0x85944171f73967e8n,
    ]);
  });

  it('SplitMix64 gives the known answers of its reference code', () => {
    expect(splitMix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it('xoshiro128** gives the known answers of its reference code', () => {
    const random = randomFromState([1, 2, 3, 4]);
    const words = Array.from({ length: 10 }, () => random.integer(2 ** 32));
    expect(words).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe('a seed', () => {
  it('gives the same values bit for bit, today and tomorrow', () => {
    const draw = () => {
      const random = createRandom(42);
      return [
        ...random.uniform(3),
        ...random.normal(3, 1, 2),
        ...random.truncatedNormal(3),
        ...random.mask(4, 0.5, 2),
        random.integer(1000),
        ...random.permutation(6),
      ];
    };
    expect(draw()).toEqual(draw());
    expect(draw()).toMatchInlineSnapshot(`
      [
        0.9912821650505066,
        0.700144350528717,
        0.4231087565422058,
        -1.0431411266326904,
        0.30801719427108765,
        2.112457513809204,
        1.6163299083709717,
        0.036828964948654175,
        -0.2121761292219162,
        2,
        2,
        2,
        0,
        506,
        5,
        1,
        3,
        4,
        2,
        0,
      ]
    `);
  });

  it('is told apart by its type, its value and every part derived from it', () => {
    const seeds: (number | string)[] = [0, 1, -1, 0.5, '0', '1', '', '["1"]', 'é', 'e'];
    expect(new Set(seeds.map((seed) => createRandom(seed).state().join())).size).toBe(seeds.length);
    const derived = [
      deriveSeed(1),
      deriveSeed(1, 'a'),
      deriveSeed(1, 'a', 'b'),
      deriveSeed(1, 'ab'),
      deriveSeed(1, 'a,b'),
      deriveSeed(1, 2),
      deriveSeed(1, '2'),
      deriveSeed(2, 'a'),
    ];
    expect(new Set(derived).size).toBe(derived.length);
    expect(derived.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  });

  it('cannot be infinite or not a number', () => {
    expect(() => createRandom(Number.NaN)).toThrow('Received: NaN');
    expect(() => deriveSeed(1, Number.POSITIVE_INFINITY)).toThrow('Received: Infinity');
  });
});

describe('a saved state', () => {
  it('continues exactly where it was taken', () => {
    const random = createRandom('run');
    random.normal(7);
    const state = random.state();
    const ahead = [...random.normal(5), ...random.permutation(5)];
    random.restore(JSON.parse(JSON.stringify(state)) as RandomState);
    expect([...random.normal(5), ...random.permutation(5)]).toEqual(ahead);
    const other = randomFromState(state);
    expect([...other.normal(5), ...other.permutation(5)]).toEqual(ahead);
  });

  it('is refused when it is not four words with a bit set', () => {
    const random = createRandom(1);
    for (const bad of [
      [0, 0, 0, 0],
      [1, 2, 3],
      [1, 2, 3, -4],
      [1, 2, 3, 2 ** 32],
      [1, 2, 3, 0.5],
    ]) {
      expect(() => random.restore(bad as unknown as RandomState)).toThrow(`Received: ${JSON.stringify(bad)}`);
    }
  });
});

describe('the values drawn', () => {
  const count = 200_000;
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (values: Float32Array) => {
    const centre = mean(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
  };

  it('uniform values fill the range, never reaching its upper end', () => {
    const values = createRandom(1).uniform(count, -3, 5);
    expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(-3);
    expect(values.every((value) => value >= -3 && value < 5)).toBe(true);
    expect(mean(values)).toBeCloseTo(1, 1);
    expect(deviation(values)).toBeCloseTo(8 / Math.sqrt(12), 1);
    const counts = new Array<number>(16).fill(0);
    for (const value of values) counts[Math.floor((value + 3) * 2)]! += 1;
    const chiSquare = counts.reduce((sum, seen) => sum + (seen - count / 16) ** 2 / (count / 16), 0);
    expect(chiSquare).toBeLessThan(37.7); // 99.9% of a chi-square of 15 degrees of freedom
    // A range of two neighbouring float32 numbers: half of all draws would round up to the excluded end.
    const narrow = createRandom(1).uniform(100, 1, 1 + 2 ** -23);
    expect(narrow.every((value) => value === 1)).toBe(true);
    expect([...createRandom(1).uniform(2, 4, 4)]).toEqual([4, 4]);
  });

  it('normal values have the mean, the deviation and the tails asked for', () => {
    const values = createRandom(2).normal(count, 2, 3);
    expect(mean(values)).toBeCloseTo(2, 1);
    expect(deviation(values)).toBeCloseTo(3, 1);
    const beyond = values.filter((value) => Math.abs(value - 2) > 6).length / count;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.003);
  });

  it('truncated normal values stay within two deviations and keep their shape', () => {
    const values = createRandom(3).truncatedNormal(count, 1, 0.5);
    expect(values.every((value) => Math.abs(value - 1) <= 1 + 1e-6)).toBe(true);
    expect(mean(values)).toBeCloseTo(1, 2);
    expect(deviation(values) / 0.5).toBeCloseTo(0.8796, 2); // the deviation of a standard normal cut at 2
  });

  it('a mask keeps the share asked for and nothing at the ends', () => {
    const values = createRandom(4).mask(count, 0.75, 4);
    expect(values.every((value) => value === 0 || value === 4)).toBe(true);
    expect(mean(values)).toBeCloseTo(3, 1);
    expect([...createRandom(4).mask(3, 0)]).toEqual([0, 0, 0]);
    expect([...createRandom(4).mask(3, 1)]).toEqual([1, 1, 1]);
  });

  it('whole numbers are evenly spread, also where the limit does not divide 2^32', () => {
    const random = createRandom(5);
    const below = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 30_000; i++) {
      const value = random.integer(below);
      expect(value < below && Number.isInteger(value)).toBe(true);
      if (value < 2 ** 30) low += 1;
    }
    expect(Math.abs(low / 30_000 - 1 / 3)).toBeLessThan(0.015); // a plain remainder would give one half
    expect(random.integer(1)).toBe(0);
    expect(() => random.integer(0)).toThrow('Received: 0');
  });

  it('a permutation holds every number once, and every order is equally likely', () => {
    const random = createRandom(6);
    expect([...random.permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...random.permutation(0)]).toEqual([]);
    const seen = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect([...seen.values()].every((times) => Math.abs(times - 1000) < 150)).toBe(true);
  });

  it('refuses what cannot be drawn', () => {
    const random = createRandom(7);
    expect(() => random.uniform(-1)).toThrow('Received: -1');
    expect(() => random.uniform(1, 2, 1)).toThrow('Received: [2, 1)');
    expect(() => random.normal(1, 0, -1)).toThrow('Received: 0, -1');
    expect(() => random.mask(1, 1.5)).toThrow('Received: 1.5');
    expect(() => random.permutation(2.5)).toThrow('Received: 2.5');
  });
});

it('a permutation that is drawn in parts is the same', () => {
  const whole = createRandom(7).permutation(100);
  const order = Uint32Array.from({ length: 100 }, (_, place) => place);
  const random = createRandom(7);
  random.shuffle(order, 99, 40);
  random.shuffle(order, 39, 1);
  expect(order).toEqual(whole);
});
