import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Graph, mainGraph } from '../../shared/graph/document.ts';
import { createPortPair, UserError } from '../../shared/ipc/port.ts';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { until } from '../../testing/until.ts';
import { run } from '../commands/command.ts';
import { newProject } from '../commands/file-commands.ts';
import { train, trainingWaitsFor } from '../commands/run-commands.ts';
import { choosing } from '../files/choose-path.ts';
import { inWords } from '../messages/text.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { followDataset } from './dataset.ts';
import { isUnsaved } from './derived.ts';
import { createEditor, type Editor, failureWords } from './editor.ts';
import { type ConnectedHost, createHost } from './host.ts';
import { createProject, openProject, saveProject } from './projects.ts';
import { followRuns, hear, startTraining, stopTraining } from './runs.ts';
import { memorySettings } from './test-editor.ts';

let editor: Editor;
let host: ConnectedHost;
let fake: ReturnType<typeof createFakeHost>;

beforeEach(async () => {
  fake = createFakeHost({ tick: 2, epochs: 2 });
  host = createHost(() => Promise.resolve(fake.port));
  editor = createEditor(host, memorySettings());
  host.onState((connection) => editor.view({ connection }));
  followDataset(editor);
  followRuns(editor);
  await host.connect();
  choosing.setState({ host });
});

afterEach(() => choosing.setState({ host: null, request: null }));

/** Answers the next question for a path. */
function answerPath(path: string | null): void {
  const stop = choosing.subscribe(({ request }) => {
    if (!request) return;
    stop();
    request.answer(path);
  });
}

const live = () => editor.get().runs.live;

async function openStarter(): Promise<void> {
  await createProject(editor, 'mlp-diabetes');
  await until(() => expect(editor.get().view.dataset.state).toBe('ready'));
}

describe('a project', () => {
  test('made from a starter has nothing unsaved and no folder', async () => {
    await openStarter();
    expect([isUnsaved(editor.get()), editor.get().document.directory, editor.get().view.page]).toEqual([
      false,
      null,
      'model',
    ]);
  });

  test('takes the name of the folder it is saved in, and undo does not take the name back', async () => {
    await openStarter();
    editor.edit('Set epochs', (project) => ({ ...project, training: { ...project.training, epochs: 3 } }));
    answerPath('/home/ada/patients.loom');
    expect(await saveProject(editor)).toBe(true);
    expect([editor.get().document.name, isUnsaved(editor.get())]).toEqual(['patients', false]);
    editor.undo();
    expect([editor.get().document.name, isUnsaved(editor.get())]).toEqual(['patients', true]);
  });

  test('is not saved if no folder is chosen', async () => {
    await openStarter();
    answerPath(null);
    expect(await saveProject(editor)).toBe(false);
    expect(editor.get().document.directory).toBeNull();
  });

  test('with unsaved changes is not left without asking', async () => {
    await openStarter();
    editor.edit('Set epochs', (project) => ({ ...project, training: { ...project.training, epochs: 3 } }));
    const before = editor.get().document;
    run(editor, newProject, true);
    await until(() => expect(editor.get().view.leaving).not.toBeNull());
    editor.get().view.leaving!.answer('stay');
    await Promise.resolve();
    expect(editor.get().document).toBe(before);
    const left = createProject(editor, null);
    editor.get().view.leaving!.answer('discard');
    await left;
    expect(editor.get().document.project.model.graphs.main).toEqual({ blocks: {}, wires: {} });
  });

  test('that cannot be opened leaves the open one as it is and says why', async () => {
    await openStarter();
    const before = editor.get().document;
    await openProject(editor, '/home/ada/gone.loom');
    expect(editor.get().document).toBe(before);
    expect(editor.get().view.notices.map(({ text }) => text)).toEqual([
      'There is no folder /home/ada/gone.loom. Expected: a project folder with model.json in it.',
    ]);
  });
});

