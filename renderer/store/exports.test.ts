import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inWords, text } from '../messages/text.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { createEditor, type Editor } from './editor.ts';
import { cancelExport, type Written, writeExport, writtenOf } from './exports.ts';
import { type ConnectedHost, createHost } from './host.ts';
import { createProject } from './projects.ts';
import { memorySettings } from './test-editor.ts';

const asked = { directory: '/run', format: 'keras', path: '/home/ada/digits.keras' } as const;

let editor: Editor;
let host: ConnectedHost;
let fake: ReturnType<typeof createFakeHost>;

beforeEach(async () => {
  fake = createFakeHost({ tick: 20, epochs: 1 });
  host = createHost(() => Promise.resolve(fake.port));
  editor = createEditor(host, memorySettings());
  await host.connect();
  editor.view({ page: 'export' });
});

afterEach(() => fake.close());

const written = () => writtenOf(editor.get().runs, asked.directory, asked.format);

/** Each state that the export is in from now on. */
function statesFromNowOn(): readonly string[] {
  const states: string[] = [];
  editor.store.subscribe(() => {
    const now: Written = written();
    const said = 'stage' in now ? `${now.state} ${now.stage}` : now.state;
    if (states.at(-1) !== said) states.push(said);
  });
  return states;
}

const notices = () => editor.get().view.notices.map((notice) => inWords(notice.text));

test('an export tells its stages and what was written; a second of its format waits for nothing meanwhile', async () => {
  const states = statesFromNowOn();
  const writing = writeExport(editor, asked);
  await writeExport(editor, { ...asked, path: '/elsewhere.keras' });
  expect(written().state).toBe('writing');
  await writing;
  expect(states).toEqual([
    'writing null',
    'writing open',
    'writing write',
    'writing read-back',
    'writing compare',
    'written',
  ]);
  expect(written()).toMatchObject({ state: 'written', report: { path: asked.path } });
  expect(notices()).toEqual([]);
});

test('one that is cancelled says so', async () => {
  const states = statesFromNowOn();
  const writing = writeExport(editor, asked);
  await vi.waitFor(() => expect(states.length).toBeGreaterThan(1));
  await cancelExport(editor, asked.directory, asked.format);
  await writing;
  // On which stage the host hears of it depends on the machine.
  expect(states.at(-2)).toMatch(/^cancelling /);
  expect(written()).toEqual({ state: 'cancelled' });
});

test('what came of one is told at the edge of the window while another page is looked at', async () => {
  const writing = writeExport(editor, asked);
  editor.view({ page: 'results' });
  await writing;
  expect(notices()).toEqual([text('exports.writtenNotice', { path: asked.path })]);
});

test('one that a project began is nothing of the project that is opened meanwhile', async () => {
  const writing = writeExport(editor, asked);
  await createProject(editor, null);
  await writing;
  expect(written()).toEqual({ state: 'none' });
  expect(notices()).toEqual([text('exports.writtenNotice', { path: asked.path })]);
});
