import { expect, test } from 'vitest';
import { findProblems } from '../../shared/graph/problems.ts';
import { dataWarnings } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import { TestEditor } from '../store/test-editor.ts';
import { run } from './command.ts';
import { type DataToLearn, makeNetwork } from './make-network.ts';

const summary: DataToLearn = {
  features: [{ name: 'inputs', kind: 'numbers', shape: [4], dtype: 'float32', vocabularySize: null }],
  targets: [{ name: 'price', kind: 'number', shape: [1], classes: null }],
  rows: { train: 700, validation: 150, test: 150 },
  warnings: [say(dataWarnings['target-scale'], { column: 'price', mean: 3e5, deviation: 1e5 })],
};

test('an empty canvas gets a network that fits the data, with its target scaled and its epochs, in one step', () => {
  const editor = new TestEditor();
  const before = editor.project;
  run(editor.editor, makeNetwork, { summary });
  const { model, data, training } = editor.project;
  expect(findProblems(model, summary).problems).toEqual([]);
  expect(data.preparation.filter((step) => step.columns?.includes('price'))).toMatchObject([{ step: 'scale' }]);
  expect(training).toEqual({ ...before.training, epochs: 60, batchSize: 16 });
  expect(editor.undo().project).toBe(before);
});

test('blocks that are there stay as they are, and of nothing to learn no network is made', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  const before = editor.project;
  run(editor.editor, makeNetwork, { summary });
  expect(editor.project).toBe(before);
  const empty = new TestEditor();
  run(empty.editor, makeNetwork, { summary: { ...summary, targets: [] } });
  expect(empty.graph.blocks).toEqual({});
});
