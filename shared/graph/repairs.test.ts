import { describe, expect, test } from 'vitest';
import { chainOf, modelOf, type ShortBlock } from '../../testing/networks.ts';
import { eachRepaired, loss, output, read, repaired } from '../../testing/repairs.ts';
import { dense } from '../blocks/dense.ts';
import { lstm } from '../blocks/lstm.ts';
import { componentValue, type Json } from '../blocks/params.ts';
import { l2 } from '../blocks/regularizers.ts';
import type { ModelDocument } from './document.ts';
import { type DataFacts, findProblems } from './problems.ts';

const end = output('MeanSquaredError');
const input = (...shape: number[]): ShortBlock => ['Input', { shape }];
const tokens = (...shape: number[]): ShortBlock => ['Input', { shape, dtype: 'int32' }];
const inner = (block: Parameters<typeof componentValue>[0], params: Record<string, unknown>): Json =>
  componentValue(block, params as never) as unknown as Json;

/** The labels of what is offered; each must leave a model in which the same problem is no more. */
function offered(model: ModelDocument, data: DataFacts | null = null): readonly string[] {
  const words = read(model, data);
  const [problem] = words.find(({ length }) => length > 1) ?? ['nothing that can be repaired'];
  const models = eachRepaired(model, data);
  for (const [label, after] of models) {
    expect(
      read(after, data).map(([text]) => text),
      label,
    ).not.toContain(problem);
  }
  return [...models.keys()];
}

describe('a block that does not take what comes is offered a block between, or one less', () => {
  test.each<readonly [string, readonly ShortBlock[], readonly string[]]>([
    ['a picture of a row', [input(784), ['Conv2D']], ['Insert Reshape to 28×28×1']],
    ['a colour picture of a row', [input(3072), ['Conv2D']], ['Insert Reshape to 32×32×3']],
    ['nothing for a row that is no square', [input(70), ['Conv2D']], []],
    ['a channel of its own', [input(28, 28), ['Conv2D']], ['Insert Reshape to 28×28×1']],
    ['steps of one number', [input(10), ['LSTM']], ['Insert Reshape to 10×1']],
    ['rows of a picture as steps', [input(28, 28, 3), ['LSTM']], ['Insert Reshape to 28×84']],
    ['an Embedding before a sequence', [tokens(9), ['LSTM']], ['Insert Embedding']],
    ['a Flatten that stands in the way', [input(8, 8, 1), ['Conv2D'], ['Flatten'], ['Conv2D']], ['Take Flatten out']],
    ['a row for RepeatVector', [input(4, 4), ['RepeatVector']], ['Insert Flatten']],
    [
      'the last step for RepeatVector',
      [input(4, 4), ['LSTM', { returnSequences: true }], ['RepeatVector']],
      ['Have LSTM give the last step alone', 'Insert Flatten'],
    ],
    [
      'numbers out of whole numbers',
      [tokens(9), ['Dense']],
      ['Insert Embedding', 'Set the number type of Input to float32'],
    ],
    ['whole numbers for an Embedding', [input(9), ['Embedding']], ['Set the number type of Input to int32']],
    ['a dimension where there is none', [input(), ['Dense']], ['Set the shape to 1']],
  ])('%s', (_title, parts, labels) => {
    expect(offered(chainOf(...parts, end))).toEqual(labels);
  });

  test('an Embedding gets a row for every word of the data', () => {
    const data: DataFacts = {
      features: [{ name: 'text', kind: 'tokens', shape: [9], dtype: 'int32', vocabularySize: 777 }],
      targets: [{ name: 'y', kind: 'number', shape: [], classes: null }] as never,
    };
    const model = chainOf(tokens(9), ['Dense'], end);
    // The data has whole numbers, so that the Input is right.
    expect(offered(model, data)).toEqual(['Insert Embedding']);
    const { blocks } = [...eachRepaired(model, data).values()][0]!.graphs.main!;
    expect(blocks['embedding-1']!.params.inputDim).toBe(777);
  });
});

