import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Difference } from '../../shared/graph/differences.ts';
import type { DraftSummary } from '../../shared/ipc/saving.ts';
import { TestEditor } from '../store/test-editor.ts';
import { EditorContext } from '../store/use-editor.ts';
import type { ViewSlice } from '../store/view-slice.ts';
import { DiskBanner } from './DiskBanner.tsx';
import { differencesText, differenceText } from './difference-words.ts';
import { FoundDrafts } from './FoundDrafts.tsx';
import { momentText } from './times.ts';
import { VersionPicture } from './VersionPicture.tsx';

const param: Difference = { kind: 'param', block: 'dense-1', key: 'units', before: '128', after: '64' };

describe('a difference in words', () => {
  test.each<[Difference, string]>([
    [{ kind: 'blocks-added', count: 3, names: ['a', 'b', 'c'] }, '3 blocks added'],
    [{ kind: 'blocks-removed', count: 1, names: ['dense-1'] }, 'dense-1 removed'],
    [{ kind: 'wires-added', count: 1, names: [] }, '1 wire added'],
    [{ kind: 'wires-removed', count: 2, names: [] }, '2 wires removed'],
    [param, 'units of dense-1 128 to 64'],
    [{ ...param, key: 'kernelSize', before: null }, 'kernel size of dense-1 set to 64'],
    [{ ...param, after: null }, 'units of dense-1 no longer set'],
    [{ kind: 'block-type', block: 'x', key: 'type', before: 'LSTM', after: 'GRU' }, 'x: LSTM became GRU'],
    [{ kind: 'block-name', block: 'x', key: 'name', before: '', after: 'memory' }, 'x named “memory”'],
    [{ kind: 'block-name', block: 'x', key: 'name', before: 'memory', after: '' }, 'x no longer named “memory”'],
    [
      { kind: 'data', block: '', key: 'split.validation', before: '0.1', after: '0.2' },
      'data: split validation 0.1 to 0.2',
    ],
    [{ kind: 'training', block: '', key: 'batchSize', before: '32', after: '64' }, 'training: batch size 32 to 64'],
    [{ kind: 'layout' }, 'layout changed'],
    [{ kind: 'annotations' }, 'frames or notes changed'],
  ])('%j is %s', (difference, words) => expect(differenceText(difference)).toBe(words));

  test('stands with the others in one line, the rest as a count that is worth its room', () => {
    const many = (count: number) => Array.from({ length: count }, (): Difference => ({ kind: 'layout' }));
    expect(differencesText([], 2)).toBe('nothing changed');
    expect(differencesText(many(3), 2)).toBe('layout changed; layout changed; layout changed');
    expect(differencesText(many(4), 2)).toBe('layout changed; layout changed; 2 more');
  });
});

test('a moment is told by its day, and by its year where that is another', () => {
  const now = new Date(2026, 10, 23, 0, 30).getTime();
  const at = (...parts: [number, number, number, number, number, number]) =>
    momentText(new Date(...parts).getTime(), now);
  expect(at(2026, 10, 23, 0, 5, 9)).toBe('today 00:05:09');
  expect(at(2026, 10, 22, 23, 59, 59)).toBe('yesterday 23:59:59');
  expect(at(2026, 10, 21, 14, 3, 0)).toBe('21 Nov, 14:03:00');
  expect(at(2025, 11, 31, 14, 3, 0)).toBe('31 Dec 2025, 14:03:00');
});

/** What is first drawn, as its words and the names of its buttons. */
function draw(
  content: ReactNode,
  view: Partial<ViewSlice>,
  session = new TestEditor(),
): { words: string; buttons: string[] } {
  session.editor.view(view);
  const store = { ...session.editor.store, getInitialState: session.editor.store.getState };
  const page = renderToStaticMarkup(
    <EditorContext value={{ ...session.editor, store }}>
      <MantineProvider>{content}</MantineProvider>
    </EditorContext>,
  );
  const buttons = [...page.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(
    ([, attributes, inner]) => /aria-label="([^"]*)"/.exec(attributes!)?.[1] ?? inner!.replace(/<[^>]*>/g, ''),
  );
  return {
    words: page
      .replace(/<style.*?<\/style>/gs, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
    buttons,
  };
}