describe('a run', () => {
  test('waits for data and for problems, and says which', async () => {
    await createProject(editor, null);
    expect(trainingWaitsFor(editor.get())).toBe('waitsForData');
    await openStarter();
    expect(trainingWaitsFor(editor.get())).toBeNull();
    const change = (graph: (before: Graph) => Graph) =>
      editor.edit('Change', (project) => ({
        ...project,
        model: { ...project.model, graphs: { main: graph(mainGraph(project.model)) } },
      }));
    change(({ blocks }) => ({ blocks, wires: {} }));
    expect(trainingWaitsFor(editor.get())).toBe('waitsForRest');
    change(({ blocks, wires }) => ({ blocks: { ...blocks, odd: { type: 'Odd', name: '', params: {} } }, wires }));
    expect(trainingWaitsFor(editor.get())).toBe('waitsForProblems');
    change(() => ({ blocks: {}, wires: {} }));
    expect(trainingWaitsFor(editor.get())).toBe('waitsForBlocks');
  });

  test('of a project that was never saved asks for a folder first', async () => {
    await openStarter();
    answerPath(null);
    await startTraining(editor);
    expect(live().state).toBe('idle');
    answerPath('/home/ada/patients.loom');
    run(editor, train, true);
    await until(() => expect(live().state).toBe('training'));
    expect(editor.get().view.page).toBe('train');
  });

  test('tells its whole story, and stands in the list when it has ended', async () => {
    await openStarter();
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    await vi.waitFor(() => expect(live().state).toBe('ended'), { timeout: 5000 });
    const { live: ended, list } = editor.get().runs;
    expect(ended).toMatchObject({
      record: { begin: { epochs: 2 }, epochs: [{ epoch: 1 }, { epoch: 2 }], end: { outcome: 'finished' } },
    });
    await until(() => expect(editor.get().runs.list).toMatchObject({ state: 'ready', runs: [{ state: 'finished' }] }));
    expect(list.state).toBe('ready');
  });

  test('is not under way while the folder for it is being chosen', async () => {
    await openStarter();
    const starting = startTraining(editor);
    await until(() => expect(choosing.getState().request).not.toBeNull());
    expect(live()).toEqual({ state: 'idle' });
    choosing.getState().request?.answer(null);
    await starting;
    expect(live()).toEqual({ state: 'idle' });
  });

  test('can be stopped', async () => {
    await openStarter();
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    await stopTraining(editor);
    await until(() => expect(live()).toMatchObject({ state: 'ended', record: { end: { outcome: 'stopped' } } }));
  });

  test('is not undone', async () => {
    await openStarter();
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    editor.undo();
    expect(live().state).not.toBe('idle');
    await stopTraining(editor);
  });

  test('of many fast epochs asks for the list of runs when it begins and ends, not in between', async () => {
    await openStarter();
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    await until(() => expect(live()).toMatchObject({ record: { begin: { epochs: 2 } } }));
    const ask = vi.spyOn(host, 'ask');
    const now = live();
    const { run } = (now as Extract<typeof now, { state: 'training' }>).record;
    const epochs = Array.from({ length: 1000 }, (_, index): RunEvent => {
      return {
        event: 'train:epoch-end',
        run,
        time: 0,
        epoch: index + 1,
        logs: { loss: 1 },
        seconds: 0.001,
        best: false,
      };
    });
    for (const event of epochs) hear(editor, [event]);
    expect(ask).not.toHaveBeenCalled();
    ask.mockRestore();
    await stopTraining(editor);
  });

  test('of a cross-validation goes on with the next fold by itself, and is under way until the last has ended', async () => {
    await openStarter();
    editor.edit('Set folds', (project) => ({ ...project, training: { ...project.training, folds: 2, epochs: 1 } }));
    answerPath('/home/ada/patients.loom');
    const trained: string[] = [];
    const stop = editor.store.subscribe(({ runs }) => {
      const now = runs.live;
      if (now.state === 'idle' || now.state === 'starting') return;
      const told = `fold ${now.fold?.fold} ${now.record.end ? 'over' : 'on'}, ${now.state}`;
      if (trained.at(-1) !== told) trained.push(told);
    });
    await startTraining(editor);
    await vi.waitFor(() => expect(live().state).toBe('ended'), { timeout: 5000 });
    stop();
    expect(trained).toEqual([
      'fold 1 on, training',
      'fold 1 over, training',
      'fold 2 on, training',
      'fold 2 over, training',
      'fold 2 over, ended',
    ]);
    await until(() =>
      expect(editor.get().runs.list).toMatchObject({ runs: [{ state: 'finished' }, { state: 'finished' }] }),
    );
  });

  test('of a cross-validation is stopped with all folds that would follow', async () => {
    await openStarter();
    editor.edit('Set folds', (project) => ({ ...project, training: { ...project.training, folds: 5 } }));
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    await stopTraining(editor);
    await until(() => expect(live()).toMatchObject({ state: 'ended', fold: { fold: 1 } }));
  });

  test('does not hear events of other runs', async () => {
    await openStarter();
    answerPath('/home/ada/patients.loom');
    await startTraining(editor);
    const before = live();
    const time = 0;
    hear(editor, [
      { event: 'train:end', run: 'another', time, outcome: 'failed', reason: 'x', test: null, seconds: 1 },
    ]);
    expect(live()).toBe(before);
    await stopTraining(editor);
  });
});

