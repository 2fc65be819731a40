import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf } from '../../testing/networks.ts';
import { describeProblem } from '../messages/problem.ts';
import type { BlockId, Graph, ModelDocument } from './document.ts';
import { mainGraph } from './document.ts';
import { applyEdits, newBlock } from './edits.ts';
import { expand } from './expand.ts';
import { type Grouped, groupBlocks, ungroup } from './group-edits.ts';
import { infer } from './infer.ts';
import { inferenceAt, levelOf, problemAt, soundPath, whereOf } from './level.ts';
import { findProblems } from './problems.ts';
import { repairsFor } from './repairs.ts';

/** A residual block between an Input and an Output. */
const residual = () =>
  modelOf(
    {
      input: ['Input', { shape: [8] }],
      first: ['Dense', { units: 8 }],
      second: ['Dense', { units: 8 }, 'second'],
      sum: ['Add'],
      output: ['Output'],
    },
    ['input -> first', 'first -> second', 'second -> sum:1', 'input -> sum:2', 'sum -> output'],
  );

const grouped = (model: ModelDocument, ...ids: BlockId[]): Grouped => {
  const found = groupBlocks(model, 'main', ids, 'tower');
  if (typeof found === 'string') throw new Error(found);
  return found;
};

const repeated = (model: ModelDocument, id: BlockId, repeat: number) =>
  applyEdits(model, [{ edit: 'set-param', id, param: 'repeat', value: repeat }]);

/** What a graph computes, whatever its blocks are called: for each block its type, its shape and those before it. */
function meaning(graph: Graph): readonly string[] {
  const { order, facts } = infer(graph);
  const said = new Map<BlockId, string>();
  for (const id of order) {
    const before = Object.values(graph.wires)
      .filter(({ to }) => to.block === id)
      .map(({ from, to }) => `${to.port}=${said.get(from.block)}`)
      .sort();
    const { type, params } = graph.blocks[id]!;
    said.set(id, `${type}(${params.units ?? ''}:${facts.get(id)?.output?.shape ?? ''})[${before.join()}]`);
  }
  return [...said.values()].sort();
}

