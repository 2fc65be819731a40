import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { until } from '../../testing/until.ts';
import { runFrom } from '../commands/command.ts';
import { cancelBlockTimes, measureBlockTimes } from '../commands/profile-commands.ts';
import { inWords, text } from '../messages/text.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { followDataset } from './dataset.ts';
import { createEditor, type Editor } from './editor.ts';
import { type ConnectedHost, createHost } from './host.ts';
import { cancelMeasuring, measureTimes, measuringWaitsFor } from './profile.ts';
import { createProject } from './projects.ts';
import { memorySettings } from './test-editor.ts';
import { timesNow } from './use-measured-times.ts';

let editor: Editor;
let host: ConnectedHost;
let fake: ReturnType<typeof createFakeHost>;
let stop: () => void;

beforeEach(async () => {
  fake = createFakeHost({ tick: 2, epochs: 2 });
  host = createHost(() => Promise.resolve(fake.port));
  editor = createEditor(host, memorySettings());
  host.onState((connection) => editor.view({ connection }));
  stop = followDataset(editor);
  await host.connect();
  await openStarter();
});

afterEach(() => {
  stop();
  fake.close();
});

async function openStarter(): Promise<void> {
  await createProject(editor, 'mlp-diabetes');
  await until(() => expect(editor.get().view.dataset.state).toBe('ready'));
}

const view = () => editor.get().view;
const now = () =>
  timesNow(view().measured!, editor.get().document.project.model, editor.get().document.project.training);
/** Changes blocks of the main graph by id; null takes one out with its wires. */
const change = (blocks: Readonly<Record<string, object | null>>) =>
  editor.edit('changed', (project) => {
    const main = project.model.graphs.main!;
    const kept = Object.entries(main.blocks).filter(([id]) => blocks[id] !== null);
    const wires = Object.entries(main.wires).filter(
      ([, { from, to }]) => ![from, to].some((end) => blocks[end.block] === null),
    );
    const graph = {
      blocks: Object.fromEntries(kept.map(([id, block]) => [id, { ...block, ...blocks[id] }])),
      wires: Object.fromEntries(wires),
    };
    return { ...project, model: { ...project.model, graphs: { ...project.model.graphs, main: graph } } };
  });
const paramsOf = (id: string) => editor.get().document.project.model.graphs.main!.blocks[id]!.params;

test('blocks are measured with the settings of the project; how far that is shows meanwhile', async () => {
  const phases: string[] = [];
  editor.store.subscribe(({ view: { measuring } }) => {
    if (measuring.state === 'measuring') phases.push(measuring.progress?.phase ?? 'nothing yet');
  });
  await measureTimes(editor);
  expect([...new Set(phases)]).toEqual(['nothing yet', 'prepare', 'measure']);
  expect(view().measuring).toEqual({ state: 'idle' });
  expect(view().measured?.profile.batchSize).toBe(editor.get().document.project.training.batchSize);
  expect([...now().times.keys()]).toEqual(['dense-1', 'dense-2', 'dense-3']);
  expect(now().outdatedBy).toBeNull();
});

test('the command measures, shows the table, and is off while that goes on or the model is not finished', async () => {
  editor.view({ dockTab: 'problems', dockOpen: false });
  expect(runFrom(editor, measureBlockTimes)).toBe(true);
  expect([view().dockTab, view().dockOpen, view().measuring.state]).toEqual(['summary', true, 'measuring']);
  expect(runFrom(editor, measureBlockTimes)).toBe(false);
  expect(runFrom(editor, cancelBlockTimes)).toBe(true);
  await until(() => expect(view().measuring.state).toBe('cancelled'));
  expect(runFrom(editor, cancelBlockTimes)).toBe(false);
  change({ 'dense-3': null });
  expect([measuringWaitsFor(editor.get()), runFrom(editor, measureBlockTimes)]).toEqual(['timeWaitsForModel', false]);
});

