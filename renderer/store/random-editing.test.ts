import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutSchema, modelSchema } from '../../shared/graph/document.ts';
import { expand, inputPortsAt, outputPorts } from '../../shared/graph/expand.ts';
import { isGroup } from '../../shared/graph/level.ts';
import { order } from '../../shared/graph/order.ts';
import { parseProjectFile } from '../../shared/graph/parse.ts';
import { fileDepth, serialize } from '../../shared/graph/serialize.ts';
import { addBlock } from '../commands/add-block.ts';
import { alignCommands, distributeCommands } from '../commands/align-blocks.ts';
import { changeAnnotation, frameSelection, putNote } from '../commands/annotation-commands.ts';
import { annotationsOf, withHeld } from '../commands/annotations.ts';
import { piecesOf, readPieces, writePieces } from '../commands/clipboard.ts';
import { run } from '../commands/command.ts';
import { connectAll, connectBlocks } from '../commands/connect-blocks.ts';
import { pastePieces } from '../commands/copy-paste.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { enterGroup, groupSelection, leaveGroup, ungroupSelection } from '../commands/group-commands.ts';
import { makeIndependent } from '../commands/independent-group.ts';
import { moveBlocks, shifted } from '../commands/move-blocks.ts';
import { moveWire } from '../commands/move-wire.ts';
import { arranged } from '../commands/places.ts';
import { repairAll } from '../commands/repair.ts';
import { selectAll } from '../commands/select-all.ts';
import { placeArranged } from '../commands/tidy-layout.ts';
import { ownEntries } from '../palette/palette-list.ts';
import type { ProjectDocument } from './document-slice.ts';
import { TestEditor } from './test-editor.ts';

const types = ['Input', 'Dense', 'Conv2D', 'Flatten', 'Add', 'LSTM', 'GroupInput', 'GroupOutput', 'Output'] as const;

/** One command on frames and notes. */
const annotating = fc.oneof(
  fc.record({ act: fc.constant('frame' as const), at: fc.nat(20), other: fc.nat(20) }),
  fc.record({ act: fc.constant('note' as const), x: fc.integer({ min: -900, max: 900 }) }),
  fc.record({ act: fc.constant('annotate' as const), which: fc.nat(20), text: fc.string({ maxLength: 4 }) }),
  fc.record({ act: fc.constant('resize' as const), which: fc.nat(20), by: fc.integer({ min: -300, max: 300 }) }),
  fc.record({ act: fc.constant('move-annotation' as const), which: fc.nat(20), by: fc.integer({ min: -90, max: 90 }) }),
  fc.record({ act: fc.constant('delete-annotation' as const), which: fc.nat(20) }),
);

