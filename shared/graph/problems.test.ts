import { describe, expect, test } from 'vitest';
import { chainOf } from '../../testing/networks.ts';
import { output, read, repaired } from '../../testing/repairs.ts';
import { dense } from '../blocks/dense.ts';
import { componentValue } from '../blocks/params.ts';
import type { ModelDocument } from './document.ts';
import { emptyModel } from './document.ts';
import { applyEdits, newBlock } from './edits.ts';
import type { DataFacts } from './problems.ts';
import { canTrain, findProblems } from './problems.ts';

const digits: DataFacts = {
  features: [{ name: 'image', kind: 'image', shape: [28, 28, 1], dtype: 'float32', vocabularySize: null }],
  targets: [{ name: 'digit', kind: 'classes', shape: [], classes: [...'0123456789'] }],
};
const words: DataFacts = {
  features: [{ name: 'text', kind: 'tokens', shape: [150], dtype: 'int32', vocabularySize: 10000 }],
  targets: [{ name: 'label', kind: 'classes', shape: [], classes: ['ham', 'spam'] }],
};

describe('problems say what is wrong and end in what was received', () => {
  test('an empty canvas, no Input, no Output', () => {
    expect(read(emptyModel)).toEqual([
      ['The model has no blocks. Expected: at least an Input and an Output. Received: an empty canvas.'],
    ]);
    expect(read(chainOf(['Input'])).map(([text]) => text)).toEqual([
      'The model has no Output. Expected: at least one, where the loss is measured. Received: none.',
      'Nothing uses what Input gives. Wire it to a block that leads to an Output. Received: no wire.',
    ]);
    expect(canTrain(findProblems(chainOf(['Input']), null).problems)).toBe(false);
  });

  test('a name that two blocks have', () => {
    const model = chainOf(['Input', {}, 'x'], ['Dense', {}, 'x'], output('MeanSquaredError'));
    expect(read(model)[0]![0]).toBe(
      'Two blocks have the name "x". Expected: a name of its own for each, or none. Received: "x" twice.',
    );
  });

  test('a loss that does not fit the output', () => {
    expect(
      read(chainOf(['Input'], ['Dense', { units: 1 }], output('SparseCategoricalCrossentropy', { fromLogits: true }))),
    ).toEqual([
      [
        'SparseCategoricalCrossentropy compares a score for each class, so it needs 2 or more outputs. Received: 1.',
        'Set the loss to BinaryCrossentropy',
        'Set units to 2',
      ],
    ]);
    expect(read(chainOf(['Input'], ['Dense', { units: 3 }], output('SparseCategoricalCrossentropy')))).toEqual([
      [
        'SparseCategoricalCrossentropy expects probabilities between 0 and 1, and Dense gives linear. Set its activation to softmax, or the loss to "from logits". Received: linear.',
        'Set the activation to softmax',
        'Set the loss to "from logits"',
      ],
    ]);
    expect(
      read(
        chainOf(
          ['Input'],
          ['Dense', { units: 1, activation: 'sigmoid' }],
          output('BinaryCrossentropy', { fromLogits: true }),
        ),
      ),
    ).toEqual([
      [
        'BinaryCrossentropy is set to "from logits" and expects unbounded scores. Set the activation to linear. Received: sigmoid.',
        'Set the activation to linear',
        'Set the loss to not "from logits"',
      ],
    ]);
    const behindSoftmax = (fromLogits: boolean) =>
      read(
        chainOf(
          ['Input'],
          ['Dense', { units: 3 }],
          ['Softmax'],
          output('SparseCategoricalCrossentropy', { fromLogits }),
        ),
      );
    expect(behindSoftmax(true)).toEqual([
      [
        'SparseCategoricalCrossentropy is set to "from logits" and expects unbounded scores. Take the Softmax before it away, or set the loss to not "from logits". Received: Softmax.',
        'Set the loss to not "from logits"',
      ],
    ]);
    expect(behindSoftmax(false)).toEqual([]);
  });
});

test('the activation of a layer inside is what its block ends with, and what is repaired', () => {
  const model = chainOf(
    ['Input', { shape: [5, 4] }],
    ['TimeDistributed', { layer: componentValue(dense, { units: 3 }) }],
    output('SparseCategoricalCrossentropy'),
  );
  expect(read(model)).toEqual([
    [
      'SparseCategoricalCrossentropy expects probabilities between 0 and 1, and TimeDistributed gives linear. Set its activation to softmax, or the loss to "from logits". Received: linear.',
      'Set the activation to softmax',
      'Set the loss to "from logits"',
    ],
  ]);
  const { b01 } = repaired(model, null).graphs.main!.blocks;
  expect(b01!.params).toEqual({ layer: componentValue(dense, { units: 3, activation: 'softmax' }) });
});