describe('what was measured', () => {
  beforeEach(() => measureTimes(editor));

  test('is old once the network is another, and not once it is the same again', () => {
    change({ 'dense-1': { params: { ...paramsOf('dense-1'), units: 65 } } });
    expect(now().outdatedBy).toBe('network');
    editor.undo();
    expect(now().outdatedBy).toBeNull();
  });

  test('is old with another batch size or engine', () => {
    editor.edit('changed', (project) => ({ ...project, training: { ...project.training, batchSize: 7 } }));
    expect(now().outdatedBy).toBe('settings');
    editor.undo();
    editor.edit('changed', (project) => ({ ...project, training: { ...project.training, engine: 'wasm' } }));
    expect(now().outdatedBy).toBe('settings');
    editor.undo();
    editor.edit('changed', (project) => ({ ...project, training: { ...project.training, epochs: 7 } }));
    expect(now().outdatedBy).toBeNull();
  });

  test('is not old for another name of a block', () => {
    change({ 'dense-1': { name: 'first' } });
    expect(now().outdatedBy).toBeNull();
  });

  test('goes with its block, and the others keep theirs', () => {
    change({ 'dense-2': null });
    expect([...now().times.keys()]).toEqual(['dense-1', 'dense-3']);
    expect(now().sum.forward).toBeCloseTo([...now().times.values()].reduce((sum, { forward }) => sum + forward, 0));
  });

  test('stays where the next measurement is cancelled', async () => {
    const before = view().measured;
    const again = measureTimes(editor);
    await cancelMeasuring(editor);
    await again;
    expect(view().measuring).toEqual({ state: 'cancelled' });
    expect(view().measured).toBe(before);
  });

  test('goes with its project', async () => {
    await openStarter();
    expect(view().measured).toBeNull();
  });
});

test('another project ends the measurement at the host, and hears nothing of it', async () => {
  const asked = vi.spyOn(editor.host, 'ask');
  const first = measureTimes(editor);
  const { measuring } = view();
  await openStarter();
  expect(view().measuring).toEqual({ state: 'idle' });
  await first;
  expect([view().measuring, view().measured]).toEqual([{ state: 'idle' }, null]);
  const name = measuring.state === 'measuring' && measuring.name;
  expect(asked.mock.calls.filter(([request]) => request === 'profile:cancel')).toEqual([
    ['profile:cancel', { measuring: name }],
  ]);
});

describe('a failure', () => {
  const failing = () => {
    const ask: Editor['host']['ask'] = (name, sent) =>
      name === 'profile:measure' ? Promise.reject(new UserError('The engine is tired.')) : host.ask(name, sent);
    return { ...editor, host: { ...host, ask } };
  };

  test('says why where the person looks, and in a notice where it is out of sight', async () => {
    await measureTimes(failing());
    expect(view().measuring).toEqual({ state: 'failed', reason: 'The engine is tired.' });
    expect(view().notices).toEqual([]);
    editor.select({ blocks: ['dense-1'] });
    await measureTimes(failing());
    expect(view().notices.map(({ text: words }) => inWords(words))).toEqual(['The engine is tired.']);
  });

  test('of the connection is said to be that', async () => {
    const measuring = measureTimes(editor);
    fake.close();
    await measuring;
    expect(view().measuring).toMatchObject({ state: 'failed' });
    const { measuring: failed } = view();
    expect(failed.state === 'failed' && inWords(failed.reason)).toBe(text('summary.timeLost'));
    expect(measuringWaitsFor(editor.get())).toBe('timeWaitsForHost');
  });
});

test.each([
  ['a run', { runs: { live: { state: 'starting', early: [] } } }, 'timeWaitsForRun'],
  ['data that cannot be read', { view: { dataset: { state: 'failed', reason: 'no' } } }, 'timeWaitsForData'],
  ['data that is being read', { view: { dataset: { state: 'reading', reading: {} } } }, 'timeWaitsForReading'],
  ['nothing where there is no data', { view: { dataset: { state: 'none' } } }, null],
] as const)('measuring waits for %s', (_title, part, waits) => {
  const state = editor.get();
  const merged = {
    ...state,
    runs: { ...state.runs, ...('runs' in part && part.runs) },
    view: { ...state.view, ...('view' in part && part.view) },
  };
  expect(measuringWaitsFor(merged as never)).toBe(waits);
});