test('what a person should know of an evaluation is said by windows that have its run, once, and stays', async () => {
  const { left, right } = createPortPair();
  const reached = createHost(() => Promise.resolve(left));
  const other = createEditor(reached, memorySettings());
  const stop = followRuns(other);
  await reached.connect();
  const run = { run: 'a', directory: '/p.loom/runs/a' } as RunSummary;
  other.runs({ list: { state: 'ready', runs: [run] } });
  const message = 'Evaluation of 8 rows runs operation by operation.';
  const post = (directory: string, words = message) =>
    right.post({ kind: 'event', name: 'run:notice', event: { directory, message: words } });
  post('/other.loom/runs/a', 'Of no concern here.');
  post(run.directory);
  post(run.directory);
  await until(() => expect(other.get().view.notices.length).toBeGreaterThan(0));
  expect(other.get().view.notices.map(({ tone, text }) => [tone, text])).toEqual([['warning', message]]);
  stop();
});

describe('the host', () => {
  test('that is lost fails what was asked of it, and can be reached again with listeners in place', async () => {
    const ports = [createPortPair(), createPortPair()];
    const opened = ports.map(({ left }) => left);
    const reached = createHost(() => Promise.resolve(opened.shift()!));
    const states: string[] = [];
    reached.onState((state) => states.push(state));
    const heard: string[] = [];
    reached.on('run:events', (events) => heard.push(...events.map(({ event }) => event)));
    await reached.connect();
    const asked = reached.ask('templates:list', null);
    ports[0]!.close();
    await expect(asked).rejects.toThrow('ended before it answered "templates:list"');
    await expect(reached.ask('templates:list', null)).rejects.toThrow('no connection to the host');
    await reached.connect();
    const event = { event: 'train:epoch-begin', run: 'a', time: 0, epoch: 1 };
    ports[1]!.right.post({ kind: 'event', name: 'run:events', event: [event] });
    await until(() => expect(heard).toEqual(['train:epoch-begin']));
    expect(states).toEqual(['connecting', 'connecting', 'connected', 'lost', 'connecting', 'connected']);
  });

  test('that is not there is lost, not an exception', async () => {
    const states: string[] = [];
    const reached = createHost(() => Promise.reject(new Error('no one')));
    reached.onState((state) => states.push(state));
    await reached.connect();
    expect(states.at(-1)).toBe('lost');
  });

  test('speaks to people in its own words; anything else is named as unexpected', () => {
    expect(failureWords(new UserError('The file is gone.'))).toBe('The file is gone.');
    expect(inWords(failureWords(new Error('E_BAD')))).toContain('unexpected');
    expect(inWords(failureWords(new Error('E_BAD')))).toContain('Received: E_BAD');
  });
});

test('settings of the window are remembered, and only those', () => {
  const settings = memorySettings();
  const first = createEditor(host, settings);
  first.view({ theme: 'dark', folded: ['pooling'], connectNear: false, page: 'train', paletteSearch: 'conv' });
  const { view } = createEditor(host, settings).get();
  expect([view.theme, view.folded, view.connectNear, view.page, view.paletteSearch]).toEqual([
    'dark',
    ['pooling'],
    false,
    'start',
    '',
  ]);
});

test('settings of an earlier version are kept where they still mean something', () => {
  const settings = memorySettings();
  settings.write(JSON.stringify({ theme: 'dark', dockTall: true, dockHeight: null }));
  const { view } = createEditor(host, settings).get();
  expect([view.theme, view.dockHeight]).toEqual(['dark', null]);
});
