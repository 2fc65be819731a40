import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../commands/command.ts';
import { chooseSource } from '../commands/data-commands.ts';
import { fakeSummary } from '../testing/fake-data.ts';
import { followDataset, readDataset } from './dataset.ts';
import type { Editor, Host } from './editor.ts';
import { followSource, lookAtSource, lookedStamp } from './source-on-disk.ts';
import { TestEditor } from './test-editor.ts';

let stamp: string | null;
let editor: Editor;
let stop: () => void;

const ask = ((name: string, sent: { readonly data: never }) => {
  if (name === 'data:inspect') return Promise.resolve(fakeSummary(sent.data));
  return Promise.resolve(name === 'data:stamp' ? stamp : null);
}) as unknown as Host['ask'];
const settle = () =>
  vi.waitFor(() => {
    const { source } = editor.get().document.project.data;
    expect(editor.get().view.dataset).toMatchObject({ state: 'ready', data: { source }, reading: null });
  });
const found = () => editor.get().view.sourceOnDisk?.state;

beforeEach(async () => {
  stamp = 'as it was';
  editor = new TestEditor({ ask, on: () => () => {} }).editor;
  editor.view({ connection: 'connected', page: 'data' });
  const stops = [followDataset(editor), followSource(editor)];
  stop = () => {
    for (const one of stops) one();
  };
  run(editor, chooseSource, { source: { kind: 'table', path: '/home/ada/houses.csv' } });
  await settle();
});

afterEach(() => stop());

test('a file that changed is noticed as the Data page is opened, and is known anew once it is read again', async () => {
  editor.view({ page: 'model' });
  stamp = 'changed';
  editor.view({ page: 'data' });
  await vi.waitFor(() => expect(found()).toBe('changed'));
  expect(lookedStamp(editor)).toBe('as it was');
  await readDataset(editor);
  expect([found(), lookedStamp(editor)]).toEqual(['same', 'changed']);
});

test('a file that is gone is told of, and no more once it is back as it was', async () => {
  stamp = null;
  await lookAtSource(editor);
  expect(found()).toBe('gone');
  stamp = 'as it was';
  await lookAtSource(editor);
  expect(found()).toBe('same');
});

test('data that ship with the app, and data not yet read, have no stamp that was looked at', async () => {
  run(editor, chooseSource, { source: { kind: 'table', path: '/home/ada/other.csv' } });
  expect(lookedStamp(editor)).toBeNull();
  run(editor, chooseSource, { source: { kind: 'mnist' } });
  await settle();
  expect([lookedStamp(editor), found()]).toEqual([null, undefined]);
});
