import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { edgesOf } from '../../../shared/data/statistics.ts';
import { createRandom } from '../../../shared/training/random.ts';
import { findPython } from '../../../testing/keras.ts';
import { blockLength, writeFloat64 } from '../store/numbers.ts';
import { createRoom } from '../store/room.ts';
import { associate, type Series } from './associations.ts';
import { histogramOf } from './histogram.ts';
import { passNumbers } from './passes.ts';

/** What NumPy and SciPy say of the same numbers; null stands for none. */
const program = `
import json, sys, warnings
import numpy as np
from scipy import stats
warnings.simplefilter('ignore')
sent = json.load(sys.stdin)
array = lambda values: np.array([np.nan if v is None else v for v in values], dtype=np.float64)
def auto(values):
    counts, edges = np.histogram(array(values), bins='auto')
    return {'counts': counts.tolist(), 'edges': edges.tolist()}
def given(values, edges): return np.histogram(array(values), bins=edges)[0].tolist()
def pairs(a, b):
    a, b = array(a), array(b)
    keep = ~np.isnan(a) & ~np.isnan(b)
    return a[keep], b[keep]
def linear(a, b):
    a, b = pairs(a, b)
    return [float(stats.pearsonr(a, b).statistic), float(stats.spearmanr(a, b).statistic)]
def ratio(a, codes):
    a, codes = pairs(a, codes)
    groups = [a[codes == code] for code in np.unique(codes)]
    n, k = len(a), len(groups)
    f = stats.f_oneway(*groups).statistic
    # F is the ratio of the mean squares, so eta squared follows from it; then R squared as it is adjusted.
    eta = f * (k - 1) / (f * (k - 1) + n - k)
    return float(np.sqrt(max(0, 1 - (1 - eta) * (n - 1) / (n - k))))
def bergsma(a, b):
    a, b = pairs(a, b)
    table = stats.contingency.crosstab(a, b).count
    n, (r, c) = table.sum(), table.shape
    phi = stats.chi2_contingency(table, correction=False).statistic / n
    corrected = max(0, phi - (r - 1) * (c - 1) / (n - 1))
    return float(np.sqrt(corrected / min(r - (r - 1) ** 2 / (n - 1) - 1, c - (c - 1) ** 2 / (n - 1) - 1)))
many = array(sent['many'])
print(json.dumps({
    'auto': [auto(values) for values in sent['auto']],
    'given': [given(*one) for one in sent['given']],
    'linear': [linear(*one) for one in sent['linear']],
    'ratio': [ratio(*one) for one in sent['ratio']],
    'bergsma': [bergsma(*one) for one in sent['bergsma']],
    'moments': [int((~np.isnan(many)).sum()), np.nanmean(many), np.nanstd(many), np.nanmin(many), np.nanmax(many), len(np.unique(many[~np.isnan(many)]))],
}))`;

const stream = createRandom(7);
const random = () => stream.uniform(1)[0]!;
const normal = () => stream.normal(1)[0]!;
const draw = <Value>(count: number, next: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => next(at));
const numbers = (values: readonly (number | null)[]): Series => ({
  kind: 'numbers',
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
});
const classes = (values: readonly (number | null)[]): Series => ({
  kind: 'classes',
  codes: Int32Array.from(values, (value) => value ?? -1),
});

