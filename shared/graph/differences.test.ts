import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyData } from '../data/document.ts';
import { defaultTraining } from '../training/settings.ts';
import type { Note } from './annotations.ts';
import { differencesBetween } from './differences.ts';
import { type Block, emptyLayout, emptyModel, type Wire } from './document.ts';
import { newBlock } from './edits.ts';
import { type ProjectFiles, projectFiles } from './parse.ts';
import { fileDepth, serialize } from './serialize.ts';

const empty: ProjectFiles = { model: emptyModel, layout: emptyLayout, data: emptyData, training: defaultTraining };

function project(
  blocks: Readonly<Record<string, Block>>,
  wires: Readonly<Record<string, Wire>> = {},
  positions: Readonly<Record<string, readonly [number, number]>> = {},
): ProjectFiles {
  return {
    ...empty,
    model: { ...emptyModel, graphs: { main: { blocks, wires } } },
    layout: { ...emptyLayout, graphs: { main: { positions } } },
  };
}

const wire: Wire = { from: { block: 'a', port: 'output' }, to: { block: 'b', port: 'input' } };

describe('what differs between two states of a project', () => {
  it('is nothing where nothing does', () => {
    const one = project({ a: newBlock('Dense', { units: 3 }) }, { w: wire }, { a: [1, 2] });
    expect(differencesBetween(one, structuredClone(one))).toEqual([]);
  });

  it('names blocks that came and went, and counts wires', () => {
    const before = project({ a: newBlock('Input'), old: newBlock('Dense') }, { w: wire });
    const after = project({ a: newBlock('Input'), b: newBlock('Dense'), c: newBlock('Dropout') });
    expect(differencesBetween(before, after)).toEqual([
      { kind: 'blocks-added', count: 2, names: ['b', 'c'] },
      { kind: 'blocks-removed', count: 1, names: ['old'] },
      { kind: 'wires-removed', count: 1, names: [] },
    ]);
  });

  it('tells a parameter by its block with both values, and a name and a type as such', () => {
    const before = project({ 'dense-1': newBlock('Dense', { units: 128 }), x: newBlock('LSTM') });
    const after = project({
      'dense-1': newBlock('Dense', { units: 64 }),
      x: { ...newBlock('LSTM'), type: 'GRU', name: 'memory' },
    });
    expect(differencesBetween(before, after)).toEqual([
      { kind: 'param', block: 'dense-1', key: 'units', before: '128', after: '64' },
      { kind: 'block-type', block: 'x', key: 'type', before: 'LSTM', after: 'GRU' },
      { kind: 'block-name', block: 'x', key: 'name', before: '', after: 'memory' },
    ]);
  });

  it('says that frames or notes are others', () => {
    const before = project({ a: newBlock('Input') });
    const note: Note = { kind: 'note', text: 'why', place: [0, 0], size: [200, 80] };
    const layout = { ...before.layout, graphs: { main: { positions: {}, annotations: { 'note-1': note } } } };
    expect(differencesBetween(before, { ...before, layout })).toEqual([{ kind: 'annotations' }]);
    expect(differencesBetween({ ...before, layout }, { ...before, layout: structuredClone(layout) })).toEqual([]);
  });

  it('goes into settings, and shows a component by its type and a long value cut', () => {
    const after: ProjectFiles = {
      ...empty,
      data: { ...emptyData, source: { kind: 'table', path: 'x'.repeat(60) }, split: { ...emptyData.split, test: 0.2 } },
      training: { ...defaultTraining, epochs: 3 },
    };
    expect(differencesBetween(empty, after)).toEqual([
      { kind: 'data', block: '', key: 'source.kind', before: 'none', after: 'table' },
      { kind: 'data', block: '', key: 'source.path', before: null, after: `${'x'.repeat(39)}…` },
      { kind: 'data', block: '', key: 'split.test', before: '0.15', after: '0.2' },
      { kind: 'training', block: '', key: 'epochs', before: '10', after: '3' },
    ]);
    const component = project({ a: newBlock('Dense') });
    const block = component.model.graphs.main!.blocks.a!;
    const regularized = project({
      a: { ...block, params: { ...block.params, kernelRegularizer: { type: 'L2', l2: 0.1 } } },
    });
    expect(differencesBetween(component, regularized)).toEqual([
      { kind: 'param', block: 'a', key: 'kernelRegularizer', before: 'null', after: 'L2' },
    ]);
  });

  it('counts blocks that stand elsewhere, not those that only came with their place', () => {
    const before = project({ a: newBlock('Input') }, {}, { a: [0, 0] });
    const after = project({ a: newBlock('Input'), b: newBlock('Dense') }, {}, { a: [0, 9], b: [5, 5] });
    expect(differencesBetween(before, after)).toEqual([
      { kind: 'blocks-added', count: 1, names: ['b'] },
      { kind: 'blocks-moved', count: 1, names: ['a'] },
    ]);
  });

  it('names blocks of a sub-graph with it', () => {
    const graphs = { ...emptyModel.graphs, encoder: { blocks: { 'dense-1': newBlock('Dense') }, wires: {} } };
    expect(differencesBetween(empty, { ...empty, model: { ...emptyModel, graphs } })).toEqual([
      { kind: 'blocks-added', count: 1, names: ['encoder › dense-1'] },
    ]);
  });

  it('names groups as people do, and those around them', () => {
    const inside = (units: number) => ({
      ...empty,
      model: {
        ...emptyModel,
        graphs: {
          main: { blocks: { 'group-1': { ...newBlock('Group', { graph: 'g1' }), name: 'Encoder' } }, wires: {} },
          g1: { blocks: { 'group-2': newBlock('Group', { graph: 'g2' }) }, wires: {} },
          g2: { blocks: { 'dense-1': newBlock('Dense', { units }) }, wires: {} },
        },
      },
    });
    expect(differencesBetween(inside(3), inside(4))).toEqual([
      { kind: 'param', block: 'Encoder › group-2 › dense-1', key: 'units', before: '3', after: '4' },
    ]);
  });

  it('is empty exactly when the same files would be written', () => {
    const id = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
    const value = fc.oneof(
      fc.integer({ max: 3, min: 0 }),
      fc.constantFrom('x', null),
      fc.record({ type: fc.constantFrom('L1', 'L2') }),
    );
    const records = <T>(item: fc.Arbitrary<T>) =>
      fc.array(fc.tuple(id, item), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Record<string, T>);
    const block: fc.Arbitrary<Block> = fc.record({
      type: fc.constantFrom('Dense', 'Hologram'),
      name: fc.constantFrom('', 'n'),
      params: records(value as fc.Arbitrary<Block['params'][string]>),
    });
    const end = fc.record({ block: id, port: fc.constantFrom('input', 'output') });
    const graph = fc.record({ blocks: records(block), wires: records(fc.record({ from: end, to: end })) });
    const place = fc.tuple(fc.integer({ max: 1, min: 0 }), fc.constant(0));
    const positions = fc.record({ positions: records(place) });
    const state: fc.Arbitrary<ProjectFiles> = fc.record({
      model: fc
        .record({ main: graph }, { noNullPrototype: true })
        .chain((main) =>
          fc
            .option(graph, { nil: undefined })
            .map((part) => ({ ...emptyModel, graphs: { ...main, ...(part && { part }) } })),
        ),
      layout: positions.map((main) => ({ ...emptyLayout, graphs: { main } })),
      data: fc.constantFrom(emptyData, { ...emptyData, columns: { a: { kind: 'text', role: 'input' } } } as const),
      training: fc.constantFrom(defaultTraining, { ...defaultTraining, shuffle: false }),
    });
    const written = (files: ProjectFiles) => projectFiles.map((name) => serialize(files[name], fileDepth[name])).join();
    fc.assert(
      fc.property(state, state, (one, other) => {
        expect(differencesBetween(one, structuredClone(one))).toEqual([]);
        expect(differencesBetween(one, other).length === 0).toBe(written(one) === written(other));
      }),
      { numRuns: 500 },
    );
  });
});