describe('a block that contradicts itself or its input is offered another value', () => {
  test.each<readonly [string, readonly ShortBlock[], readonly string[]]>([
    [
      'a window that is too large',
      [input(2, 3, 1), ['Conv2D']],
      ['Set the padding to same', 'Set the kernel size to 2×3'],
    ],
    [
      'a dilated window that is too large',
      [input(4, 4, 1), ['Conv2D', { dilationRate: [2, 2] }]],
      ['Set the padding to same', 'Set the kernel size to 2×2'],
    ],
    [
      'a pool that is too large',
      [input(1, 8), ['MaxPooling1D']],
      ['Set the padding to same', 'Set the pool size to 1'],
    ],
    [
      'strides with dilation',
      [input(9, 9, 1), ['Conv2D', { strides: [2, 2], dilationRate: [2, 2] }]],
      ['Set the dilation rate to 1×1', 'Set the strides to 1×1'],
    ],
    [
      'the same along time',
      [input(9, 2), ['Conv1D', { strides: 2, dilationRate: 2 }]],
      ['Set the dilation rate to 1', 'Set the strides to 1'],
    ],
    [
      'filters that cannot be split',
      [input(9, 9, 4), ['Conv2D', { filters: 30, groups: 4 }]],
      ['Set filters to 32', 'Set groups to 2'],
    ],
    ['channels that cannot be split', [input(9, 9, 6), ['GroupNormalization', { groups: 4 }]], ['Set groups to 3']],
    ['an axis that is not there', [input(4), ['Softmax', { axis: 3 }]], ['Set the axis to -1']],
    [
      'a target shape with a free dimension',
      [input(28, 28), ['Reshape', { targetShape: [28, 28, 3] }]],
      ['Set the target shape to 28×28×1'],
    ],
    [
      'a target shape whose rest does not come out',
      [input(12), ['Reshape', { targetShape: [5, -1] }]],
      ['Set the target shape to 12×1'],
    ],
    ['an order of two of three', [input(4, 5, 6), ['Permute', { dims: [2, 1] }]], ['Set the order to 2, 1, 3']],
    ['an order of three of two', [input(4, 5), ['Permute', { dims: [3, 2, 1] }]], ['Set the order to 2, 1']],
    [
      'an output padding that is too large',
      [input(4, 4, 1), ['Conv2DTranspose', { strides: [2, 2], outputPadding: [2, 2] }]],
      ['Leave the output padding to the strides'],
    ],
    [
      'a Softmax behind a mask',
      [tokens(9), ['Embedding', { maskZero: true }], ['Softmax']],
      ['Use an Activation set to softmax'],
    ],
    [
      'a layer that reads backwards in one that reads both ways',
      [input(5, 4), ['Bidirectional', { layer: inner(lstm, { goBackwards: true }) }]],
      ['Have LSTM read forwards'],
    ],
    [
      'a regularizer that would be passed over',
      [input(5, 4), ['TimeDistributed', { layer: inner(dense, { activityRegularizer: componentValue(l2) }) }]],
      ['Remove the activity regularizer of Dense'],
    ],
    ['steps where there are none', [input(5), ['TimeDistributed']], ['Use Dense alone']],
    [
      'a mask of more than steps',
      [tokens(3, 9), ['Embedding', { maskZero: true }], ['TimeDistributed']],
      ['Switch off “Mask zero” of Embedding'],
    ],
    ['a value that cannot be', [input(5), ['Dense', { units: 0 }]], ['Set it back to 32']],
  ])('%s', (_title, parts, labels) => {
    expect(offered(chainOf(...parts, end))).toEqual(labels);
  });

  test('a name that is taken gets a number', () => {
    expect(offered(chainOf(input(4), ['Dense', {}, 'x'], ['Dense', {}, 'x'], ['Dense', {}, 'x_2'], end))).toEqual([
      'Name it x_3',
    ]);
  });
});