describe('a model on its data', () => {
  test('is told the shape, the number type and the classes it does not fit, and each repair mends it', () => {
    const model = chainOf(
      ['Input', { shape: [20, 20, 1] }],
      ['Flatten'],
      ['Dense', { units: 12 }],
      output('SparseCategoricalCrossentropy', { fromLogits: true }),
    );
    expect(read(model, digits)).toEqual([
      ['The data has the shape 28×28×1 for this Input. Received: 20×20×1.', 'Set the shape to 28×28×1'],
      ['The output has 12 units, and the target digit has 10 classes. Received: 12.', 'Set units to 10'],
    ]);
    expect(findProblems(repaired(model, digits), digits).problems).toEqual([]);
  });

  test('with the wrong loss, the wrong number type and too small a vocabulary ends without problems', () => {
    const model = chainOf(
      ['Input', { shape: [150] }],
      ['Embedding', { inputDim: 100 }],
      ['LSTM'],
      ['Dense', { units: 1 }],
      output('MeanSquaredError'),
    );
    const mended = repaired(model, words);
    expect(findProblems(mended, words).problems).toEqual([]);
    const { b00, b01, b03, b04 } = mended.graphs.main!.blocks;
    expect([
      b00!.params.dtype,
      b01!.params.inputDim,
      b03!.params.activation,
      (b04!.params.loss as { type: string }).type,
    ]).toEqual(['int32', 10000, 'sigmoid', 'BinaryCrossentropy']);
  });

  test('with too few tokens and places for it ends without problems', () => {
    const model = chainOf(
      ['Input', { shape: [150], dtype: 'int32' }],
      ['TokenAndPositionEmbedding', { vocabularySize: 100, sequenceLength: 20 }],
      ['GlobalAveragePooling1D'],
      ['Dense', { units: 1, activation: 'sigmoid' }],
      output('BinaryCrossentropy'),
    );
    const mended = repaired(model, words);
    expect(findProblems(mended, words).problems).toEqual([]);
    expect(mended.graphs.main!.blocks.b01!.params).toMatchObject({ vocabularySize: 10000, sequenceLength: 150 });
  });

  test('is matched by name where there are several, and told which names there are', () => {
    const data: DataFacts = { ...digits, features: [...digits.features, { ...digits.features[0]!, name: 'depth' }] };
    const model = chainOf(
      ['Input', { shape: [28, 28, 1] }, 'photo'],
      ['Flatten'],
      ['Dense', { units: 10 }],
      output('SparseCategoricalCrossentropy', { fromLogits: true }),
    );
    expect(read(model, data)).toEqual([
      [
        'The data has no input named "photo" for this block. Expected: image, depth. Received: "photo".',
        'Name it image',
        'Name it depth',
      ],
    ]);
    expect(read(repaired(model, data), data)).toEqual([]);
  });
});

describe('a layer that does not fit the one before it', () => {
  test('gets every step of a recurrent layer, plain or inside a Bidirectional', () => {
    const words = [
      ['Input', { shape: [9], dtype: 'int32' }],
      ['Embedding', { inputDim: 20, outputDim: 4 }],
    ] as const;
    const stacked = chainOf(...words, ['LSTM'], ['GRU'], output('MeanSquaredError'));
    expect(read(stacked)[0]!.slice(1)).toEqual(['Have LSTM give every step']);
    expect(read(repaired(stacked, null))).toEqual([]);
    const bothWays = chainOf(...words, ['Bidirectional'], ['Bidirectional'], output('MeanSquaredError'));
    expect(read(bothWays)[0]!.slice(1)).toEqual(['Have Bidirectional give every step']);
    expect(read(repaired(bothWays, null))).toEqual([]);
  });

  test('is padded where its window is larger than the input', () => {
    const small = chainOf(['Input', { shape: [2, 2, 3] }], ['Conv2D'], ['Flatten'], output('MeanSquaredError'));
    expect(read(small)[0]!.slice(1)).toEqual(['Set the padding to same', 'Set the kernel size to 2×2']);
    expect(read(repaired(small, null))).toEqual([]);
  });
});