/** One command of a session; numbers choose among what is there. */
const command = fc.oneof(
  fc.record({ act: fc.constant('add' as const), type: fc.constantFrom(...types) }),
  fc.record({ act: fc.constant('after' as const), type: fc.constantFrom(...types), at: fc.nat(20) }),
  fc.record({ act: fc.constant('wire' as const), at: fc.nat(20), to: fc.nat(20), port: fc.nat(3) }),
  fc.record({
    act: fc.constant('move-wire' as const),
    at: fc.nat(20),
    to: fc.nat(20),
    wire: fc.nat(20),
    port: fc.nat(3),
  }),
  fc.record({ act: fc.constant('insert' as const), type: fc.constantFrom(...types), wire: fc.nat(20) }),
  fc.record({
    act: fc.constant('put' as const),
    type: fc.constantFrom(...types),
    at: fc.nat(20),
    port: fc.nat(3),
    from: fc.constantFrom('output' as const, 'input' as const),
  }),
  fc.record({
    act: fc.constant('drag-near' as const),
    at: fc.nat(20),
    to: fc.nat(20),
    port: fc.nat(3),
    x: fc.integer({ min: -900, max: 900 }),
  }),
  fc.record({ act: fc.constant('place-group' as const), at: fc.nat(20), port: fc.nat(3) }),
  fc.record({ act: fc.constant('delete' as const), at: fc.nat(20), other: fc.nat(20) }),
  fc.record({ act: fc.constant('delete-wire' as const), wire: fc.nat(20) }),
  fc.record({ act: fc.constant('drag' as const), at: fc.nat(20), x: fc.integer({ min: -900, max: 900 }) }),
  fc.record({ act: fc.constant('name' as const), at: fc.nat(20), name: fc.string({ maxLength: 4 }) }),
  fc.record({ act: fc.constant('units' as const), at: fc.nat(20), value: fc.nat(9) }),
  { weight: 3, arbitrary: fc.record({ act: fc.constant('group' as const), at: fc.nat(20), other: fc.nat(20) }) },
  { weight: 3, arbitrary: annotating },
  fc.record({ act: fc.constant('copy' as const), at: fc.nat(20), other: fc.nat(20) }),
  fc.constantFrom(
    ...(
      [
        'duplicate',
        'ungroup',
        'enter',
        'leave',
        'independent',
        'tidy',
        'align',
        'distribute',
        'select-all',
        'repair',
        'undo',
        'undo',
        'redo',
      ] as const
    ).map((act) => ({
      act,
    })),
  ),
);

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** Does it as a person would who has no plan. */
function perform(editor: TestEditor, step: Command): void {
  const { graph } = editor;
  const ids = Object.keys(graph.blocks);
  const wires = Object.keys(graph.wires);
  const { graphs } = editor.project.model;
  const pick = (list: readonly string[], at: number) => list[at % list.length]!;
  const port = (ports: readonly string[], at: number) => (ports.length === 0 ? 'input' : pick(ports, at));
  const ends = (at: number, to: number, which: number) => ({
    from: pick(ids, at),
    output: port(outputPorts(graphs, graph.blocks[pick(ids, at)]!), which),
    to: pick(ids, to),
    port: port(inputPortsAt(graphs, graph.blocks[pick(ids, to)]!, ['1', '2']), which),
  });
  switch (step.act) {
    case 'add':
      editor.add(step.type);
      return;
    case 'tidy':
      run(editor.editor, placeArranged, { places: arranged(graph) });
      return;
    case 'align':
      editor.press(alignCommands.left);
      return;
    case 'distribute':
      editor.press(distributeCommands.vertical);
      return;
    case 'select-all':
      editor.press(selectAll);
      return;
    case 'note':
      run(editor.editor, putNote, { middle: [step.x, step.x / 2] });
      return;
    case 'repair':
      run(editor.editor, repairAll, { data: null });
      return;
    case 'undo':
      editor.undo();
      return;
    case 'redo':
      editor.redo();
      return;
    case 'duplicate':
      editor.press(duplicate);
      return;
    case 'leave':
      editor.press(leaveGroup);
      return;
    case 'insert':
      if (wires.length > 0) editor.insert(pick(wires, step.wire), step.type);
      return;
    case 'delete-wire':
      if (wires.length > 0) run(editor.editor, deleteSelection, { blocks: [], wires: [pick(wires, step.wire)] });
      return;
  }
  const at = editor.scene.level.graphId;
  const annotations = annotationsOf(editor.project, at);
  const [annotation] = 'which' in step ? [pick(Object.keys(annotations), step.which)] : [];
  if (annotation !== undefined) {
    const { kind, size, place } = annotations[annotation]!;
    const change = (values: Parameters<typeof changeAnnotation.run>[1]['change']) =>
      run(editor.editor, changeAnnotation, { id: annotation, change: values });
    if (step.act === 'annotate') change(kind === 'note' ? { text: step.text } : { name: step.text });
    if (step.act === 'resize')
      change({ place: [place[0] - step.by, place[1]], size: [size[0] + step.by, size[1] + step.by] });
    if (step.act === 'delete-annotation') {
      run(editor.editor, deleteSelection, { blocks: [], wires: [], annotations: [annotation] });
    }
    if (step.act === 'move-annotation') {
      const things = withHeld(editor.project, { blocks: [], annotations: [annotation] }, at);
      run(editor.editor, moveBlocks, shifted(editor.project, things, [step.by, -step.by], at));
    }
    return;
  }
  if (ids.length === 0) return;
  switch (step.act) {
    case 'after':
      editor.addAfter(pick(ids, step.at), step.type);
      break;
    case 'wire':
      run(editor.editor, connectBlocks, ends(step.at, step.to, step.port));
      break;
    case 'move-wire':
      if (wires.length > 0)
        run(editor.editor, moveWire, { wire: pick(wires, step.wire), ...ends(step.at, step.to, step.port) });
      break;
    case 'put': {
      const { from, output, port: input } = ends(step.at, step.at, step.port);
      const wire = { block: from, port: step.from === 'output' ? output : input, from: step.from };
      run(editor.editor, addBlock, { type: step.type, where: { at: 'place', place: [step.at, 0], wires: [wire] } });
      break;
    }
    case 'drag-near': {
      editor.hold(pick(ids, step.at), [step.x, 0]);
      const wires = [ends(step.at, step.to, step.port), ends(step.to, step.at, step.port)];
      run(editor.editor, connectAll, { wires }, 'drag');
      editor.editor.endGesture();
      break;
    }
    case 'place-group': {
      const own = ownEntries(editor.project.model, editor.scene.level.graphId);
      if (own.length > 0) editor.addAfter(pick(ids, step.at), own[step.port % own.length]!.type);
      break;
    }
    case 'delete':
      editor.delete(pick(ids, step.at), pick(ids, step.other));
      break;
    case 'drag':
      editor.drag(pick(ids, step.at), [step.x, 0], [step.x, step.x]);
      break;
    case 'name':
      editor.rename(pick(ids, step.at), step.name);
      break;
    case 'units': {
      const id = pick(ids, step.at);
      const param = isGroup(graph.blocks[id]!) ? 'repeat' : 'units';
      editor.type(id, param, step.value);
      // What is typed next is a step of its own.
      editor.editor.endGesture();
      break;
    }
    case 'group':
      editor.select(pick(ids, step.at), pick(ids, step.other)).press(groupSelection);
      break;
    case 'frame':
      editor.select(pick(ids, step.at), pick(ids, step.other)).press(frameSelection);
      break;
    case 'copy': {
      const chosen = [pick(ids, step.at), pick(ids, step.other)];
      const pieces = readPieces(writePieces(piecesOf(editor.project, chosen, at, Object.keys(annotations))));
      run(editor.editor, pastePieces, pieces!);
      break;
    }
    case 'ungroup':
    case 'independent':
    case 'enter': {
      const group = ids.find((id) => isGroup(graph.blocks[id]!));
      if (!group) break;
      editor.select(group);
      if (step.act === 'enter') editor.press(enterGroup);
      else editor.press(step.act === 'ungroup' ? ungroupSelection : makeIndependent);
    }
  }
}

