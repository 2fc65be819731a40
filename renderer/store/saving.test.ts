import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { until } from '../../testing/until.ts';
import { choosing } from '../files/choose-path.ts';
import { inWords } from '../messages/text.ts';
import { createFakeHost } from '../testing/fake-host.ts';
import { isUnsaved } from './derived.ts';
import { lookAtDisk } from './disk.ts';
import { followDrafts, restoreDraft } from './drafts.ts';
import { createEditor, type Editor } from './editor.ts';
import { type ConnectedHost, createHost } from './host.ts';
import { createProject, openProject, saveProject, settleDisk } from './projects.ts';
import { memorySettings } from './test-editor.ts';
import { readVersion, restoreVersion } from './versions.ts';

let editor: Editor;
let host: ConnectedHost;
let fake: ReturnType<typeof createFakeHost>;
const directory = '/home/ada/patients.loom';

beforeEach(async () => {
  fake = createFakeHost({ tick: 2, epochs: 2 });
  host = createHost(() => Promise.resolve(fake.port));
  editor = createEditor(host, memorySettings());
  host.onState((connection) => editor.view({ connection }));
  await host.connect();
  choosing.setState({ host });
});
afterEach(() => {
  vi.useRealTimers();
  choosing.setState({ host: null, request: null });
});

const epochs = () => editor.get().document.project.training.epochs;
const setEpochs = (count: number) =>
  editor.edit('Set epochs', (project) => ({ ...project, training: { ...project.training, epochs: count } }));
const keptEpochs = () => [...fake.drafts.values()].map(({ training }) => training.epochs);

/** A saved project with 3 epochs. */
async function openSaved(): Promise<void> {
  await createProject(editor, 'mlp-diabetes');
  setEpochs(3);
  const stop = choosing.subscribe(({ request }) => {
    if (!request) return;
    stop();
    request.answer(directory);
  });
  expect(await saveProject(editor)).toBe(true);
}

/** Another program writes the project. */
function changeOnDisk(count: number): void {
  const project = fake.saved.get(directory)!;
  fake.saved.set(directory, {
    ...project,
    revision: `theirs-${count}`,
    training: { ...project.training, epochs: count },
  });
}
const onDisk = () => fake.saved.get(directory)!.training.epochs;

