import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Copies } from '../../shared/data/copies.ts';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { run } from '../commands/command.ts';
import { leaveOut, takeBack } from '../commands/copies-commands.ts';
import { chooseSource, setSplitSeed } from '../commands/data-commands.ts';
import { inWords } from '../messages/text.ts';
import { closeCopies, copiesOf, findCopies } from './copies.ts';
import type { Editor, Host } from './editor.ts';
import { TestEditor } from './test-editor.ts';

const found: Copies = { compared: 9, pairs: [], all: [4, 7], heldOut: [7], notes: [] };
const progress: DatasetProgress = { step: 'compare', count: { done: 1, of: 9 } };

let asked: { readonly reading: string; answer(): void; fail(): void }[];
let ended: string[];
let editor: Editor;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  ended = [];
  const ask = ((name: string, { reading }: { readonly reading: string }) => {
    if (name === 'data:find-copies')
      return new Promise((resolve, reject) => {
        asked.push({ reading, answer: () => resolve(found), fail: () => reject(new UserError('No.')) });
      });
    if (name === 'data:progress') return Promise.resolve(progress);
    ended.push(reading);
    return Promise.resolve(null);
  }) as unknown as Host['ask'];
  editor = new TestEditor({ ask, on: () => () => {} }).editor;
  run(editor, chooseSource, { source: { kind: 'table', path: '/a.csv' } });
});
afterEach(() => vi.useRealTimers());

const data = () => editor.get().document.project.data;
const copies = () => copiesOf(editor.get().view.copies, data());

test('a search tells how far it is, and then what was found', async () => {
  const search = findCopies(editor);
  expect([copies().state, editor.get().view.dataView]).toEqual(['searching', 'copies']);
  await vi.advanceTimersByTimeAsync(300);
  expect(copies()).toMatchObject({ state: 'searching', reading: { progress } });
  asked[0]!.answer();
  await search;
  expect(copies()).toMatchObject({ state: 'found', copies: found });
});

test('a search that fails says why; one that is closed is ended, and its answer is nothing any more', async () => {
  const failing = findCopies(editor);
  asked[0]!.fail();
  await failing;
  expect(copies()).toMatchObject({ state: 'failed', reason: 'No.' });
  const closed = findCopies(editor);
  closeCopies(editor);
  expect(ended).toEqual([asked[1]!.reading]);
  asked[1]!.answer();
  await closed;
  expect([copies().state, editor.get().view.dataView]).toEqual(['none', 'source']);
});

test('what was found stays true of rows that are left out, and of nothing else that changes', async () => {
  const search = findCopies(editor);
  asked[0]!.answer();
  await search;
  run(editor, leaveOut, { rows: [7, 4, 7] });
  expect([data().excluded, copies().state]).toEqual([[4, 7], 'found']);
  run(editor, leaveOut, { rows: ['b/1.png', 2, 'a/3.png'] });
  expect(data().excluded).toEqual([2, 4, 7, 'a/3.png', 'b/1.png']);
  run(editor, takeBack, true);
  expect([data().excluded, copies().state]).toEqual([[], 'found']);
  run(editor, setSplitSeed, { seed: 5 });
  expect(copies().state).toBe('none');
  editor.undo();
  expect(copies().state).toBe('found');
  expect(
    editor
      .get()
      .document.past.map(({ label }) => inWords(label))
      .slice(-3),
  ).toEqual(['Leave out 3 rows', 'Leave out 3 rows', 'Take back the rows that are left out']);
  editor.undo();
  expect(data().excluded).toHaveLength(5);
});

test('a search of data that were changed meanwhile is ended', async () => {
  void findCopies(editor);
  run(editor, setSplitSeed, { seed: 5 });
  await vi.advanceTimersByTimeAsync(300);
  expect(ended).toContain(asked[0]!.reading);
  expect(editor.get().view.copies.state).toBe('none');
});

test('another source has all its rows', () => {
  run(editor, leaveOut, { rows: [1] });
  run(editor, chooseSource, { source: { kind: 'table', path: '/b.csv' } });
  expect(data().excluded).toEqual([]);
});
