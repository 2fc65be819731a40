import Elk from 'elkjs/lib/elk.bundled.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LayOut } from '../arranging/layouter.ts';
import { inWords } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { run } from './command.ts';
import { groupSelection, leaveGroup } from './group-commands.ts';
import { setParam } from './set-param.ts';
import { arrangeInSight } from './tidy-layout.ts';
import type { CanvasAction } from './view-commands.ts';

const elk = new Elk();
const layOut: LayOut = (graph) => elk.layout(graph);

/** A worker that answers when it is told to. */
function slowly() {
  let answer = () => {};
  const waits = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const slow: LayOut = async (graph, signal) => {
    await Promise.race([
      waits,
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]);
    return layOut(graph, signal);
  };
  return { slow, answer };
}

const asked: CanvasAction[] = [];
const notices = ({ editor }: TestEditor) => editor.get().view.notices.map(({ text }) => inWords(text));
const steps = ({ editor }: TestEditor) => editor.get().document.past.length;

beforeEach(() => {
  asked.length = 0;
  // The canvas is not there; what it would be asked to do is what counts.
  const dispatchEvent = (event: Event) => asked.push((event as CustomEvent<CanvasAction>).detail);
  vi.stubGlobal('window', { dispatchEvent });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function scattered(): TestEditor {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  return editor.drag('input-1', [500, 70]).drag('dense-1', [40, 400]).drag('output-1', [90, 60]);
}

test('all blocks are arranged as one step, from where the upper left corner was, and the canvas shows them', async () => {
  const editor = scattered();
  const before = editor.project;
  await arrangeInSight(editor.editor, layOut);
  expect(['input-1', 'dense-1', 'output-1'].map((id) => editor.placeOf(id))).toEqual([
    [40, 60],
    [40, 176],
    [40, 292],
  ]);
  expect(asked).toEqual(['fit']);
  expect(editor.undo().project).toBe(before);
});

test('to arrange what is arranged is no step', async () => {
  const editor = scattered();
  await arrangeInSight(editor.editor, layOut);
  const before = steps(editor);
  await arrangeInSight(editor.editor, layOut);
  expect(steps(editor)).toBe(before);
});

test('of several selected blocks the others stay, and the camera too', async () => {
  const editor = scattered().select('dense-1', 'output-1');
  await arrangeInSight(editor.editor, layOut);
  expect(['input-1', 'dense-1', 'output-1'].map((id) => editor.placeOf(id))).toEqual([
    [500, 70],
    [40, 60],
    [40, 176],
  ]);
  expect([asked, editor.selected]).toEqual([[], ['dense-1', 'output-1']]);
});

test('inside a group its own blocks are arranged', async () => {
  const editor = scattered().select('dense-1').press(groupSelection);
  const group = editor.selected[0]!;
  editor.editor.enter([group]);
  editor.drag('dense-1', [700, 700]);
  await arrangeInSight(editor.editor, layOut);
  const [x, y] = editor.placeOf('dense-1');
  expect([editor.placeOf('groupinput-1'), editor.placeOf('groupoutput-1')]).toEqual([
    [x, y - 116],
    [x, y + 116],
  ]);
  expect(Object.keys(editor.press(leaveGroup).graph.blocks)).toContain('input-1');
});

test.each<[string, (editor: TestEditor) => void]>([
  ['a block was added', (editor) => editor.add('Dense')],
  ['a block was deleted', (editor) => editor.delete('dense-1')],
  ['a block was moved', (editor) => editor.drag('dense-1', [7, 7])],
  ['another graph is in sight', (editor) => editor.select('dense-1').press(groupSelection)],
])('%s meanwhile: nothing is moved, and a notice says so', async (_what, edit) => {
  const editor = scattered();
  const { slow, answer } = slowly();
  const done = arrangeInSight(editor.editor, slow);
  edit(editor);
  const { project } = editor;
  answer();
  await done;
  expect(editor.project).toBe(project);
  expect(notices(editor)).toEqual([
    'The model was changed while it was being arranged, so the blocks stay where they are. Arrange them again.',
  ]);
});

test('a param that was set meanwhile stays set, and the blocks are arranged as a step of their own', async () => {
  const editor = scattered();
  const { slow, answer } = slowly();
  const done = arrangeInSight(editor.editor, slow);
  run(editor.editor, setParam, { block: 'dense-1', param: 'units', value: 77 });
  answer();
  await done;
  expect(editor.placeOf('dense-1')).toEqual([40, 176]);
  expect(editor.undo().graph.blocks['dense-1']!.params.units).toBe(77);
});

test('what was arranged for a project that was closed is thrown away without a word', async () => {
  const editor = scattered();
  const { slow, answer } = slowly();
  const done = arrangeInSight(editor.editor, slow);
  editor.editor.close();
  const { project } = editor;
  answer();
  await done;
  expect([editor.project === project, notices(editor)]).toEqual([true, []]);
});

test('what takes long is told, and ends when it is cancelled', async () => {
  vi.useFakeTimers();
  const editor = scattered();
  const { project } = editor;
  const done = arrangeInSight(editor.editor, slowly().slow);
  await vi.advanceTimersByTimeAsync(299);
  expect(editor.editor.get().view.arranging).toBe(null);
  await vi.advanceTimersByTimeAsync(2);
  const arranging = editor.editor.get().view.arranging!;
  expect(arranging.blocks).toBe(3);
  arranging.cancel();
  await done;
  expect([editor.editor.get().view.arranging, editor.project === project, notices(editor)]).toEqual([null, true, []]);
});

test('a second time takes the place of the first', async () => {
  const editor = scattered();
  const first = arrangeInSight(editor.editor, slowly().slow);
  await arrangeInSight(editor.editor, layOut);
  await first;
  expect([editor.placeOf('dense-1'), notices(editor)]).toEqual([[40, 176], []]);
});

test('a failure is told and moves nothing', async () => {
  const editor = scattered();
  const { project } = editor;
  await arrangeInSight(editor.editor, () => Promise.reject(new Error('no memory')));
  expect(editor.project).toBe(project);
  expect(notices(editor)).toEqual([
    'The blocks could not be arranged, and stay where they are. Expected: places for all of them. Received: no memory.',
  ]);
});
