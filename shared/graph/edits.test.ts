import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../blocks/params.ts';
import { phrases } from '../messages/phrases.ts';
import { describeProblem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import type { Graph } from './document.ts';
import { applyEdit, connect, type Edit, freshId, newBlock, reaches } from './edits.ts';
import { infer } from './infer.ts';
import { order } from './order.ts';

const empty: Graph = { blocks: {}, wires: {} };
const build = (edits: readonly Edit[], from: Graph = empty) => edits.reduce(applyEdit, from);
const three = build([
  { edit: 'add-block', id: 'a', block: newBlock('Input', { shape: [4] }) },
  { edit: 'add-block', id: 'b', block: newBlock('Dense') },
  { edit: 'add-block', id: 'c', block: newBlock('Dense') },
]);
const wired = (graph: Graph, ...pairs: [string, string][]) =>
  pairs.reduce((at, [from, to]) => build(connect(at, from, to)!, at), graph);

describe('an edit', () => {
  test('of a missing block changes nothing and gives the same graph', () => {
    expect(applyEdit(three, { edit: 'remove-block', id: 'x' })).toBe(three);
    expect(applyEdit(three, { edit: 'set-param', id: 'x', param: 'units', value: 1 })).toBe(three);
  });

  test('that removes a block removes its wires, for a wire cannot outlive its block', () => {
    const graph = wired(three, ['a', 'b'], ['b', 'c']);
    const left = applyEdit(graph, { edit: 'remove-block', id: 'b' });
    expect(left).toEqual({ blocks: { a: graph.blocks.a, c: graph.blocks.c }, wires: {} });
  });
});

describe('a wire', () => {
  test('replaces what was wired into the same port', () => {
    const graph = wired(three, ['a', 'c'], ['b', 'c']);
    expect(Object.values(graph.wires)).toEqual([
      { from: { block: 'b', port: 'output' }, to: { block: 'c', port: 'input' } },
    ]);
  });

  test('is refused to itself, to an Input, from an Output, to an unknown port and back to an earlier block', () => {
    const graph = wired(three, ['a', 'b'], ['b', 'c']);
    const withOutput = build([{ edit: 'add-block', id: 'o', block: newBlock('Output') }], graph);
    expect(connect(graph, 'b', 'b')).toBeNull();
    expect(connect(graph, 'b', 'a')).toBeNull();
    expect(connect(withOutput, 'o', 'b')).toBeNull();
    expect(connect(graph, 'a', 'c', 'side')).toBeNull();
    expect(connect(graph, 'c', 'b')).toBeNull();
    expect(connect(graph, 'b', 'c')).toEqual([]);
  });

  test('may be missing at an optional port, and at no other before one that is used', () => {
    const input = newBlock('Input');
    const graph = build([
      { edit: 'add-block', id: 'a', block: { ...input, params: { ...input.params, shape: [5, 4] } } },
      { edit: 'add-block', id: 'b', block: newBlock('MultiHeadAttention') },
    ]);
    const problemsWith = (...ports: readonly string[]) =>
      infer(ports.reduce((at, port) => build(connect(at, 'a', 'b', port)!, at), graph)).problems.map(
        ({ problem, values }) => `${problem} ${values.port}`,
      );
    expect(problemsWith('query', 'value')).toEqual([]);
    expect(problemsWith('query', 'value', 'key')).toEqual([]);
    expect(problemsWith('key')).toEqual(['port-missing query', 'port-missing value']);
    expect(connect(graph, 'a', 'b', 'input')).toBeNull();
  });

  test('never closes a circle, whatever is connected in whatever order', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const dense = build(ids.map((id): Edit => ({ edit: 'add-block', id, block: newBlock('Dense') })));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 30 }), (pairs) => {
        const graph = pairs.reduce((at, [from, to]) => build(connect(at, from, to) ?? [], at), dense);
        const { ids: sorted, cyclic } = order(graph);
        expect(cyclic).toEqual([]);
        for (const { from, to } of Object.values(graph.wires)) {
          expect(sorted.indexOf(from.block)).toBeLessThan(sorted.indexOf(to.block));
          expect(reaches(graph, from.block, to.block)).toBe(true);
        }
      }),
    );
  });
});