describe('unsaved work that was found', () => {
  const draft: DraftSummary = {
    state: 'whole',
    draft: 'aaaaaaaa-1',
    name: 'digits',
    directory: '/p/digits.loom',
    changed: 0,
    blocks: 3,
    disk: 'same',
    differences: [param],
  };

  test('is told with when it was and what it holds', () => {
    const { words, buttons } = draw(<FoundDrafts />, { drafts: [draft] });
    expect(words).toMatch(
      /digits last changed .*:\d\d.* \/p\/digits\.loom since it was saved: units of dense-1 128 to 64/,
    );
    expect(buttons).toEqual(['Discard digits', 'Restore digits']);
  });

  test.each([
    [{ disk: 'never-saved', directory: null }, 'never saved, 3 blocks'],
    [{ disk: 'elsewhere' }, 'changed on disk since. Against them: units of dense-1 128 to 64'],
    [{ disk: 'gone', differences: [] }, 'Its folder /p/digits.loom is gone or cannot be read; this holds all of it.'],
  ] as const)('says what became of the project: %j', (own, expected) => {
    expect(draw(<FoundDrafts />, { drafts: [{ ...draft, ...own } as DraftSummary] }).words).toContain(expected);
  });

  test('that is damaged says why and cannot be restored', () => {
    const damaged: DraftSummary = { state: 'damaged', draft: 'bbbbbbbb-1', changed: 0, problem: 'It is half.' };
    const { words, buttons } = draw(<FoundDrafts />, { drafts: [damaged] });
    expect(words).toContain('It is half.');
    expect(buttons).toEqual(['Discard a draft that cannot be restored']);
  });

  test('is not spoken of where there is none', () => {
    expect(draw(<FoundDrafts />, { drafts: [] }).words.trim()).toBe('');
  });
});

describe('files that were changed on disk', () => {
  test('can be kept, taken, or left for another folder', () => {
    const session = new TestEditor().add('Dense');
    const { project } = session;
    session.type('dense-1', 'units', 7);
    const theirs = { ...project, name: 'x', directory: '/x.loom', revision: '2' } as never;
    const { words, buttons } = draw(<DiskBanner />, { onDisk: { state: 'changed', project: theirs } }, session);
    expect(words).toContain(
      'was changed on disk, and here as well On disk, by another program or window: dense-1 added',
    );
    expect(buttons).toEqual(['Save mine elsewhere…', 'Take theirs', 'Keep mine']);
  });

  test('and cannot be read, or are gone, cannot be taken', () => {
    const unreadable = { state: 'unreadable', problem: 'Half a file.', revision: '2' } as const;
    expect(draw(<DiskBanner />, { onDisk: unreadable })).toMatchObject({
      words: expect.stringContaining('Half a file.'),
      buttons: ['Save mine elsewhere…', 'Keep mine'],
    });
    expect(draw(<DiskBanner />, { onDisk: { state: 'gone' } }).buttons).toEqual([
      'Save mine elsewhere…',
      'Save it there again',
    ]);
  });
});

test('the picture of a version names its blocks and marks those that are not the same in what is open', () => {
  const session = new TestEditor().chain('Input', 'Dense');
  const before = session.project;
  session.type('dense-1', 'units', 7);
  const picture = renderToStaticMarkup(<VersionPicture project={before} open={session.project} />);
  expect(picture).toContain('aria-label="The model in this version: Input, Dense"');
  expect(picture.match(/data-differs="true"/g)).toHaveLength(1);
  expect(picture.match(/<path [^>]*d="M[^"]+"/g)).toHaveLength(1);
  const empty = renderToStaticMarkup(<VersionPicture project={new TestEditor().project} open={session.project} />);
  expect(empty).not.toMatch(/NaN|Infinity/);
});
