import { expect, test } from 'vitest';
import type { Profile } from '../../../shared/ipc/profile.ts';
import { runFrom } from '../../commands/command.ts';
import { costMarksCommands, toggleCostMarks } from '../../commands/cost-marks.ts';
import { groupSelection } from '../../commands/group-commands.ts';
import { costsOfState } from '../../store/costs.ts';
import { findingsOf } from '../../store/derived.ts';
import { TestEditor } from '../../store/test-editor.ts';
import { timesNow } from '../../store/use-measured-times.ts';
import { cardsOf } from '../cards/cards.ts';
import { nodeOf } from '../cards/node-list.ts';
import { costMarks } from './cost-marks.ts';
import { costsInSight } from './use-cost-marks.ts';

const marksOf = (costs: Readonly<Record<string, number | null>>, whole: number) =>
  costMarks(new Map(Object.entries(costs)), whole, 'Memory');

test('a mark tells the share of the whole, and its bar and colour how it compares with the heaviest', () => {
  const marks = marksOf({ heavy: 400, middle: 160, light: 4, tiny: 0.1, none: 0, unknown: null }, 1000);
  const told = [...marks].map(([id, { figures, strength, length, isHeavy }]) => [
    id,
    figures,
    strength,
    length,
    isHeavy,
  ]);
  expect(told).toEqual([
    ['heavy', '40 %', 4, 100, true],
    ['middle', '16 %', 3, 40, true],
    ['light', '0.4 %', 1, 1, false],
    ['tiny', 'below 0.1 %', 1, 1, false],
    ['none', '', 0, 0, false],
    ['unknown', '', 0, 0, false],
  ]);
  expect(marks.get('heavy')!.label).toBe('Memory: 40 % of the model');
  expect(marks.get('none')!.label).toBe('');
});

test('a model that costs nothing has no marks that say so', () => {
  expect([...marksOf({ a: 0, b: null }, 0).values()].map(({ strength }) => strength)).toEqual([0, 0]);
});

test('marks that stay the same are the same objects, so that of a thousand cards only those are drawn that change', () => {
  const costs = new Map([...Array(1000).keys()].map((index) => [`b${index}`, index === 0 ? 1000 : 10]));
  const before = costMarks(costs, 10_990, 'Memory');
  const after = costMarks(new Map(costs).set('b1', 500), 10_990, 'Memory', before);
  expect([...after].filter(([id, mark]) => before.get(id) !== mark).map(([id]) => id)).toEqual(['b1']);

  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  const card = cardsOf(editor.scene, null)[0]!;
  const node = nodeOf(undefined, card, [0, 0], false, after.get('b2'));
  expect(nodeOf(node, card, [0, 0], false, after.get('b2'))).toBe(node);
  expect(nodeOf(node, card, [0, 0], false, after.get('b1')).data.mark).toBe(after.get('b1'));
  expect(nodeOf(node, card, [0, 0], false).data.mark).toBeNull();
});

test('a group costs what it holds; within it, shares are still those of the whole model', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output').type('input-1', 'shape', [8]);
  editor.editor.select({ blocks: ['dense-2'] });
  runFrom(editor.editor, groupSelection);
  const state = editor.editor.get();
  const found = findingsOf(state.document.project.model, null);
  expect(found.problems).toEqual([]);
  const outside = costsInSight(editor.scene, costsOfState(state), 'parameters');
  const [group] = Object.entries(editor.scene.graph.blocks).find(([, { type }]) => type === 'Group')!;
  expect([outside.costs.get('dense-1'), outside.costs.get(group), outside.whole]).toEqual([288, 1056, 1344]);
  editor.editor.enter([group]);
  const inside = costsInSight(editor.scene, costsOfState(editor.editor.get()), 'parameters');
  expect([inside.costs.get('dense-2'), inside.whole]).toEqual([1056, 1344]);
});

test('by time, blocks cost what was measured, and those that were not measured, or are gone, nothing', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output').type('input-1', 'shape', [8]);
  const state = editor.editor.get();
  const { model, training } = state.document.project;
  const took = (block: string, forward: number, forwardBackward: number) => ({ block, forward, forwardBackward });
  const profile = {
    blocks: [took('dense-1', 1, 3), took('dense-2', 2, 5), took('gone', 100, 100)],
  } as unknown as Profile;
  const now = timesNow({ profile, model, settings: training }, model, training);
  const costs = costsInSight(editor.scene, costsOfState(state), 'time', now);
  expect([...costs.costs.values(), costs.whole]).toEqual([null, 3, 5, null, 8]);
  const unmeasured = costsInSight(editor.scene, costsOfState(state), 'time', null);
  expect([...unmeasured.costs.values(), unmeasured.whole]).toEqual([null, null, null, null, 0]);
});

test('the marks are turned on and off by one command, and by one for each measure', () => {
  const { editor } = new TestEditor().chain('Input', 'Dense', 'Output');
  editor.view({ page: 'model' });
  const shown = () => [editor.get().view.costMarks, editor.get().view.costMeasure];
  runFrom(editor, toggleCostMarks);
  expect(shown()).toEqual([true, 'parameters']);
  runFrom(editor, costMarksCommands.find(({ id }) => id.endsWith('memory'))!);
  expect(shown()).toEqual([true, 'memory']);
  runFrom(editor, toggleCostMarks);
  expect(shown()).toEqual([false, 'memory']);
});
