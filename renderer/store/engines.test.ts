import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineProgress } from '../../shared/ipc/engines.ts';
import { until } from '../../testing/until.ts';
import { waitWords } from '../engines/EnginesPage.tsx';
import { inWords } from '../messages/text.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { createEditor, type Editor } from './editor.ts';
import { cancelEngineWork, changeEngine, followEngines } from './engines.ts';
import { type ConnectedHost, createHost } from './host.ts';
import { memorySettings } from './test-editor.ts';

let editor: Editor;
let host: ConnectedHost;
let fake: ReturnType<typeof createFakeHost>;
let stop: () => void;

const view = () => editor.get().view;
const stateOf = (name: string) => view().engines?.find((engine) => engine.name === name)?.state;
const install = () => changeEngine(editor, { action: 'install', engine: 'tensorflow' });
/** Resolves at the first word of a phase: it may be over before one would look again. */
const working = (phase: EngineProgress['phase']) =>
  new Promise<void>((resolve) => {
    const stopWatching = editor.store.subscribe((state) => {
      if (state.view.engineWork?.progress?.phase !== phase) return;
      stopWatching();
      resolve();
    });
  });

/** A window of a host; several windows may share one. */
async function openWindow(): Promise<Editor> {
  host = createHost(() => Promise.resolve(fake.open()));
  const opened = createEditor(host, memorySettings());
  host.onState((connection) => opened.view({ connection }));
  stop = followEngines(opened);
  await host.connect();
  await until(() => expect(opened.get().view.engines).not.toBeNull());
  return opened;
}

beforeEach(async () => {
  fake = createFakeHost({ tick: 2, epochs: 2 });
  editor = await openWindow();
});

afterEach(() => stop());

/** What came of the last change, told. */
function outcome() {
  const { words, ...rest } = view().engineOutcome!;
  return { ...rest, words: inWords(words) };
}

describe('an install', () => {
  test('tells of its phases in their order, and the list has the engine when it has ended', async () => {
    const phases: string[] = [];
    const stopWatching = editor.store.subscribe((state) => {
      const phase = state.view.engineWork?.progress?.phase;
      if (phase && phases.at(-1) !== phase) phases.push(phase);
    });
    await install();
    stopWatching();
    expect(phases).toEqual(['prepare', 'download', 'unpack', 'build', 'prove']);
    expect(view().engineWork).toBeNull();
    expect(outcome()).toEqual({
      action: 'install',
      engine: 'tensorflow',
      outcome: 'done',
      words: 'tensorflow is installed.',
    });
    expect(stateOf('tensorflow')).toBe('ready');
  });

  test('goes on while other pages are shown, and says there that it is done', async () => {
    editor.goTo('engines');
    const installing = install();
    await working('download');
    editor.goTo('data');
    await installing;
    expect(view().notices.map(({ tone, text }) => [tone, inWords(text)])).toEqual([
      ['done', 'tensorflow is installed.'],
    ]);
  });

  test('that is watched on the page is said there alone', async () => {
    editor.goTo('engines');
    await install();
    expect(view().notices).toEqual([]);
  });

  test('that is cancelled leaves the engine as it was', async () => {
    const installing = install();
    await working('download');
    await cancelEngineWork(editor);
    expect(view().engineWork?.step).toBe('cancelling');
    await installing;
    expect(outcome()).toMatchObject({
      outcome: 'cancelled',
      words: 'Cancelled. Nothing half-made is left.',
    });
    expect([stateOf('tensorflow'), view().notices]).toEqual(['not-installed', []]);
  });

  test('makes other changes wait with the reason, since a cancel would end them all', async () => {
    expect(waitWords(editor.get())).toBeNull();
    const installing = install();
    expect(waitWords(editor.get())).toBe('Waits until this is done: Installing tensorflow.');
    const asked = vi.spyOn(editor.host, 'ask');
    await changeEngine(editor, { action: 'import', engine: null, path: '/home/ada/pack.tar.gz' });
    expect(asked).not.toHaveBeenCalled();
    await cancelEngineWork(editor);
    await installing;
  });
});

test('what fails says why, and the engines are looked at again', async () => {
  await changeEngine(editor, { action: 'remove', engine: 'tensorflow' });
  expect(outcome()).toMatchObject({
    action: 'remove',
    outcome: 'failed',
    words:
      'There is no pack of tensorflow here. Expected: an installed engine. Received: nothing at /home/ada/engines.',
  });
});

test('a pack is exported, removed and imported again', async () => {
  await install();
  const path = '/home/ada/tensorflow.tar.gz';
  await changeEngine(editor, { action: 'export', engine: 'tensorflow', path });
  expect(outcome().words).toBe('Wrote /home/ada/tensorflow.tar.gz, 221 MB.');
  await changeEngine(editor, { action: 'remove', engine: 'tensorflow' });
  expect(stateOf('tensorflow')).toBe('not-installed');
  const importing = changeEngine(editor, { action: 'import', engine: null, path });
  await working('read');
  expect(view().engineWork?.engine).toBeNull();
  await importing;
  expect(outcome()).toMatchObject({ engine: 'tensorflow', words: 'tensorflow is imported.' });
  expect(stateOf('tensorflow')).toBe('ready');
});

test('a window that is opened meanwhile shows the install of another, waits, and sees what it came to', async () => {
  const stopFirst = stop;
  const first = editor;
  const installing = changeEngine(first, { action: 'install', engine: 'tensorflow' });
  await working('download');
  editor = await openWindow();
  await until(() => expect(view().engineWork).toMatchObject({ action: 'install', engine: 'tensorflow', own: false }));
  expect(waitWords(editor.get())).toContain('Installing tensorflow');
  await installing;
  await until(() => expect(view().engineWork).toBeNull());
  expect([stateOf('tensorflow'), view().engineOutcome]).toEqual(['ready', null]);
  stopFirst();
});

test('a removal in one window is seen in another, also by one that changes nothing and watches nothing', async () => {
  await install();
  const stopFirst = stop;
  const first = editor;
  editor = await openWindow();
  expect(stateOf('tensorflow')).toBe('ready');
  await changeEngine(first, { action: 'remove', engine: 'tensorflow' });
  await until(() => expect(stateOf('tensorflow')).toBe('not-installed'));
  expect([view().engineWork, view().engineOutcome, view().notices]).toEqual([null, null, []]);
  stopFirst();
});

test('an install of another window that is cancelled ends in this one, too', async () => {
  const stopFirst = stop;
  const first = editor;
  const installing = changeEngine(first, { action: 'install', engine: 'tensorflow' });
  await working('download');
  editor = await openWindow();
  await until(() => expect(view().engineWork?.own).toBe(false));
  await cancelEngineWork(first);
  await installing;
  await until(() => expect(view().engineWork).toBeNull());
  expect(stateOf('tensorflow')).toBe('not-installed');
  stopFirst();
});

test('a connection that is lost ends the work in words, and nothing can be changed until it is back', async () => {
  const installing = install();
  await working('download');
  fake.close();
  await installing;
  expect(outcome()).toMatchObject({ outcome: 'failed', words: expect.stringContaining('was lost') });
  expect(waitWords(editor.get())).toBe('Waits for the connection to the engine host.');
});

test('Engines leads back to the page it was opened from, and without a project to the start page', () => {
  editor.goTo('engines');
  expect(view().beforeEngines).toBe('start');
  editor.goTo('train');
  editor.goTo('engines');
  editor.goTo('engines');
  expect(view().beforeEngines).toBe('train');
});