/** Two ways from an Input to a block that joins them. */
const joined = (shape: number[], join: ShortBlock, one: readonly ShortBlock[], other: readonly ShortBlock[]) => {
  const ways = [one, other].map((way, at) =>
    way.map((part, place) => [`${at === 0 ? 'a' : 'b'}${place}`, part] as const),
  );
  const wires = ways.flatMap((way, at) =>
    [...way.map(([id]) => id), `join:${at + 1}`].map(
      (to, place) => `${place === 0 ? 'input' : way[place - 1]![0]} -> ${to}`,
    ),
  );
  const blocks = Object.fromEntries([['input', input(...shape)], ...ways.flat(), ['join', join], ['end', end]]);
  return modelOf(blocks, [...wires, 'join -> end']);
};

describe('inputs that differ where they are joined', () => {
  const conv = (filters: number, params: Record<string, Json> = {}): ShortBlock => ['Conv2D', { filters, ...params }];
  const same = { padding: 'same' };
  test.each<readonly [string, ModelDocument, readonly string[]]>([
    [
      'units of either Dense, or a Dense between',
      joined([4], ['Add'], [['Dense', { units: 8 }]], [['Dense', { units: 6 }, 'small']]),
      ['Set units of small to 8', 'Set units of Dense to 6', 'Insert Dense with 8 units'],
    ],
    [
      'a shortcut past units: a Dense between, where the shortcut has none',
      joined([4], ['Add'], [['Dense', { units: 8 }]], []),
      ['Insert Dense with 8 units', 'Set units of Dense to 4', 'Insert Dense with 4 units'],
    ],
    [
      'a shortcut past more filters: a 1×1 convolution',
      joined([8, 8, 3], ['Add'], [conv(16, same)], []),
      ['Insert a 1×1 Conv2D with 16 filters', 'Set filters of Conv2D to 3', 'Insert a 1×1 Conv2D with 3 filters'],
    ],
    [
      'a shortcut past strides: a convolution with strides',
      joined([8, 8, 3], ['Add'], [conv(16, { ...same, strides: [2, 2] })], []),
      ['Insert a 1×1 Conv2D with strides and 16 filters'],
    ],
    [
      'windows that eat the border on the way',
      joined([10, 10, 3], ['Add'], [conv(3), ['ReLU'], conv(3)], []),
      ['Set the padding of Conv2D, Conv2D to same', 'Insert Cropping2D to 6×6', 'Insert Resizing to 6×6'],
    ],
    [
      'a transposed convolution that comes out one short',
      joined(
        [15, 15, 4],
        ['Concatenate'],
        [],
        [['MaxPooling2D'], ['Conv2DTranspose', { filters: 4, strides: [2, 2], padding: 'same' }, 'up']],
      ),
      ['Have up give 15×15', 'Insert ZeroPadding2D to 15×15', 'Insert Resizing to 15×15'],
    ],
    [
      'pictures that are twice as large',
      joined([8, 8, 4], ['Concatenate'], [], [['MaxPooling2D']]),
      ['Insert UpSampling2D to 8×8', 'Insert Resizing to 8×8', 'Insert Resizing to 4×4'],
    ],
    [
      'a picture beside a row',
      joined([8, 8, 4], ['Concatenate'], [['GlobalAveragePooling2D']], []),
      ['Insert Flatten'],
    ],
    [
      'a number for each channel',
      joined([8, 8, 4], ['Multiply'], [], [['GlobalAveragePooling2D'], ['Dense', { units: 4 }]]),
      ['Insert Reshape to 1×1×4', 'Insert Flatten and Dense with 4 units'],
    ],
    [
      'rows to be compared',
      joined([4], ['Dot'], [['Dense', { units: 8 }]], [['Dense', { units: 6 }]]),
      ['Insert Dense with 8 units', 'Insert Dense with 6 units'],
    ],
    [
      'queries and keys to be compared',
      modelOf(
        { a: ['Input', { shape: [5, 8] }, 'a'], b: ['Input', { shape: [7, 6] }, 'b'], join: ['Attention'], end },
        ['a -> join:query', 'b -> join:value', 'join -> end'],
      ),
      ['Insert Dense with 8 units', 'Insert Dense with 6 units'],
    ],
  ])('%s', (_title, model, labels) => {
    expect(offered(model)).toEqual(labels);
  });

  test('pressing on leaves a network that can train', () => {
    const model = joined([32, 32, 3], ['Add'], [conv(64, { ...same, strides: [2, 2] }), conv(64, same)], []);
    expect(read(repaired(model, null))).toEqual([]);
  });

  test('what feeds others too is not changed for one of them', () => {
    const model = modelOf(
      {
        input: input(4),
        a: ['Dense', { units: 8 }],
        b: ['Dense', { units: 6 }],
        join: ['Add'],
        end,
        other: ['Output', { loss: loss('MeanSquaredError') }, 'other'],
      },
      ['input -> a', 'input -> b', 'a -> join:1', 'b -> join:2', 'join -> end', 'b -> other'],
    );
    expect(offered(model)).toEqual([
      'Set units of Dense to 6',
      'Insert Dense with 8 units',
      'Insert Dense with 6 units',
    ]);
  });

  test('a block that lacks a wire is wired to the one output that can be meant', () => {
    const parts = {
      input: input(4),
      a: ['Dense', { units: 8 }],
      b: ['Dense', { units: 8 }],
      join: ['Add'],
      end,
    } as const;
    const wires = ['input -> a', 'input -> b', 'a -> join:1', 'join -> end'];
    expect(read(modelOf(parts, wires))[1]).toEqual([expect.stringContaining('two or more'), 'Wire Dense into it']);
    expect(read(repaired(modelOf(parts, wires), null))).toEqual([]);
    const subtract = { ...parts, join: ['Subtract'] } as const;
    expect(read(repaired(modelOf(subtract, wires), null))).toEqual([]);
    // Of another size it is not meant.
    expect(offered(modelOf({ ...parts, b: ['Dense', { units: 7 }] }, wires))).toEqual([]);
    expect(offered(modelOf({ ...subtract, b: ['Dense', { units: 7 }] }, wires))).toEqual([]);
  });
});