describe('what is not saved', () => {
  test('is kept by the host within half a second, in one place however much changes', async () => {
    await createProject(editor, 'mlp-diabetes');
    vi.useFakeTimers();
    const stop = followDrafts(editor);
    for (let count = 1; count <= 20; count++) {
      setEpochs(count);
      await vi.advanceTimersByTimeAsync(100);
    }
    // Changes that never pause are kept all the same.
    expect(keptEpochs()[0]).toBeGreaterThanOrEqual(15);
    await vi.advanceTimersByTimeAsync(500);
    expect(keptEpochs()).toEqual([20]);
    stop();
  });

  test('is dropped when it is saved, undone or left on purpose', async () => {
    await openSaved();
    const stop = followDrafts(editor);
    setEpochs(4);
    await until(() => expect(keptEpochs()).toEqual([4]));
    await saveProject(editor);
    await until(() => expect(keptEpochs()).toEqual([]));
    setEpochs(5);
    await until(() => expect(keptEpochs()).toEqual([5]));
    editor.undo();
    await until(() => expect(keptEpochs()).toEqual([]));
    setEpochs(6);
    await until(() => expect(keptEpochs()).toEqual([6]));
    const opening = createProject(editor, null);
    await until(() => expect(editor.get().view.leaving).not.toBeNull());
    editor.get().view.leaving!.answer('discard');
    await opening;
    await until(() => expect(keptEpochs()).toEqual([]));
    stop();
  });

  test('of a change that is left at once leaves nothing, whatever is still on its way', async () => {
    await createProject(editor, 'mlp-diabetes');
    const stop = followDrafts(editor);
    setEpochs(4);
    editor.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(keptEpochs()).toEqual([]);
    stop();
  });

  test('is kept again by a host that comes back', async () => {
    await createProject(editor, 'mlp-diabetes');
    const stop = followDrafts(editor);
    setEpochs(4);
    await until(() => expect(keptEpochs()).toEqual([4]));
    fake.close();
    fake = createFakeHost();
    await host.connect();
    await until(() => expect(keptEpochs()).toEqual([4]));
    stop();
  });

  test('that cannot be kept is said, tried again, and the words go when it can', async () => {
    await createProject(editor, 'mlp-diabetes');
    const stop = followDrafts(editor);
    const ask = vi.spyOn(host, 'ask').mockImplementation(() => Promise.reject(new UserError('The disk is full.')));
    vi.useFakeTimers();
    setEpochs(4);
    await vi.advanceTimersByTimeAsync(500);
    const words = () => editor.get().view.notices.map(({ text }) => inWords(text));
    expect(words()).toEqual([expect.stringMatching(/lost in a crash.*The disk is full\.$/)]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(words()).toHaveLength(1);
    ask.mockRestore();
    await vi.advanceTimersByTimeAsync(2100);
    expect([words(), keptEpochs()]).toEqual([[], [4]]);
    stop();
  });
});

describe('a draft that is restored', () => {
  const draft = 'aaaaaaaa-1';
  const leave = (project: Project) => fake.drafts.set(draft, project);

  test('opens unsaved, and the window keeps it as its own before the old one goes', async () => {
    await openSaved();
    leave({ ...fake.saved.get(directory)!, training: { ...fake.saved.get(directory)!.training, epochs: 9 } });
    editor.close();
    const stop = followDrafts(editor);
    expect(await restoreDraft(editor, draft)).toBe(true);
    expect([epochs(), isUnsaved(editor.get()), editor.get().document.directory]).toEqual([9, true, directory]);
    expect(editor.get().document.saved.training.epochs).toBe(3);
    expect([fake.drafts.has(draft), keptEpochs()]).toEqual([false, [9]]);
    await saveProject(editor);
    await until(() => expect(keptEpochs()).toEqual([]));
    expect(onDisk()).toBe(9);
    stop();
  });

  test('and left at once leaves no draft', async () => {
    await createProject(editor, 'mlp-diabetes');
    leave({
      ...fake.saved.get(directory),
      ...editor.get().document.project,
      name: 'x',
      directory: null,
      revision: null,
    } as never);
    const stop = followDrafts(editor);
    await restoreDraft(editor, draft);
    editor.close();
    await until(() => expect(keptEpochs()).toEqual([]));
    stop();
  });

  test('that is gone leaves what is open and says so', async () => {
    await openSaved();
    const before = editor.get().document;
    expect(await restoreDraft(editor, 'bbbbbbbb-1')).toBe(false);
    expect(editor.get().document).toBe(before);
    expect(editor.get().view.notices.map(({ text }) => inWords(text))).toEqual([
      'There is no draft bbbbbbbb-1 any more.',
    ]);
  });
});

describe('files that another program changed', () => {
  test('are taken over with a notice where nothing was changed here, and undo brings back what was', async () => {
    await openSaved();
    changeOnDisk(8);
    await lookAtDisk(editor);
    expect([epochs(), isUnsaved(editor.get()), editor.get().view.onDisk]).toEqual([8, false, null]);
    expect(inWords(editor.get().view.notices.at(-1)!.text)).toContain('training: epochs 3 to 8');
    editor.undo();
    expect([epochs(), isUnsaved(editor.get())]).toEqual([3, true]);
    expect(await saveProject(editor)).toBe(true);
    expect(onDisk()).toBe(3);
  });

  test('are not taken over where something was changed here: the person is told, once for each change', async () => {
    await openSaved();
    setEpochs(4);
    changeOnDisk(8);
    await lookAtDisk(editor);
    const { onDisk: found } = editor.get().view;
    expect([epochs(), found]).toMatchObject([4, { state: 'changed', project: { training: { epochs: 8 } } }]);
    await lookAtDisk(editor);
    expect(editor.get().view.onDisk).toBe(found);
    changeOnDisk(3);
    fake.saved.set(directory, { ...fake.saved.get(directory)!, revision: editor.get().document.revision });
    await lookAtDisk(editor);
    expect(editor.get().view.onDisk).toBeNull();
  });

  test('are not overwritten before the person has answered', async () => {
    for (const answer of ['stay', 'theirs', 'mine'] as const) {
      fake.saved.clear();
      editor.close();
      await openSaved();
      setEpochs(4);
      changeOnDisk(8);
      const saving = saveProject(editor);
      await until(() => expect(editor.get().view.overwriting).not.toBeNull());
      expect(onDisk()).toBe(8);
      editor.get().view.overwriting!.answer(answer);
      const isSaved = await saving;
      const wanted = { stay: [false, 8, 4], theirs: [true, 8, 8], mine: [true, 4, 4] }[answer];
      expect([isSaved, onDisk(), epochs()]).toEqual(wanted);
      expect(isUnsaved(editor.get())).toBe(answer === 'stay');
      if (answer === 'theirs') expect([editor.undo(), epochs()]).toEqual([undefined, 4]);
    }
  });

  test('leave both where mine is saved elsewhere', async () => {
    await openSaved();
    setEpochs(4);
    changeOnDisk(8);
    await lookAtDisk(editor);
    const elsewhere = '/home/ada/mine.loom';
    const stop = choosing.subscribe(({ request }) => {
      if (!request) return;
      stop();
      request.answer(elsewhere);
    });
    expect(await settleDisk(editor, 'elsewhere')).toBe(true);
    expect([onDisk(), fake.saved.get(elsewhere)!.training.epochs]).toEqual([8, 4]);
    expect([editor.get().document.directory, editor.get().view.onDisk]).toEqual([elsewhere, null]);
  });

  test('are nothing to ask about where they say the same as here, or the same as before in other bytes', async () => {
    await openSaved();
    setEpochs(8);
    changeOnDisk(8);
    await lookAtDisk(editor);
    expect([isUnsaved(editor.get()), editor.get().view.onDisk]).toEqual([false, null]);
    setEpochs(9);
    const past = editor.get().document.past.length;
    changeOnDisk(8);
    fake.saved.set(directory, { ...fake.saved.get(directory)!, revision: 'other-bytes' });
    await lookAtDisk(editor);
    expect([epochs(), isUnsaved(editor.get()), editor.get().view.onDisk]).toEqual([9, true, null]);
    expect(editor.get().document.past).toHaveLength(past);
    expect(await saveProject(editor)).toBe(true);
    expect(onDisk()).toBe(9);
  });

  test('are written again without a question where they are gone', async () => {
    await openSaved();
    fake.saved.clear();
    await lookAtDisk(editor);
    expect(editor.get().view.onDisk).toEqual({ state: 'gone' });
    expect(await settleDisk(editor, 'mine')).toBe(true);
    expect([onDisk(), editor.get().view.onDisk, isUnsaved(editor.get())]).toEqual([3, null, false]);
  });

  test('by our own saving are none, also when they are looked at meanwhile', async () => {
    await openSaved();
    setEpochs(4);
    await Promise.all([lookAtDisk(editor), saveProject(editor), lookAtDisk(editor)]);
    await lookAtDisk(editor);
    expect([editor.get().view.onDisk, editor.get().view.notices, epochs(), onDisk()]).toEqual([null, [], 4, 4]);
  });

  test('as they were before they were overwritten here are not shown, however late the answer', async () => {
    await openSaved();
    setEpochs(4);
    changeOnDisk(8);
    const { revision } = editor.get().document;
    const late = await host.ask('project:compare', { directory, revision: revision! });
    let answer: (found: typeof late) => void = () => undefined;
    const ask = vi.spyOn(host, 'ask').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = resolve as typeof answer;
        }),
    );
    const looking = lookAtDisk(editor);
    const saving = saveProject(editor);
    await until(() => expect(editor.get().view.overwriting).not.toBeNull());
    editor.get().view.overwriting!.answer('mine');
    expect(await saving).toBe(true);
    answer(late);
    await looking;
    expect([epochs(), onDisk(), editor.get().view.onDisk]).toEqual([4, 4, null]);
    ask.mockRestore();
  });

  test('of a project that was left meanwhile are nobody’s business', async () => {
    await openSaved();
    changeOnDisk(8);
    const looking = lookAtDisk(editor);
    editor.close();
    await looking;
    expect([editor.get().view.onDisk, editor.get().view.notices]).toEqual([null, []]);
  });
});

test('a version is restored as one step that can be undone, and written only when it is saved', async () => {
  await openSaved();
  setEpochs(4);
  await saveProject(editor);
  const [current, first] = await host.ask('versions:list', { directory });
  expect(await host.ask('versions:describe', { directory, version: current!.version })).toMatchObject({
    state: 'changed',
    differences: [{ key: 'epochs', before: '3', after: '4' }],
  });
  restoreVersion(editor, await readVersion(editor, first!.version), 'today 12:00:00');
  expect([epochs(), isUnsaved(editor.get()), onDisk()]).toEqual([3, true, 4]);
  expect(inWords(editor.get().document.past.at(-1)!.label)).toBe('Restore the version of today 12:00:00');
  editor.undo();
  expect([epochs(), isUnsaved(editor.get())]).toEqual([4, false]);
  editor.redo();
  await saveProject(editor);
  expect(onDisk()).toBe(3);
  await openProject(editor, directory);
  expect(epochs()).toBe(3);
});