test('NumPy and SciPy say the same of histograms, moments and associations', () => {
  const decimals = [
    draw(800, normal),
    draw(300, () => random() ** 4 * 90 + 0.5),
    // Quartiles on one value: the width is Sturges' or its limit alone.
    draw(200, (at) => (at % 10 === 0 ? at / 7 : 2.5)),
    [0.25, 0.25, 0.25],
    [1.5],
  ];
  const whole = [
    draw(900, () => Math.floor(random() * 10)),
    draw(400, () => Math.round(normal() * 300)),
    [4, 4, 4],
    [0, 1],
  ];
  const sort = (values: readonly number[]) => Float64Array.from(values).sort();
  const histogram = (values: readonly number[]) => {
    const sorted = sort(values);
    return histogramOf(sorted, { minimum: sorted[0]!, maximum: sorted.at(-1)! }, 'numeric')!;
  };
  // A few far out are left aside, and the chart is that of the others.
  const [usual] = decimals;
  const farOut = [...usual!, -5000, 9000, 12_000];
  const ofDecimals = decimals.map(histogram);
  const ofWhole = whole.map(histogram);

  const base = draw(400, normal);
  const few = base.map((value) => Math.round(value * 2));
  const curved = base.map((value, at) => (at % 17 === 0 ? null : Math.exp(2 * value)));
  const linear: [typeof curved, typeof curved][] = [
    [base, base.map((value) => value + normal())],
    [few, curved],
    [base, base.map((value) => -3 * value)],
  ];
  const codes = base.map((value, at) => (at % 23 === 0 ? null : value > 0.5 ? 2 : value > 0 ? 1 : 0));
  const noise = draw(400, () => Math.floor(random() * 60));
  const ratio: [typeof curved, typeof curved][] = [
    [base.map((value) => value + normal()), codes],
    [curved, noise],
  ];
  const tables: [typeof curved, typeof curved][] = [
    [few, codes],
    [noise.map((value) => value % 9), codes.map((code, at) => (at % 3 === 0 ? 0 : code))],
    [codes, codes],
  ];
  const positive = (values: readonly (number | null)[]) => values.map((value) => (value === null ? null : value + 100));

  // Larger than a block, far from 0, so that a naive sum of squares would lose its digits; empty cells at the end of a block.
  const many = draw(blockLength * 2 + 1000, (at) => (at % 5000 > 4990 ? null : 1e6 + Math.round(normal() * 50) / 10));
  const room = createRoom();
  const writer = writeFloat64(room);
  writer.add(many.map((value) => value ?? Number.NaN));
  const column = { name: 'many', kind: 'numeric', values: writer.finish(), invalid: null } as const;
  const passed = passNumbers(column, 3);
  room.close();

  const sent = {
    auto: decimals,
    given: whole.map((values, at) => [values, edgesOf(ofWhole[at]!)]),
    linear,
    ratio,
    bergsma: tables,
    many,
  };
  const said = JSON.parse(
    execFileSync(findPython()!, ['-c', program], { input: JSON.stringify(sent), encoding: 'utf8', maxBuffer: 1e8 }),
  );

  ofDecimals.forEach((found, at) => {
    expect(found.counts).toEqual(said.auto[at].counts);
    edgesOf(found).forEach((edge, index) => {
      expect(edge).toBeCloseTo(said.auto[at].edges[index], 10);
    });
  });
  expect(histogram(farOut)).toEqual({ ...ofDecimals[0], below: 1, above: 2 });
  expect(ofWhole.map(({ counts }) => counts)).toEqual(said.given);
  // Each range has as many whole numbers as the others, and all are counted.
  expect(ofWhole.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0))).toEqual([900, 400, 3, 2]);
  expect(ofWhole.map(({ from, to, counts, unit }) => [unit, ((to - from) / counts.length) % 1])).toEqual(
    Array(4).fill([1, 0]),
  );

  linear.forEach(([one, other], at) => {
    const found = associate(numbers(one), numbers(other));
    expect(found.map(([measure]) => measure)).toEqual(['pearson', 'spearman']);
    found.forEach(([, value], index) => {
      expect(value).toBeCloseTo(said.linear[at][index], 10);
    });
  });
  ratio.forEach(([one, other], at) => {
    for (const found of [associate(numbers(one), classes(other)), associate(classes(other), numbers(one))]) {
      expect(found.map(([measure]) => measure)).toEqual(['correlation-ratio']);
      expect(found[0]![1]).toBeCloseTo(said.ratio[at], 10);
    }
  });
  tables.forEach(([one, other], at) => {
    const [found] = associate(classes(positive(one)), classes(positive(other)));
    expect(found![0]).toBe('cramers-v');
    expect(found![1]).toBeCloseTo(said.bergsma[at], 10);
  });

  const { count, mean, deviation, minimum, maximum, distinct, sampled } = passed;
  expect([count, minimum, maximum, distinct]).toEqual([
    said.moments[0],
    said.moments[3],
    said.moments[4],
    said.moments[5],
  ]);
  expect(mean).toBeCloseTo(said.moments[1], 7);
  expect(deviation).toBeCloseTo(said.moments[2], 7);
  expect(Array.from(sampled, (value) => (Number.isNaN(value) ? null : value))).toEqual(
    many.filter((_, at) => at % 3 === 0),
  );
});

test('a class for nearly every row, noise and a constant go with nothing', () => {
  const values = draw(60, normal);
  expect(associate(numbers(values), classes(values.map((_, at) => at)))).toEqual([]);
  // A few rows twice, as in a list of films with their titles: they are no measure of all others.
  const titles = values.map((_, at) => (at > 55 ? at - 56 : at));
  const twice = values.map((_, at) => values[titles[at]!]!);
  expect(associate(numbers(twice), classes(titles))).toEqual([]);
  expect(associate(classes(titles), classes(values.map((value) => (value > 0 ? 1 : 0))))).toEqual([]);
  expect(associate(numbers(values), numbers(values.map(() => 3)))).toEqual([]);
  expect(associate(classes(values.map(() => 0)), classes(values.map((_, at) => at % 2)))).toEqual([]);
  // Half as many classes as rows: without the correction these would be 0.7 and 0.9.
  const many = values.map((_, at) => (at * 7) % 30);
  const [[, ratio]] = associate(numbers(values), classes(many)) as [[string, number]];
  const [[, table]] = associate(classes(many), classes(values.map((value) => (value > 0 ? 1 : 0)))) as [
    [string, number],
  ];
  expect(ratio).toBeLessThan(0.5);
  expect(table).toBeLessThan(0.5);
});
