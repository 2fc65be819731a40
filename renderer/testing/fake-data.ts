import type { DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import type { Sample } from '../../shared/data/sample.ts';
import { noStatistics } from '../../shared/data/statistics.ts';
import { createRandom } from './random-digits.ts';

/** A sample of digits in the fake host, with variants where there is augmentation. */
export function fakeSample(isAugmented: boolean): Sample {
  return {
    rows: [4, 2].map((digit, row) => {
      const [image] = createRandom(digit);
      const { label: _label, ...pixels } = image!;
      return {
        row,
        targets: [{ name: 'digit', text: String(digit), prepared: [] }],
        variantTargets: [],
        features: [
          {
            kind: 'image',
            name: 'image',
            original: pixels,
            prepared: pixels,
            variants: isAugmented ? [pixels, pixels] : [],
          },
        ],
      };
    }),
  };
}

/** A class that is alike in all parts. */
function fakeCount(name: string, rows: number): DatasetSummary['classCounts'][number] {
  const [validation, test] = [Math.round(rows * 0.15), Math.round(rows * 0.15)];
  return { name, rows, parts: { train: rows - validation - test, validation, test } };
}

/** What looking at each kind of source gives in the fake host. */
export function fakeSummary(data: DataDocument): DatasetSummary {
  const none = { origin: null, columns: [], classCounts: [], preview: [], images: [], warnings: [] };
  const { source } = data;
  switch (source.kind) {
    case 'none':
      return { ...none, title: '', rows: { train: 0, validation: 0, test: 0 }, features: [], targets: [] };
    case 'mnist': {
      const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
      return {
        ...none,
        title: 'MNIST digits',
        origin: 'MNIST, CC BY-SA 3.0',
        rows: { train: 60_000, validation: 5_000, test: 5_000 },
        features: [{ name: 'image', kind: 'image', shape: [28, 28, 1], dtype: 'float32', vocabularySize: null }],
        targets: [{ name: 'digit', kind: 'classes', shape: [], classes }],
        classCounts: classes.map((name, digit) => fakeCount(name, 6_300 + ((digit * 531) % 1_400))),
        images: classes.flatMap((label) => createRandom(Number(label))),
      };
    }
    case 'spam-assassin':
      return {
        ...none,
        title: 'Spam e-mails',
        origin: 'SpamAssassin public corpus, ODC PDDL 1.0',
        rows: { train: 4_232, validation: 907, test: 907 },
        features: [
          {
            name: 'text',
            kind: 'tokens',
            shape: [150],
            dtype: 'int32',
            vocabularySize: 10_000,
          },
        ],
        targets: [{ name: 'label', kind: 'classes', shape: [], classes: ['ham', 'spam'] }],
        classCounts: [fakeCount('ham', 4_150), fakeCount('spam', 1_896)],
        columns: [
          {
            name: 'text',
            kind: 'text',
            role: 'input',
            missing: 0,
            distinct: 5_871,
            minimum: null,
            maximum: null,
            mean: null,
            statistics: noStatistics,
          },
          {
            name: 'label',
            kind: 'categorical',
            role: 'target',
            missing: 0,
            distinct: 2,
            minimum: null,
            maximum: null,
            mean: null,
            statistics: noStatistics,
          },
        ],
        preview: [
          ['the meeting moved to thursday at ten', 'ham'],
          ['you have won a prize, claim it today', 'spam'],
        ],
      };
    case 'next-token': {
      const tokens = ['[PAD]', '[UNK]', '\u2423', 'e', 't'];
      const column = { missing: 0, minimum: null, maximum: null, mean: null, statistics: noStatistics };
      return {
        ...none,
        title: source.path.split('/').at(-1)!,
        rows: { train: 700, validation: 150, test: 150 },
        features: [{ name: 'text', kind: 'tokens', shape: [60], dtype: 'int32', vocabularySize: tokens.length }],
        targets: [{ name: 'next', kind: 'token', shape: [], classes: tokens }],
        columns: [
          { name: 'text', kind: 'text', role: 'input', distinct: 1000, ...column },
          { name: 'next', kind: 'categorical', role: 'target', distinct: tokens.length, ...column },
        ],
        preview: [['Call me Ishma', 'e']],
      };
    }
    case 'sample-table':
    case 'table':
    case 'image-table':
    case 'arrays':
    case 'text-folder':
    case 'image-folder': {
      const inputs = ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'];
      return {
        ...none,
        title: source.kind === 'table' ? source.path.split('/').at(-1)! : 'Diabetes',
        origin: source.kind === 'table' ? null : 'scikit-learn, BSD-3-Clause',
        rows: { train: 310, validation: 66, test: 66 },
        features: [{ name: 'numbers', kind: 'numbers', shape: [10], dtype: 'float32', vocabularySize: null }],
        targets: [{ name: 'progression', kind: 'number', shape: [], classes: null }],
        columns: [...inputs, 'progression'].map((name, index) => ({
          name,
          kind: 'numeric' as const,
          role: name === 'progression' ? ('target' as const) : ('input' as const),
          missing: index === 3 ? 2 : 0,
          distinct: 50 + index * 13,
          minimum: 19 + index,
          maximum: 120 + index * 7,
          mean: 52.4 + index,
          statistics: {
            ...noStatistics,
            present: 442 - (index === 3 ? 2 : 0),
            deviation: 12.5,
            median: 51 + index,
            histogram: {
              from: 19 + index,
              to: 120 + index * 7,
              unit: 0,
              below: 0,
              above: 0,
              counts: [4, 19, 61, 113, 108, 74, 40, 17, 6],
            },
            associations:
              name === 'progression'
                ? []
                : [{ target: 'progression', measure: 'pearson' as const, value: 0.1 * (index - 4) }],
          },
        })),
        preview: Array.from({ length: 12 }, (_, row) =>
          [...inputs, 'progression'].map((_name, column) => String(((row * 37 + column * 11) % 90) + 10)),
        ),
        warnings: ['The column "bp" has 2 empty cells; they get the mean of the training part.'],
      };
    }
  }
}