describe('a model with groups', () => {
  test('is written out as the model without them', () => {
    const plain = residual();
    const { model, id, graphId } = grouped(plain, 'first', 'second', 'sum');
    expect(Object.keys(mainGraph(model).blocks).toSorted()).toEqual(['group-1', 'input', 'output']);
    expect(Object.keys(model.graphs[graphId]!.blocks).toSorted()).toEqual([
      'first',
      'groupinput-1',
      'groupoutput-1',
      'second',
      'sum',
    ]);
    const { graph, places } = expand(model);
    expect(Object.keys(graph.blocks).toSorted()).toEqual([
      'group-1/first',
      'group-1/second',
      'group-1/sum',
      'input',
      'output',
    ]);
    expect(meaning(graph)).toEqual(meaning(mainGraph(plain)));
    expect(places.get('group-1/first')).toEqual({ path: [id], block: 'first', first: true });
    expect(graph.blocks['group-1/second']!.name).toBe('tower second');
    expect(findProblems(model, null).problems).toEqual([]);
  });

  test('is its own main graph where it has none', () => {
    const plain = residual();
    expect(expand(plain).graph).toBe(mainGraph(plain));
  });

  test('has each copy of a repeated group behind the one before, with weights of its own', () => {
    const { model, id } = grouped(residual(), 'first', 'second', 'sum');
    const three = repeated(model, id, 3);
    const { graph } = expand(three);
    expect(Object.keys(graph.blocks)).toHaveLength(2 + 3 * 3);
    const { facts, parameters } = infer(graph);
    expect(parameters).toBe(3 * 2 * (8 * 8 + 8));
    const fed = Object.values(graph.wires).filter(({ to }) => to.block === 'group-1/2/sum');
    expect(fed.map(({ from }) => from.block).toSorted()).toEqual(['group-1/1/sum', 'group-1/2/second']);
    expect(facts.get('output')!.inputs[0]!.shape).toEqual([8]);
  });

  test('keeps the facts of blocks that an edit does not touch', () => {
    const { model, id } = grouped(residual(), 'first', 'second', 'sum');
    const three = repeated(model, id, 3);
    const before = infer(expand(three).graph).facts;
    const after = infer(expand(applyEdits(three, [{ edit: 'set-name', id: 'output', name: 'answer' }])).graph).facts;
    for (const [block, facts] of before) if (block !== 'output') expect(after.get(block)).toBe(facts);
  });

  test('shows a group with the sum of what it holds, and its ports with what is wired into them', () => {
    const { model, id } = grouped(residual(), 'first', 'second', 'sum');
    const three = repeated(model, id, 3);
    const { inference } = findProblems(three, null);
    const outside = inferenceAt(three, inference, levelOf(three, [])!);
    expect(outside.facts.get(id)).toMatchObject({ parameters: 432, multiplyAdds: 384, output: { shape: [8] } });
    expect(outside.facts.get(id)!.outputs!.get('groupoutput-1')!.shape).toEqual([8]);
    expect(outside.parameters).toBe(432);
    const inside = inferenceAt(three, inference, levelOf(three, [id])!);
    expect(inside.facts.get('groupinput-1')!.output!.shape).toEqual([8]);
    expect(inside.facts.get('groupoutput-1')!.output!.shape).toEqual([8]);
    expect(inside.facts.get('first')!.parameters).toBe(72);
    expect(inside.parameters).toBe(144);
  });

  test('says what is wrong inside once, where it is, and at the group from outside', () => {
    const { model, id, graphId } = grouped(residual(), 'first', 'second', 'sum');
    const broken = repeated(
      applyEdits(model, [{ edit: 'set-param', id: 'second', param: 'units', value: 5 }], graphId),
      id,
      3,
    );
    const { problems } = findProblems(broken, null);
    const found = problems.filter(({ problem }) => problem === 'inputs-differ');
    expect(found).toHaveLength(1);
    expect([found[0]!.path, found[0]!.block, whereOf(broken, found[0]!)]).toEqual([[id], 'sum', 'tower']);
    expect(problemAt(found[0]!, [])).toMatchObject({ block: id });
    expect(problemAt(found[0]!, [id])).toMatchObject({ block: 'sum' });
    expect(problemAt({ ...found[0]!, path: [] }, [id])).toBeNull();
  });

  test('is repaired inside', () => {
    const { model, id, graphId } = grouped(residual(), 'first', 'second', 'sum');
    const wire = Object.keys(model.graphs[graphId]!.wires).find(
      (each) => model.graphs[graphId]!.wires[each]!.to.block === 'first',
    )!;
    const broken = applyEdits(
      model,
      [{ edit: 'add-wire', id: 'twice', wire: model.graphs[graphId]!.wires[wire]! }],
      graphId,
    );
    const { inference, problems } = findProblems(broken, null);
    const found = problems.find(({ problem }) => problem === 'several-wires')!;
    expect([found.path, found.block, found.wire]).toEqual([[id], 'first', 'twice']);
    const [repair] = repairsFor(broken, inference, found, null);
    const mended = applyEdits(broken, repair!.edits, repair!.graphId);
    expect(findProblems(mended, null).problems).toEqual([]);
  });

  test('says of a port with nothing wired into it that it is so, and nothing of the blocks behind it', () => {
    const { model } = grouped(residual(), 'first', 'second', 'sum');
    const wires = Object.entries(mainGraph(model).wires);
    const [into] = wires.find(([, { to }]) => to.block === 'group-1')!;
    const { problems } = findProblems(applyEdits(model, [{ edit: 'remove-wire', id: into }]), null);
    expect(problems.map((found) => `${found.path ?? ''} ${found.block}: ${describeProblem(found)}`)).toEqual([
      'group-1 groupinput-1: Nothing is wired into this port of the group. Expected: a wire. Received: none.',
      ' input: Nothing uses what Input gives. Wire it to a block that leads to an Output. Received: no wire.',
    ]);
  });

  test('that holds itself, or no graph, says so and ends', () => {
    const main: Graph = { blocks: { again: newBlock('Group', { graph: 'main' }) }, wires: {} };
    const own: Graph = { blocks: { again: newBlock('Group', { graph: 'own' }) }, wires: {} };
    const model = { ...residual(), graphs: { main, own } };
    const words = (each: ModelDocument) => findProblems(each, null).problems.map((found) => describeProblem(found));
    expect(words(model)).toContain(
      'A group holds a graph of the project, and none that it stands in itself. Expected: a graph. Received: main.',
    );
    const nested = {
      ...model,
      graphs: { main: { blocks: { outer: newBlock('Group', { graph: 'own' }) }, wires: {} }, own },
    };
    const found = findProblems(nested, null).problems.find((each) => each.problem === 'group-graph');
    expect(found).toMatchObject({ path: ['outer'], block: 'again' });
  });

  test('has one group in another, and the same graph in several', () => {
    const inner = grouped(residual(), 'first', 'second', 'sum');
    const outer = grouped(inner.model, inner.id);
    const path = [outer.id, inner.id];
    expect(levelOf(outer.model, path)!.graphId).toBe(inner.graphId);
    expect(meaning(expand(outer.model).graph)).toEqual(meaning(mainGraph(residual())));
    expect(soundPath(inner.model, path)).toEqual([]);
    const main = mainGraph(inner.model);
    const again = newBlock('Group', { graph: inner.graphId }, 'other');
    const twice = {
      ...inner.model,
      graphs: { ...inner.model.graphs, main: { ...main, blocks: { ...main.blocks, again } } },
    };
    const { graph } = expand(twice);
    expect([graph.blocks['group-1/second']!.name, graph.blocks['again/second']!.name]).toEqual([
      'tower second',
      'other second',
    ]);
  });
});