describe('loose ends', () => {
  const graph = (blocks: Record<string, string>, ...wires: readonly (readonly [string, string])[]): ModelDocument => ({
    ...emptyModel,
    graphs: {
      main: {
        blocks: Object.fromEntries(Object.entries(blocks).map(([id, type]) => [id, newBlock(type)])),
        wires: Object.fromEntries(
          wires.map(([from, to], at) => [
            `w${at}`,
            { from: { block: from, port: 'output' }, to: { block: to, port: 'input' } },
          ]),
        ),
      },
    },
  });
  const labels = (model: ModelDocument) => read(model).flatMap(([, ...repairs]) => repairs);

  test('a free output and the one input that waits for it can be wired by a press on either', () => {
    const model = graph({ a: 'Input', b: 'Dense', c: 'Dense', d: 'Output' }, ['a', 'b'], ['c', 'd']);
    expect(read(model)).toEqual([
      ['Dense needs a wire into its input. Received: no wire.', 'Wire Dense into it'],
      [
        'Nothing uses what Dense gives. Wire it to a block that leads to an Output. Received: no wire.',
        'Wire it into Dense',
      ],
    ]);
    expect(findProblems(repaired(model, null), null).problems).toEqual([]);
  });

  test('blocks dropped without a wire become a chain, the Output at its end', () => {
    const model = graph({ a: 'Output', b: 'Dense', c: 'Input' });
    expect(labels(model)).toEqual(['Wire Input into it', 'Wire it into Dense']);
    const mended = repaired(model, null);
    expect(findProblems(mended, null).problems).toEqual([]);
    expect(Object.values(mended.graphs.main!.wires).map(({ from, to }) => `${from.block} ${to.block}`)).toEqual([
      'c b',
      'b a',
    ]);
  });

  test('are left to the person where two blocks could be meant, or what is given does not fit', () => {
    expect(labels(graph({ a: 'Input', b: 'Dense', c: 'Dropout', d: 'Output' }))).toEqual([]);
    expect(labels(graph({ a: 'Input', b: 'Conv2D', d: 'Output' }))).toEqual([]);
    // Two ends, and one block that takes either.
    expect(labels(graph({ a: 'Input', b: 'Dense', c: 'Dense', d: 'Output' }, ['a', 'b'], ['a', 'c']))).toEqual([]);
  });

  test('are never closed to a ring', () => {
    expect(labels(graph({ a: 'Input', b: 'Dense', c: 'Dense', d: 'Dense', e: 'Output' }, ['b', 'c']))).not.toContain(
      'Wire Dense into it',
    );
  });

  test('a missing Input or Output is added where it belongs', () => {
    const mended = repaired(graph({ a: 'Dense' }), null);
    expect(findProblems(mended, null).problems).toEqual([]);
    expect(Object.keys(mended.graphs.main!.blocks).sort()).toEqual(['a', 'input-1', 'output-1']);
  });
});

describe('an edit in a model that was looked at before', () => {
  const before = chainOf(
    ['Input', { shape: [8] }],
    ['Dense', { units: 4 }],
    ['Dense'],
    ['Dense'],
    output('MeanSquaredError'),
  );
  const facts = (model: ModelDocument) => [...findProblems(model, null).inference.facts.values()];

  test('of a name makes no new facts but those of its block', () => {
    const known = new Set(facts(before));
    const after = applyEdits(before, [{ edit: 'set-name', id: 'b01', name: 'first' }]);
    expect(facts(after).map((fact) => known.has(fact))).toEqual([true, false, true, true, true]);
  });

  test('of a shape makes new facts as far as the shape reaches, the same as if it was never looked at', () => {
    const known = new Set(facts(before));
    const after = applyEdits(before, [{ edit: 'set-param', id: 'b01', param: 'units', value: 5 }]);
    expect(facts(after).map((fact) => known.has(fact))).toEqual([true, false, false, true, true]);
    const fresh = JSON.parse(JSON.stringify(after)) as ModelDocument;
    expect(findProblems(after, null).inference.parameters).toBe(findProblems(fresh, null).inference.parameters);
    expect(facts(after)).toEqual(facts(fresh));
  });

  test('that takes a wire away is noticed by the block it fed and those after', () => {
    findProblems(before, null);
    const cut = applyEdits(before, [{ edit: 'remove-wire', id: 'w1' }]);
    expect(findProblems(cut, null).inference.facts.size).toBe(2);
    expect(findProblems(before, null).inference.facts.size).toBe(5);
  });
});
