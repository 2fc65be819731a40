import { expect, test } from 'vitest';
import type { ModelDocument } from '../../shared/graph/document.ts';
import { applyEdits } from '../../shared/graph/edits.ts';
import { groupBlocks } from '../../shared/graph/group-edits.ts';
import { levelOf } from '../../shared/graph/level.ts';
import { modelOf } from '../../testing/networks.ts';
import { nothingSelected } from '../store/view-slice.ts';
import { marked, placeOf, seenFrom } from './code-places.ts';

const plain = modelOf(
  {
    input: ['Input', { shape: [6] }],
    first: ['Dense', { units: 6 }],
    second: ['Dense', { units: 6 }],
    sum: ['Add'],
    last: ['Dense', { units: 2 }],
    output: ['Output'],
  },
  ['input -> first', 'first -> second', 'second -> sum:1', 'input -> sum:2', 'sum -> last', 'last -> output'],
);

function grouped(repeat: number): { readonly model: ModelDocument; readonly id: string } {
  const made = groupBlocks(plain, 'main', ['first', 'second', 'sum'], 'tower');
  if (typeof made === 'string') throw new Error(made);
  const model = applyEdits(made.model, [{ edit: 'set-param', id: made.id, param: 'repeat', value: repeat }]);
  return { model, id: made.id };
}

const marks = (...[model, level, selection]: Parameters<typeof marked>) => [...marked(model, level, selection)].sort();

/** The wire of a level between two blocks, of which a port of the group may be one. */
function wireBetween(model: ModelDocument, level: readonly string[], from: string, to: string): string {
  const { graph } = levelOf(model, level)!;
  const is = (id: string, wanted: string) => id === wanted || graph.blocks[id]!.type === wanted;
  return Object.keys(graph.wires).find(
    (id) => is(graph.wires[id]!.from.block, from) && is(graph.wires[id]!.to.block, to),
  )!;
}

test('a block is marked, and of several all', () => {
  expect(marks(plain, [], { ...nothingSelected, blocks: ['first', 'last'] })).toEqual(['first', 'last']);
  expect(marks(plain, [], nothingSelected)).toEqual([]);
});

test('a wire marks what reads it', () => {
  expect(marks(plain, [], { ...nothingSelected, wires: [wireBetween(plain, [], 'sum', 'last')] })).toEqual(['last']);
});

test('a group marks all that it holds, in all copies', () => {
  const { model, id } = grouped(2);
  const inside = ['first', 'second', 'sum'];
  expect(marks(model, [], { ...nothingSelected, blocks: [id] })).toEqual(
    ['1', '2'].flatMap((copy) => inside.map((block) => `${id}/${copy}/${block}`)),
  );
});

test('a block inside a group marks its copies, and only where it is looked into', () => {
  const { model, id } = grouped(2);
  expect(marks(model, [id], { ...nothingSelected, blocks: ['first'] })).toEqual([`${id}/1/first`, `${id}/2/first`]);
  expect(marks(model, [], { ...nothingSelected, blocks: ['first'] })).toEqual([]);
});

test('a wire into a group marks the readers inside, one out of it the reader outside', () => {
  const { model, id } = grouped(2);
  const wires = (level: readonly string[], from: string, to: string) => ({
    ...nothingSelected,
    wires: [wireBetween(model, level, from, to)],
  });
  expect(marks(model, [], wires([], 'input', id))).toEqual([`${id}/1/first`, `${id}/1/sum`]);
  expect(marks(model, [], wires([], id, 'last'))).toEqual(['last']);
  expect(marks(model, [id], wires([id], 'first', 'second'))).toEqual([`${id}/1/second`, `${id}/2/second`]);
  expect(marks(model, [id], wires([id], 'GroupInput', 'first'))).toContain(`${id}/1/first`);
  expect(marks(model, [id], wires([id], 'sum', 'GroupOutput'))).toContain('last');
});

test('a line of an inner block is the group from outside, the block from inside, and elsewhere neither', () => {
  const { model, id } = grouped(3);
  const place = placeOf(model, `${id}/2/second`);
  expect(place).toMatchObject({ path: [id], block: 'second' });
  expect([seenFrom([], place), seenFrom([id], place), seenFrom(['other'], place)]).toEqual([id, 'second', null]);
});
