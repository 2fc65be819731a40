import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { until } from '../../testing/until.ts';
import { inWords } from '../messages/text.ts';
import { attemptReading, stopBusyReading } from './busy-reading.ts';
import type { Editor, Host } from './editor.ts';
import { TestEditor } from './test-editor.ts';

const progress = { step: 'rows', count: { done: 3, of: 9 } } as const;
let ended: string[];
let editor: Editor;

beforeEach(() => {
  vi.useFakeTimers();
  ended = [];
  const ask = ((name: string, { reading }: { readonly reading: string }) => {
    if (name === 'data:stop') ended.push(reading);
    return Promise.resolve(name === 'data:progress' ? progress : null);
  }) as unknown as Host['ask'];
  editor = new TestEditor({ ask, on: () => () => {} }).editor;
});

afterEach(() => vi.useRealTimers());

const shown = () => {
  const { busy, busyReading, notices } = editor.get().view;
  return [busy && inWords(busy), busyReading?.progress ?? null, notices.map((notice) => inWords(notice.text))];
};

test('a reading says what is read and how far it is, and is gone with its answer', async () => {
  let answer: (value: string) => void = () => undefined;
  const waiting = attemptReading(
    editor,
    'flights.parquet',
    () =>
      new Promise<string>((resolve) => {
        answer = resolve;
      }),
  );
  expect(shown()).toEqual(['Reading flights.parquet', null, []]);
  await vi.advanceTimersByTimeAsync(300);
  expect(shown()).toEqual(['Reading flights.parquet', progress, []]);
  answer('read');
  expect(await waiting).toBe('read');
  expect([shown(), vi.getTimerCount()]).toEqual([[null, null, []], 0]);
});

test('one that is ended gives nothing and says nothing, and the host is told', async () => {
  let asked = '';
  const waiting = attemptReading(editor, 'flights.parquet', async (reading) => {
    asked = reading;
    await until(() => expect(ended).toEqual([reading]));
    throw new UserError('The data was not read to its end.');
  });
  stopBusyReading(editor);
  await vi.advanceTimersByTimeAsync(300);
  expect(await waiting).toBeNull();
  expect([ended, shown()]).toEqual([[asked], [null, null, []]]);
});

test('a failure is said, and another reading takes the place of the one before', async () => {
  const first = attemptReading(editor, 'first.csv', () => new Promise((resolve) => setTimeout(resolve, 500, 'late')));
  const second = attemptReading(editor, 'second.csv', () => Promise.reject(new UserError('It is no table.')));
  expect(ended).toHaveLength(1);
  expect(await second).toBeNull();
  expect(shown()).toEqual([null, null, ['It is no table.']]);
  await vi.advanceTimersByTimeAsync(600);
  expect(await first).toBeNull();
});