describe('grouping', () => {
  test('leaves the ends of the model outside', () => {
    expect(groupBlocks(residual(), 'main', ['input', 'output'])).toBe('nothing');
    expect(grouped(residual(), 'input', 'first').blocks).toEqual(['first']);
  });

  test('refuses blocks that a way leads out of and back into', () => {
    expect(groupBlocks(residual(), 'main', ['first', 'sum'])).toBe('loop');
  });

  test('makes one port for what several blocks take from one, and for what several take from it', () => {
    const { model, graphId } = grouped(residual(), 'first', 'second', 'sum');
    expect(Object.values(mainGraph(model).wires)).toEqual([
      { from: { block: 'input', port: 'output' }, to: { block: 'group-1', port: 'groupinput-1' } },
      { from: { block: 'group-1', port: 'groupoutput-1' }, to: { block: 'output', port: 'input' } },
    ]);
    const fed = Object.values(model.graphs[graphId]!.wires).filter(({ from }) => from.block === 'groupinput-1');
    expect(fed.map(({ to }) => to.block).toSorted()).toEqual(['first', 'sum']);
  });

  test('and taking apart gives back the blocks with their ids and names, and forgets the graph', () => {
    const plain = residual();
    const { model, id } = grouped(plain, 'first', 'second', 'sum');
    const apart = ungroup(model, 'main', id)!.model;
    expect(Object.keys(apart.graphs)).toEqual(['main']);
    expect(mainGraph(apart).blocks).toEqual(mainGraph(plain).blocks);
    expect(meaning(mainGraph(apart))).toEqual(meaning(mainGraph(plain)));
  });

  test('of any blocks of any network changes nothing of what it computes, nor does taking apart', () => {
    const network = fc.integer({ min: 2, max: 9 }).chain((count) =>
      fc.record({
        // Each block after its sources, by number; 0 is the Input.
        sources: fc.tuple(
          ...Array.from({ length: count }, (_, at) =>
            fc.uniqueArray(fc.nat(at), { minLength: 1, maxLength: Math.min(2, at + 1) }),
          ),
        ),
        chosen: fc.subarray(
          Array.from({ length: count }, (_, at) => at + 1),
          { minLength: 1 },
        ),
        repeat: fc.constantFrom(1, 1, 2, 3),
      }),
    );
    let groups = 0;
    fc.assert(
      fc.property(network, ({ sources, chosen, repeat }) => {
        const blocks = Object.fromEntries(
          sources.map((own, at) => [`b${at + 1}`, own.length > 1 ? ['Add'] : ['Dense', { units: 4 }]]),
        );
        const wires = sources.flatMap((own, at) =>
          own.map((source, port) => {
            const from = source === 0 ? 'input' : `b${source}`;
            return `${from} -> b${at + 1}${own.length > 1 ? `:${port + 1}` : ''}`;
          }),
        );
        const model = modelOf({ input: ['Input', { shape: [4] }], ...blocks, output: ['Output'] } as never, [
          ...wires,
          `b${sources.length} -> output`,
        ]);
        const found = groupBlocks(
          model,
          'main',
          chosen.map((at) => `b${at}`),
        );
        if (typeof found === 'string') return;
        groups++;
        const before = meaning(mainGraph(model));
        expect(meaning(expand(found.model).graph)).toEqual(before);
        expect(meaning(mainGraph(ungroup(found.model, 'main', found.id)!.model))).toEqual(before);
        const copied = repeated(found.model, found.id, repeat);
        expect(meaning(mainGraph(ungroup(copied, 'main', found.id)!.model))).toEqual(meaning(expand(copied).graph));
      }),
      { numRuns: 300 },
    );
    expect(groups).toBeGreaterThan(50);
  });
});
