import { describe, expect, test } from 'vitest';
import { expand } from '../../shared/graph/expand.ts';
import { infer } from '../../shared/graph/infer.ts';
import { cardsOf, wiresOf } from '../canvas/cards/cards.ts';
import { verdictsFrom } from '../canvas/wires/wiring.ts';
import { findings } from '../store/derived.ts';
import { TestEditor } from '../store/test-editor.ts';
import { piecesOf, readPieces, writePieces } from './clipboard.ts';
import { run } from './command.ts';
import { pastePieces } from './copy-paste.ts';
import { duplicate } from './duplicate.ts';
import { enterGroup, groupSelection, leaveGroup, ungroupSelection } from './group-commands.ts';

/** A chain with two layers in a group, which is selected. */
const grouped = () =>
  new TestEditor()
    .chain('Input', 'Dense', 'Dense', 'Output')
    .type('dense-2', 'units', 5)
    .select('dense-1', 'dense-2')
    .press(groupSelection);

const level = (editor: TestEditor) => editor.editor.get().view.level;
const notices = (editor: TestEditor) => editor.editor.get().view.notices.map(({ text }) => text);

describe('grouping the selection', () => {
  test('puts a card in its place, with the shape and the parameters of what it holds', () => {
    const editor = grouped();
    expect(editor.selected).toEqual(['group-1']);
    expect(editor.wires.toSorted()).toEqual(['group-1 → output-1.input', 'input-1 → group-1.groupinput-1']);
    const card = cardsOf(editor.scene, null).find(({ id }) => id === 'group-1')!;
    expect(card).toMatchObject({ shape: '5', note: '517 params', copies: 1, state: 'well' });
    expect([card.inputs, card.outputs]).toEqual([
      [{ id: 'groupinput-1', name: '1' }],
      [{ id: 'groupoutput-1', name: '1' }],
    ]);
    expect(wiresOf(editor.scene, findings(editor.editor.get()), null).map(({ shape }) => shape)).toEqual(['10', '5']);
  });

  test('is one step that undo takes back whole', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Output').select('dense-1');
    const before = editor.project;
    expect(editor.press(groupSelection).undo().project).toBe(before);
  });

  test('says why where it cannot be', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Dense', 'Output');
    editor.select('input-1').press(groupSelection).select('dense-1', 'dense-3').press(groupSelection);
    expect(notices(editor)).toEqual([
      'Inputs and Outputs of the model stay outside of groups. Select at least one other block.',
      'A way leads out of the selected blocks and back into them. Select the blocks on that way too.',
    ]);
    expect(Object.keys(editor.project.model.graphs)).toEqual(['main']);
  });
});

describe('inside a group', () => {
  test('commands edit what it holds, and shapes come from outside', () => {
    const editor = grouped().press(enterGroup);
    expect(level(editor)).toEqual(['group-1']);
    expect(editor.scene.inference.facts.get('groupinput-1')!.output!.shape).toEqual([10]);
    editor.addAfter('dense-1', 'Dropout').type('dense-1', 'units', 7).delete('dense-2');
    expect(editor.wires.toSorted()).toEqual([
      'dense-1 → dropout-1.input',
      'dropout-1 → groupoutput-1.input',
      'groupinput-1 → dense-1.input',
    ]);
    expect(infer(expand(editor.project.model).graph).facts.get('output-1')!.inputs[0]!.shape).toEqual([7]);
    expect(editor.press(leaveGroup).selected).toEqual(['group-1']);
  });

  test('blocks keep their places, and the ports stand above and below', () => {
    const editor = new TestEditor()
      .chain('Input', 'Dense', 'Dense', 'Output')
      .drag('dense-1', [400, 300])
      .drag('dense-2', [400, 420])
      .select('dense-1', 'dense-2')
      .press(groupSelection)
      .press(enterGroup);
    expect(['dense-1', 'dense-2', 'groupinput-1', 'groupoutput-1'].map((id) => editor.placeOf(id))).toEqual([
      [400, 300],
      [400, 420],
      [400, 184],
      [400, 536],
    ]);
  });

  test('undo takes inner work back step by step, and steps out with the group itself', () => {
    const editor = grouped().press(enterGroup).type('dense-1', 'units', 7);
    editor.undo();
    expect([level(editor), editor.graph.blocks['dense-1']!.params.units]).toEqual([['group-1'], 32]);
    editor.undo();
    expect([level(editor), editor.selected]).toEqual([[], []]);
    editor.redo(2);
    expect(editor.press(enterGroup).project.model.graphs['graph-1']!.blocks['dense-1']!.params.units).toBe(7);
  });
});