test('a fresh id is one that nothing has', () => {
  expect(freshId({}, 'Conv2D')).toBe('conv2d-1');
  expect(freshId({ 'dense-1': 0, 'dense-2': 0 }, 'Dense')).toBe('dense-3');
});

describe('inference', () => {
  test('blames the block at fault and leaves those after it alone', () => {
    const graph = wired(
      build([{ edit: 'set-param', id: 'b', param: 'units', value: 0 }], three),
      ['a', 'b'],
      ['b', 'c'],
    );
    const { problems, facts } = infer(graph);
    expect(problems).toEqual([
      {
        problem: 'param-invalid',
        values: {
          type: 'Dense',
          param: 'Units',
          expected: say(phrases['whole-number-from'], { min: 1 }),
          received: '0',
        },
        param: 'units',
        severity: 'error',
        block: 'b',
      },
    ]);
    expect([...facts.keys()]).toEqual(['a']);
  });

  test('names the param of a component inside, and what stands there', () => {
    const given = newBlock('Bidirectional').params.layer as Record<string, Json>;
    const wrongIn = (layer: Json) =>
      infer(build([{ edit: 'add-block', id: 'b', block: newBlock('Bidirectional', { layer }) }]))
        .problems.filter(({ problem }) => problem === 'param-invalid')
        .map((found) => describeProblem(found));
    expect(wrongIn({ ...given, units: 0 })).toEqual([
      'Bidirectional: Units of Layer must be a whole number, 1 or more. Received: 0.',
    ]);
    expect(wrongIn({ ...given, recurrentInitializer: { type: 'Orthogonal', gain: 'much' } })).toEqual([
      'Bidirectional: Gain of Recurrent initializer of Layer must be a number. Received: "much".',
    ]);
    expect(wrongIn({ type: 'Dense' })).toEqual([
      'Bidirectional: Layer must be one of LSTM, GRU, SimpleRNN. Received: {"type":"Dense"}.',
    ]);
  });

  test('names a circle, a wire without an end and a port there is not', () => {
    const wire = (from: string, to: string, port = 'input') => ({
      from: { block: from, port: 'output' },
      to: { block: to, port },
    });
    const graph: Graph = { ...three, wires: { w1: wire('b', 'c'), w2: wire('c', 'b'), w3: wire('a', 'gone') } };
    expect(infer(graph).problems.map(({ problem, block, wire: id }) => [problem, block ?? id])).toEqual([
      ['wire-end-missing', 'w3'],
      ['cycle', 'b'],
      ['cycle', 'c'],
    ]);
    const strange = infer({ ...three, wires: { w1: wire('a', 'b', 'side'), w2: wire('a', 'c') } });
    expect(strange.problems.map(({ problem, wire: id }) => [problem, id])).toEqual([
      ['port-unknown', 'w1'],
      ['input-missing', undefined],
    ]);
  });

  test('counts parameters and shapes of a sound chain', () => {
    const { facts, parameters, problems } = infer(wired(three, ['a', 'b'], ['b', 'c']));
    expect(problems).toEqual([]);
    expect(facts.get('c')?.output).toEqual({ shape: [32], dtype: 'float32', masked: false });
    expect(parameters).toBe(4 * 32 + 32 + 32 * 32 + 32);
  });

  test('never throws, whatever the params and wires are', () => {
    const end = fc.record({
      block: fc.constantFrom('a', 'b', 'c', 'x'),
      port: fc.constantFrom('input', 'output', '1', 'side'),
    });
    const block = fc.record({
      type: fc.constantFrom(
        'Input',
        'Dense',
        'Conv2D',
        'MaxPooling2D',
        'Flatten',
        'Embedding',
        'LSTM',
        'GRU',
        'SimpleRNN',
        'Bidirectional',
        'TimeDistributed',
        'Output',
        'Hologram',
      ),
      name: fc.string(),
      params: fc.oneof(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constant({ shape: [28, 28, 1], dtype: 'float32' }),
      ),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), block),
        fc.dictionary(fc.string({ minLength: 1 }), fc.record({ from: end, to: end })),
        (blocks, wires) => void infer({ blocks, wires } as Graph),
      ),
    );
  });
});
