import { expect, test } from 'vitest';
import { type FoundSource, plainSource } from '../../shared/data/found-source.ts';
import { type DataFacts, findProblems } from '../../shared/graph/problems.ts';
import { formOf, imageStep } from '../../testing/pictures.ts';
import type { Host } from '../store/editor.ts';
import { TestEditor } from '../store/test-editor.ts';
import { run } from './command.ts';
import { takeData, useData } from './take-data.ts';

const facts: DataFacts = {
  features: [
    { name: 'numbers', kind: 'numbers', shape: [4], dtype: 'float32', vocabularySize: null },
    { name: 'text', kind: 'tokens', shape: [150], dtype: 'int32', vocabularySize: 900 },
  ],
  targets: [{ name: 'species', kind: 'classes', shape: [], classes: ['a', 'b', 'c'] }],
};
const one: DataFacts = { ...facts, features: facts.features.slice(0, 1) };
const found = plainSource({ kind: 'table', path: '/data/flowers.csv' });

test('an empty model gets an Input for each feature and an Output for each target, where it was dropped, in one step', () => {
  const editor = new TestEditor();
  const before = editor.project;
  run(editor.editor, useData, { found, facts, place: [100, 40] });
  const { blocks } = editor.graph;
  expect(Object.values(blocks).map(({ type, name }) => `${type} ${name}`)).toEqual([
    'Input numbers',
    'Input text',
    'Output species',
  ]);
  expect(blocks['input-2']!.params).toMatchObject({ shape: [150], dtype: 'int32' });
  expect(blocks['output-1']!.params.loss).toMatchObject({ type: 'SparseCategoricalCrossentropy' });
  expect([editor.placeOf('input-1'), editor.placeOf('input-2')]).toEqual([
    [100, 40],
    [354, 40],
  ]);
  expect(editor.project.data.source).toEqual(found.source);
  expect(editor.selected).toEqual(['input-1', 'input-2', 'output-1']);
  const { problems } = findProblems(editor.project.model, facts);
  expect(problems.filter(({ problem }) => problem.startsWith('data-'))).toEqual([]);
  expect(editor.undo().project).toBe(before);
});

test('Inputs that are there stay, and get a repair where they do not fit; what is lacking is added', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  run(editor.editor, useData, { found, facts: one, place: [0, 0] });
  expect(Object.keys(editor.graph.blocks)).toEqual(['input-1', 'dense-1', 'output-1']);
  expect(findProblems(editor.project.model, one).problems.map(({ problem }) => problem)).toContain('data-input-shape');
  const more = new TestEditor().chain('Input', 'Dense', 'Output').rename('input-1', 'numbers');
  run(more.editor, useData, { found, facts, place: [0, 0] });
  expect(more.graph.blocks['input-2']).toMatchObject({ type: 'Input', name: 'text' });
  // The same once more changes nothing.
  const after = more.project;
  run(more.editor, useData, { found, facts, place: [0, 0] });
  expect(more.project).toBe(after);
});

/** A host that takes any path for what `find` says, and reads it as `one`; or finds it and fails. */
const reading = (
  isReadable = true,
  find: (path: string) => FoundSource = (path) => plainSource({ kind: 'table', path }),
): Host => ({
  ask: (name, sent) => {
    if (name === 'data:find-source') return Promise.resolve(find((sent as { path: string }).path) as never);
    return name === 'data:inspect' && isReadable
      ? Promise.resolve(one as never)
      : Promise.reject(new Error('No such file.'));
  },
  on: () => () => {},
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test('a file that cannot be read changes nothing and is told', async () => {
  const editor = new TestEditor(reading(false));
  const before = editor.project;
  run(editor.editor, takeData, { path: '/data/gone.csv', place: [0, 0] });
  await settled();
  expect(editor.project).toBe(before);
  const { notices, busy } = editor.editor.get().view;
  expect([notices.map(({ tone }) => tone), busy]).toEqual([['failed'], null]);
});

test('data that is in use is replaced only where the person says so', async () => {
  const editor = new TestEditor(reading());
  run(editor.editor, takeData, { path: '/data/one.csv', place: [0, 0] });
  await settled();
  expect(editor.project.data.source).toMatchObject({ path: '/data/one.csv' });
  const before = editor.project;
  run(editor.editor, takeData, { path: '/data/two.csv', place: [0, 0] });
  await settled();
  const asked = editor.editor.get().view.replacingData!;
  expect(asked.name).toBe('two.csv');
  asked.answer(false);
  await settled();
  expect(editor.project).toBe(before);
  run(editor.editor, takeData, { path: '/data/two.csv', place: [0, 0] });
  await settled();
  editor.editor.get().view.replacingData!.answer(true);
  await settled();
  expect(editor.project.data.source).toMatchObject({ path: '/data/two.csv' });
  expect(editor.undo().project).toBe(before);
});

test('what is at the path is found out: a folder of images comes with their size', async () => {
  const imageForm = formOf(28, 28, { colorMode: 'grayscale' });
  const editor = new TestEditor(
    reading(true, (path) => ({ ...plainSource({ kind: 'image-folder', path }), imageForm })),
  );
  run(editor.editor, takeData, { path: '/data/digits', place: [0, 0] });
  await settled();
  const { source, preparation } = editor.project.data;
  expect(source).toEqual({ kind: 'image-folder', path: '/data/digits' });
  expect(preparation).toContainEqual(imageStep(28, 28, { colorMode: 'grayscale' }));
});