describe('what reaches an Output', () => {
  const digits: DataFacts = {
    features: [{ name: 'image', kind: 'image', shape: [8, 8, 1], dtype: 'float32', vocabularySize: null }],
    targets: [{ name: 'digit', kind: 'classes', shape: [], classes: [...'0123456789'] }],
  };
  const classes = output('SparseCategoricalCrossentropy', { fromLogits: true });
  const picture: DataFacts = {
    features: digits.features,
    targets: [{ name: 'mask', kind: 'image', shape: [8, 8, 1], classes: null } as never],
  };

  test('gets a score for each class, whatever came before', () => {
    const pictureEnd = chainOf(input(8, 8, 1), ['Conv2D'], classes);
    expect(offered(pictureEnd, digits)).toEqual(['Insert Flatten and Dense with 10 units']);
    expect(read(repaired(pictureEnd, digits), digits)).toEqual([]);
    const row = chainOf(input(8, 8, 1), ['Conv2D'], ['GlobalAveragePooling2D'], classes);
    expect(offered(row, digits)).toEqual(['Insert Dense with 10 units']);
  });

  test('is a row where the target is a picture of as many numbers', () => {
    const model = chainOf(input(8, 8, 1), ['Conv2D', { filters: 1, padding: 'same' }], end);
    expect(offered(model, picture)).toEqual(['Insert Flatten']);
    expect(findProblems(repaired(model, picture), picture).problems).toEqual([]);
    const short = chainOf(input(8, 8, 1), ['Flatten'], ['Dense', { units: 9 }], end);
    expect(offered(short, picture)).toEqual(['Set units to 64']);
  });

  test('is one score of two classes, or a score for each', () => {
    expect(offered(chainOf(input(4), ['Dense', { units: 1 }], classes))).toEqual([
      'Set the loss to BinaryCrossentropy',
      'Set units to 2',
    ]);
  });
});
