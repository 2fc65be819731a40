import { expect, test } from 'vitest';
import { describeProblem } from '../../../shared/messages/problem.ts';
import { inWords } from '../../messages/text.ts';
import { findingsOf } from '../../store/derived.ts';
import { TestEditor } from '../../store/test-editor.ts';
import { wiresOf } from '../cards/cards.ts';
import { type Verdict, verdictsFrom, verdictsInto } from './wiring.ts';

/** Two ways of 16 numbers into an Add, and one of 8 that is not wired. */
const shortcut = () =>
  new TestEditor()
    .chain('Input', 'Dense', 'Dense', 'Dense')
    .type('input-1', 'shape', [4])
    .type('dense-1', 'units', 16)
    .type('dense-2', 'units', 16)
    .type('dense-3', 'units', 8)
    .add('Add')
    .wire('dense-1', 'add-1', '1')
    .wire('dense-2', 'add-1', '2');

function from(editor: TestEditor, source: string, moved: string | null = null) {
  return told(verdictsFrom(editor.scene, { block: source, port: 'output' }, moved));
}

/** Verdicts with their reasons in words. */
function told(verdicts: ReadonlyMap<string, Verdict>) {
  return new Map(
    [...verdicts].map(([port, verdict]) => [
      port,
      verdict.fits ? verdict : { ...verdict, reason: inWords(verdict.reason) },
    ]),
  );
}

const reason = 'Add needs inputs of one shape. Expected: 16. Received: 8.';
const refused = { fits: false, possible: false, reason };

test('a block with several inputs refuses a wire that cannot fit beside the others, and says why', () => {
  const editor = shortcut();
  const verdicts = from(editor, 'dense-3');
  expect(['1', '2', '3'].map((port) => verdicts.get(`add-1 ${port}`))).toEqual([refused, refused, refused]);
  expect(from(editor, 'dense-2').get('add-1 3')).toEqual({ fits: true });
  const into = told(verdictsInto(editor.scene, { block: 'add-1', port: '3' }));
  expect([into.get('dense-3 output'), into.get('dense-1 output')]).toEqual([refused, { fits: true }]);
});

test('what a wire takes the place of does not speak against it', () => {
  const editor = new TestEditor()
    .chain('Input', 'Dense', 'Dense')
    .type('dense-2', 'units', 8)
    .add('Add')
    .wire('dense-1', 'add-1', '1');
  expect(from(editor, 'dense-2').get('add-1 1')).toEqual({ fits: true });
  expect(from(editor, 'dense-2').get('add-1 2')).toMatchObject({ possible: false });
  // The wire itself, on its way to another port.
  const [wire] = Object.entries(editor.graph.wires).find(([, { to }]) => to.block === 'add-1')!;
  expect(from(editor, 'dense-2', wire).get('add-1 2')).toEqual({ fits: true });
});

test('what is asked of each input is asked of the first', () => {
  const editor = new TestEditor().add('Input').type('input-1', 'dtype', 'int32').add('Add');
  expect(from(editor, 'input-1').get('add-1 1')).toMatchObject({
    possible: false,
    reason: expect.stringContaining('put an Embedding before it'),
  });
});

test('a block with one input takes a wire that does not fit, with a warning: a param may make it fit', () => {
  const editor = new TestEditor().chain('Input', 'Dense').add('Conv2D');
  expect(from(editor, 'dense-1').get('conv2d-1 input')).toMatchObject({ fits: false, possible: true });
});

test('a block with ports by name judges a wire at its port, beside the others, and shows every port', () => {
  const editor = new TestEditor()
    .chain('Input', 'Dense', 'Dense', 'Dense')
    .type('dense-2', 'units', 1)
    .type('dense-3', 'units', 8)
    .add('Subtract')
    .wire('dense-1', 'subtract-1', '2');
  const [one, three] = [from(editor, 'dense-2'), from(editor, 'dense-3')];
  expect([...one.keys()].filter((key) => key.startsWith('subtract'))).toEqual(['subtract-1 1', 'subtract-1 2']);
  expect(one.get('subtract-1 1')).toEqual({ fits: true });
  expect(three.get('subtract-1 1')).toEqual({
    fits: false,
    possible: false,
    reason: 'Subtract needs inputs of one shape. Expected: 8. Received: 32.',
  });
  expect(three.get('subtract-1 2')).toEqual({ fits: true });
  const problems = findingsOf(editor.project.model, null).problems.filter(({ block }) => block === 'subtract-1');
  expect(problems.map((found) => describeProblem(found))).toContain(
    'Subtract needs a wire into its input "1". Received: no wire.',
  );
});

test('where what is wired fits no longer, the odd wire is the bad one; of a pair both are', () => {
  const bad = (editor: TestEditor) =>
    wiresOf(editor.scene, findingsOf(editor.project.model, null), null)
      .filter(({ isBad }) => isBad)
      .map(({ from: source, to, port }) => `${source} ${to} ${port}`);
  const pair = shortcut();
  expect(bad(pair)).toEqual([]);
  pair.type('dense-2', 'units', 12);
  expect(bad(pair)).toEqual(['dense-1 add-1 1', 'dense-2 add-1 2']);
  const three = shortcut().type('dense-3', 'units', 16).wire('dense-3', 'add-1', '3').type('dense-3', 'units', 9);
  expect(bad(three)).toEqual(['dense-3 add-1 3']);
});
