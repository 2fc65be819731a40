import { expect, test } from 'vitest';
import { blockCases } from '../../testing/block-cases.ts';
import { chainOf, trainingOf } from '../../testing/networks.ts';
import { costsAt, costsByPlace, heaviestBlocks, measured, modelCosts, slotCount, totalMemory } from './costs.ts';
import { expand } from './expand.ts';
import { infer } from './infer.ts';
import { levelOf } from './level.ts';

const settings = { ...trainingOf('Adam'), batchSize: 10 };

test('memory is weights, gradients, slots and outputs; what training does not learn has neither gradient nor slots', () => {
  const model = chainOf(['Input', { shape: [6] }], ['BatchNormalization'], ['Dense', { units: 2 }], ['Output']);
  const { parameters, trainable, multiplyAdds, memory } = modelCosts(infer(expand(model).graph), settings);
  expect([parameters, trainable, multiplyAdds, memory, totalMemory(memory)]).toEqual([
    24 + 14,
    12 + 14,
    expect.any(Number),
    { weights: 38 * 4, gradients: 26 * 4, slots: 2 * 26 * 4, activations: (6 + 6 + 2) * 10 * 4 },
    38 * 4 + 3 * 26 * 4 + 14 * 40,
  ]);
});

test('slots are those of the optimizer with its settings', () => {
  const adam = trainingOf('Adam').optimizer;
  const slots = [trainingOf('SGD').optimizer, adam, { ...adam, amsgrad: true }, trainingOf('Adagrad').optimizer];
  expect(slots.map((optimizer) => slotCount({ batchSize: 1, optimizer }))).toEqual([
    trainingOf('SGD').optimizer.momentum === 0 ? 0 : 1,
    2,
    3,
    1,
  ]);
});

test('a group costs what all its copies cost; a block in it, at its level, what one does', () => {
  const model = blockCases['a residual block as a group, three times']!;
  const inference = infer(expand(model).graph);
  const group = Object.keys(levelOf(model, [])!.graph.blocks).find((id) => expand(model).levels.has(id))!;
  const dense = 6 * 6 + 6;
  const [whole, one] = [
    costsAt(inference, levelOf(model, [])!, group, settings)!,
    costsAt(inference, levelOf(model, [group])!, 'first', settings)!,
  ];
  const places = costsByPlace(model, inference, settings);
  expect([whole.parameters, one.parameters]).toEqual([3 * 2 * dense, dense]);
  expect([places.get(group)!.costs.parameters, places.get(`${group}/first`)!.costs.parameters]).toEqual([
    3 * 2 * dense,
    3 * dense,
  ]);
  expect([...places.values()].filter(({ isGroup }) => isGroup).map(({ block }) => block)).toEqual([group]);
});

test('of a block without facts nothing is known', () => {
  const model = chainOf(['Input', { shape: [4] }], ['Conv2D'], ['Output']);
  const inference = infer(expand(model).graph);
  expect(costsAt(inference, levelOf(model, [])!, 'b01', settings)).toBeNull();
});

test('the heaviest come first, and what costs nothing is none of them', () => {
  const model = chainOf(
    ['Input', { shape: [4] }],
    ['Dense', { units: 8 }],
    ['Flatten'],
    ['Dense', { units: 20 }],
    ['Output'],
  );
  const places = costsByPlace(model, infer(expand(model).graph), settings);
  const blocks = (measure: 'parameters' | 'memory', count: number) =>
    heaviestBlocks(places, measure, count).map(({ block }) => block);
  expect([blocks('parameters', 3), blocks('memory', 2)]).toEqual([
    ['b03', 'b01'],
    ['b03', 'b01'],
  ]);
  expect(measured(places.get('b02')!.costs, 'memory')).toBe(8 * 10 * 4);
});
