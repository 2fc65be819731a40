import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DatasetLook, DatasetProgress, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { run } from '../commands/command.ts';
import { chooseSource, removeStep, setSheet } from '../commands/data-commands.ts';
import { trainingWaitsFor } from '../commands/run-commands.ts';
import { fakeSummary } from '../testing/fake-data.ts';
import { followDataset, stopReading } from './dataset.ts';
import type { Editor, Host } from './editor.ts';
import { TestEditor } from './test-editor.ts';

interface Asked {
  readonly reading: string;
  answer(more?: Partial<DatasetSummary>): void;
  refuse(): void;
}

/** A host that reads only when it is told to, and notes what it was asked to end. */
function slowHost() {
  const asked: Asked[] = [];
  const ended: string[] = [];
  const sheets: string[] = [];
  const looks = new Map<string, (look: DatasetLook) => void>();
  let progress: DatasetProgress | null = null;
  const ask = ((name: string, sent: { readonly reading: string; readonly data: never }) => {
    switch (name) {
      case 'data:inspect':
        return new Promise((resolve, reject) => {
          const answer = (more: Partial<DatasetSummary> = {}) => resolve({ ...fakeSummary(sent.data), ...more });
          asked.push({ reading: sent.reading, answer, refuse: () => reject(new UserError('It cannot be read.')) });
        });
      case 'data:sheets':
        return sheets.length > 0 ? Promise.resolve(sheets) : Promise.reject(new UserError('It is gone.'));
      case 'data:look':
        return new Promise((resolve) => {
          looks.set(sent.reading, resolve);
        });
      case 'data:progress':
        return Promise.resolve(progress);
      case 'data:stop':
        ended.push(sent.reading);
        return Promise.resolve(null);
      default:
        return Promise.reject(new UserError(`Not asked here. Received: ${name}.`));
    }
  }) as unknown as Host['ask'];
  const tell = (next: DatasetProgress) => {
    progress = next;
  };
  return { host: { ask, on: () => () => {} } satisfies Host, asked, ended, sheets, looks, tell };
}

let slow: ReturnType<typeof slowHost>;
let editor: Editor;
let stop: () => void;
const dataset = () => editor.get().view.dataset;
const choose = (source: DataSource) => run(editor, chooseSource, { source });

beforeEach(() => {
  vi.useFakeTimers();
  slow = slowHost();
  editor = new TestEditor(slow.host).editor;
  editor.view({ connection: 'connected' });
  stop = followDataset(editor);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('a reading says how far it is', async () => {
  choose({ kind: 'spam-assassin' });
  await vi.advanceTimersByTimeAsync(300);
  expect(dataset()).toMatchObject({ state: 'reading', reading: { progress: null } });
  const progress: DatasetProgress = { step: 'mails', count: { done: 1204, of: 6046 } };
  slow.tell(progress);
  await vi.advanceTimersByTimeAsync(300);
  expect(dataset()).toMatchObject({ state: 'reading', reading: { progress } });
  slow.asked.at(-1)!.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(dataset()).toMatchObject({ state: 'ready', reading: null });
});

test('a reading that is stopped is ended at the host too, and training waits for data', async () => {
  choose({ kind: 'spam-assassin' });
  await vi.advanceTimersByTimeAsync(300);
  const { reading, answer } = slow.asked.at(-1)!;
  stopReading(editor);
  expect([dataset().state, slow.ended, trainingWaitsFor(editor.get())]).toEqual(['stopped', [reading], 'waitsForData']);
  answer();
  await vi.advanceTimersByTimeAsync(1000);
  expect([dataset().state, slow.asked.length]).toEqual(['stopped', 1]);
});

test('what is known of one source is never shown as another, and stays in sight while the same is read again', async () => {
  choose({ kind: 'mnist' });
  await vi.advanceTimersByTimeAsync(300);
  slow.asked.at(-1)!.answer();
  await vi.advanceTimersByTimeAsync(0);
  run(editor, removeStep, { at: 0 });
  await vi.advanceTimersByTimeAsync(300);
  expect(dataset()).toMatchObject({ state: 'ready', reading: { progress: null } });
  const again = slow.asked.at(-1)!.reading;
  choose({ kind: 'spam-assassin' });
  expect([dataset().state, slow.ended]).toEqual(['reading', [again]]);
});

test('what the beginning tells is shown while the rest is read, also after a change, and never in place of more', async () => {
  const look: DatasetLook = { title: 'mails', origin: null, columns: [], preview: [], images: [], classCounts: [] };
  choose({ kind: 'spam-assassin' });
  await vi.advanceTimersByTimeAsync(300);
  const first = slow.asked.at(-1)!.reading;
  expect(dataset()).toMatchObject({ state: 'reading', look: null });
  slow.looks.get(first)!(look);
  await vi.advanceTimersByTimeAsync(0);
  expect(dataset()).toMatchObject({ state: 'reading', look, reading: { name: first } });
  run(editor, removeStep, { at: 0 });
  await vi.advanceTimersByTimeAsync(300);
  const second = slow.asked.at(-1)!;
  expect([second.reading === first, dataset()]).toMatchObject([false, { state: 'reading', look }]);
  second.answer();
  await vi.advanceTimersByTimeAsync(0);
  slow.looks.get(second.reading)!(look);
  await vi.advanceTimersByTimeAsync(0);
  expect(dataset().state).toBe('ready');
  choose({ kind: 'mnist' });
  expect(dataset()).toMatchObject({ state: 'reading', look: null });
});

test('the sheets of a workbook stay known where the one that was chosen cannot be read', async () => {
  const book = { kind: 'table', path: '/home/ada/book.xlsx' } as const;
  choose(book);
  await vi.advanceTimersByTimeAsync(300);
  slow.asked.at(-1)!.answer({ sheets: { all: ['sold', 'notes'], read: 'sold' } });
  await vi.advanceTimersByTimeAsync(0);
  run(editor, setSheet, { sheet: 'notes' });
  await vi.advanceTimersByTimeAsync(300);
  slow.asked.at(-1)!.refuse();
  await vi.advanceTimersByTimeAsync(0);
  const { dataset: found, sheets } = editor.get().view;
  expect([found.state, sheets]).toEqual(['failed', { path: book.path, all: ['sold', 'notes'] }]);
});

test('the sheets of a workbook are asked for where it cannot be read as it is chosen from the first', async () => {
  const book = { kind: 'table', path: '/home/ada/book.xlsx', sheet: 'notes' } as const;
  slow.sheets.push('sold', 'notes');
  choose(book);
  await vi.advanceTimersByTimeAsync(300);
  slow.asked.at(-1)!.refuse();
  await vi.advanceTimersByTimeAsync(0);
  const { dataset: found, sheets } = editor.get().view;
  expect([found.state, sheets]).toEqual(['failed', { path: book.path, all: ['sold', 'notes'] }]);
});
