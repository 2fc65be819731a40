import { expect, it } from 'vitest';
import type { Binding } from '../../backends/tensorflow/binding.ts';
import type { Operation, Recorded } from './recorder.ts';
import { writeGraph } from './write-graph.ts';

it('a chain of operations is written however long it is, each after what it needs', () => {
  const length = 50_000;
  const facts = { dtype: 1, shape: [], varies: true } as const;
  const tensors = new Map<number, Recorded>([[0, { ...facts, origin: { kind: 'feed', name: 'x' } }]]);
  for (let id = 1; id <= length; id++) {
    const of: Operation = {
      kind: 'operation',
      index: id,
      name: 'AddV2',
      attributes: [],
      inputs: [id - 1, Math.max(0, id - 2)],
    };
    tensors.set(id, { ...facts, origin: { kind: 'output', of, place: 0 } });
  }
  const binding = { TF_FLOAT: 1, TF_INT32: 3 } as Binding;
  const { nodes } = writeGraph(binding, { tensors }, { numbers: [length], assigned: new Map() });
  const places = new Map(nodes.map(({ name }, place) => [name, place]));
  expect(nodes.filter(({ operation }) => operation === 'AddV2')).toHaveLength(length);
  const early = nodes.filter(({ inputs }, place) =>
    inputs.some((input) => places.get(input.replace('^', ''))! >= place),
  );
  expect(early).toEqual([]);
});