/** Throws where a document is not sound, whatever is wrong with the network in it. */
function expectSound({ model, layout }: ProjectDocument): void {
  expect(modelSchema.safeParse(model).error).toBeUndefined();
  expect(layoutSchema.safeParse(layout).error).toBeUndefined();
  for (const [id, { blocks, wires }] of Object.entries(model.graphs)) {
    const taken = new Set<string>();
    for (const { from, to } of Object.values(wires)) {
      expect(from.block in blocks && to.block in blocks, 'a wire has both ends').toBe(true);
      const port = `${to.block} ${to.port}`;
      expect(taken.has(port), `one wire at ${port}`).toBe(false);
      taken.add(port);
    }
    expect(order({ blocks, wires }).cyclic, 'a graph goes one way').toEqual([]);
    const placed = Object.keys(layout.graphs[id]?.positions ?? {});
    expect(
      placed.every((block) => block in blocks),
      'places are of blocks',
    ).toBe(true);
  }
  const held = new Set(
    Object.values(model.graphs).flatMap(({ blocks }) =>
      Object.values(blocks)
        .filter(isGroup)
        .map(({ params }) => String(params.graph)),
    ),
  );
  expect(
    Object.keys(model.graphs).filter((id) => id !== 'main' && !held.has(id)),
    'graphs are held',
  ).toEqual([]);
  expect(
    Object.keys(layout.graphs).filter((id) => !(id in model.graphs)),
    'places are of graphs',
  ).toEqual([]);
  const { graph } = expand(model);
  expect(Object.values(graph.blocks).filter(isGroup), 'no group holds itself').toEqual([]);
}

/** Makes a document throw where a command would change it in place, which the same document given back by undo cannot show. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function expectSameWhenReadAgain(project: ProjectDocument): void {
  for (const name of ['model', 'layout'] as const) {
    const written = serialize(project[name], fileDepth[name]);
    const read = parseProjectFile(name, written);
    if (!read.ok) throw new Error(JSON.stringify(read.problem));
    expect(read.value).toEqual(project[name]);
    expect(serialize(read.value, fileDepth[name])).toBe(written);
  }
}

// Ten thousand sessions: what a person could do by hand in years.
test('no session breaks the document, undo and redo give back the very documents, and files read back the same', () => {
  let commands = 0;
  let groups = 0;
  let annotations = 0;
  fc.assert(
    fc.property(fc.array(command, { minLength: 4, maxLength: 20 }), (steps) => {
      const editor = new TestEditor();
      // What undo must give back, from the start, and how far it is gone.
      let seen = [frozen(editor.project)];
      let at = 0;
      for (const step of steps) {
        commands++;
        perform(editor, step);
        const { project } = editor;
        if (step.act === 'undo') at = Math.max(0, at - 1);
        else if (step.act === 'redo') at = Math.min(seen.length - 1, at + 1);
        else if (project !== seen[at]) {
          seen = [...seen.slice(0, at + 1), frozen(project)];
          at++;
        }
        expect(project).toBe(seen[at]);
      }
      expectSound(editor.project);
      expectSameWhenReadAgain(editor.project);
      annotations += Object.values(editor.project.layout.graphs).flatMap((each) =>
        Object.keys(each.annotations ?? {}),
      ).length;
      groups += Object.keys(editor.project.model.graphs).length - 1;
      editor.undo(steps.length);
      expect(editor.project).toBe(seen[0]);
      for (const project of seen.slice(1)) expect(editor.redo().project).toBe(project);
    }),
    { numRuns: 10_000 },
  );
  expect(commands).toBeGreaterThan(80_000);
  expect(groups).toBeGreaterThan(1000);
  expect(annotations).toBeGreaterThan(2500);
}, 600_000);