describe('a group', () => {
  test('that is duplicated holds the same graph, and one that is pasted into another project brings it along', () => {
    const editor = grouped();
    editor.press(duplicate);
    expect(editor.selected).toEqual(['group-2']);
    expect(Object.keys(editor.project.model.graphs).toSorted()).toEqual(['graph-1', 'main']);
    const copied = readPieces(writePieces(piecesOf(editor.project, ['group-1'])))!;
    const other = grouped().select('group-1').press(enterGroup).type('dense-1', 'units', 3).press(leaveGroup);
    run(other.editor, pastePieces, copied);
    const { graphs } = other.project.model;
    expect(Object.keys(graphs).toSorted()).toEqual(['graph-1', 'graph-2', 'main']);
    expect(graphs.main!.blocks[other.selected[0]!]!.params.graph).toBe('graph-2');
    expect(graphs['graph-2']).toEqual(editor.project.model.graphs['graph-1']);
    expect(Object.keys(other.project.layout.graphs).toSorted()).toEqual(['graph-1', 'graph-2', 'main']);
  });

  test('that is pasted into itself becomes another one', () => {
    const editor = grouped();
    const copied = readPieces(writePieces(piecesOf(editor.project, ['group-1'])))!;
    editor.select('group-1').press(enterGroup);
    run(editor.editor, pastePieces, copied);
    expect(editor.graph.blocks[editor.selected[0]!]!.params.graph).toBe('graph-2');
    expect(findings(editor.editor.get()).problems.some(({ problem }) => problem === 'group-graph')).toBe(false);
  });

  test('that is taken apart gives back its blocks, repeated ones below each other', () => {
    const editor = grouped().type('group-1', 'repeat', 2).select('group-1').press(ungroupSelection);
    expect(Object.keys(editor.graph.blocks).toSorted()).toEqual([
      'dense-1',
      'dense-2',
      'dense-3',
      'dense-4',
      'input-1',
      'output-1',
    ]);
    expect(Object.keys(editor.project.model.graphs)).toEqual(['main']);
    expect(editor.placeOf('dense-3')[1]).toBeGreaterThan(editor.placeOf('dense-2')[1]);
    expect(Object.keys(editor.project.layout.graphs)).toEqual(['main']);
  });

  test('that is deleted goes with its graph, which undo brings back', () => {
    const editor = grouped();
    const before = editor.project;
    editor.delete('group-1');
    expect([Object.keys(editor.project.model.graphs), editor.wires]).toEqual([['main'], ['input-1 → output-1.input']]);
    expect(editor.undo().project).toBe(before);
  });

  test('says what would be wrong inside with a wire into it', () => {
    const editor = new TestEditor()
      .chain('Input', 'Conv2D')
      .type('input-1', 'shape', [8, 8, 1])
      .add('Dense')
      .select('conv2d-1')
      .press(groupSelection);
    editor.add('Input').wire('input-2', 'dense-1');
    const verdicts = verdictsFrom(editor.scene, { block: 'dense-1', port: 'output' });
    expect(verdicts.get('group-1 groupinput-1')).toEqual({
      fits: false,
      possible: true,
      reason: 'Conv2D needs 3 dimensions, height×width×channels. Received: 32 (1 dimension).',
    });
  });
});

describe('a ready-made transformer block', () => {
  test('fits what comes in, gives it out again, and can be repeated', () => {
    const editor = new TestEditor()
      .chain('Input', 'Embedding', 'TransformerBlock', 'Flatten', 'Dense', 'Output')
      .type('input-1', 'shape', [12])
      .type('input-1', 'dtype', 'int32');
    expect(editor.wires).toContain('embedding-1 → group-1.groupinput-1');
    editor.type('embedding-1', 'outputDim', 32).type('group-1', 'repeat', 2);
    const found = findings(editor.editor.get());
    expect(found.problems).toEqual([]);
    // Of each: query, key, value and output of the attention, two Dense layers, two normalizations.
    const one = 4 * (32 * 32 + 32) + (32 * 128 + 128) + (128 * 32 + 32) + 2 * 64;
    expect(editor.scene.inference.facts.get('group-1')).toMatchObject({
      parameters: 2 * one,
      output: { shape: [12, 32] },
    });
  });

  test('is made for the features that come in, on a wire too, and goes with one undo', () => {
    const editor = new TestEditor()
      .chain('Input', 'Dense')
      .type('input-1', 'shape', [6, 3])
      .type('dense-1', 'units', 10);
    const before = editor.project;
    editor.insert('wire-1', 'TransformerBlock');
    expect(editor.graph.blocks['group-1']!.name).toBe('Transformer block');
    expect(findings(editor.editor.get()).problems.map(({ problem }) => problem)).toEqual([
      'no-output',
      'output-unused',
    ]);
    expect(editor.press(enterGroup).graph.blocks.attention!.params).toMatchObject({ numHeads: 1, keyDim: 3 });
    expect(editor.undo().project).toBe(before);
  });
});
