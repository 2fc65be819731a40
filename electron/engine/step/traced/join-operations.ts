import type { Operation, Recorded, Recording } from './recorder.ts';
import type { GraphResults } from './write-graph.ts';

/**
 * A recording with fewer operations that gives the same numbers, to the last bit: a reshape that changes nothing is passed by, and
 * `LoomMatMul` adds the bias and cuts off negative numbers itself where nothing else needs what comes between.
 */
export function joinOperations({ tensors }: Recording, results: GraphResults): Recording {
  const recorded = (id: number): Recorded => tensors.get(id)!;
  const operationOf = (id: number): Operation | null => {
    const { origin } = recorded(id);
    return origin.kind === 'output' ? origin.of : null;
  };

  /** The tensor itself, or the one that a reshape made it of without changing anything. */
  function passBy(id: number): number {
    for (let at = id; ; ) {
      const operation = operationOf(at);
      if (operation?.name !== 'Reshape') return at;
      const [from] = operation.inputs as [number];
      if (recorded(from).shape.join() !== recorded(at).shape.join()) return at;
      at = from;
    }
  }

  const needed = neededOperations(tensors, results, passBy);
  const uses = new Map<number, number>();
  const use = (id: number) => uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const { inputs } of needed) for (const id of inputs) use(passBy(id));
  for (const id of wantedBy(tensors, results)) use(passBy(id));

  const joined = new Map<Operation, Operation>();
  // In the order in which they were computed, so what an operation needs is joined before it.
  for (const operation of needed.toSorted((a, b) => a.index - b.index)) {
    const inputs = operation.inputs.map(passBy);
    const before = operationOf(inputs[0] ?? -1);
    const product = before && uses.get(inputs[0]!) === 1 ? (joined.get(before) ?? before) : null;
    joined.set(operation, (product && withEnd(product, operation.name, inputs)) || { ...operation, inputs });
  }
  return {
    tensors: new Map(
      [...tensors].map(([id, tensor]) => {
        const { origin } = tensor;
        const of = origin.kind === 'output' ? joined.get(origin.of) : undefined;
        return [id, of ? { ...tensor, origin: { ...origin, of } as Recorded['origin'] } : tensor];
      }),
    ),
  };
}

/** A product that does what comes after it as well, in the place of that; null where it cannot. */
function withEnd(product: Operation, name: string, inputs: readonly number[]): Operation | null {
  if (product.name !== 'LoomMatMul') return null;
  const value = (key: string) => product.attributes.find((attribute) => attribute.name === key)!.value;
  if (value('transpose_b') === true || value('relu') === true) return null;
  const withValue = (key: string, to: number | boolean) =>
    product.attributes.map((attribute) => (attribute.name === key ? { ...attribute, value: to } : attribute));
  if (name === 'BiasAdd' && value('biases') === 0) {
    return { ...product, attributes: withValue('biases', 1), inputs: [...product.inputs, inputs[1]!] };
  }
  return name === 'Relu' ? { ...product, attributes: withValue('relu', true) } : null;
}

/** The tensors that are given out or assigned, or from which what is assigned is updated. */
function wantedBy(tensors: Recording['tensors'], { numbers, assigned }: GraphResults): readonly number[] {
  return [...numbers, ...assigned.values()].flatMap((id) => {
    const { origin } = tensors.get(id)!;
    return origin.kind === 'update' ? Object.values(origin.inputs) : [id];
  });
}

/** The operations without which the results cannot be computed. */
function neededOperations(
  tensors: Recording['tensors'],
  results: GraphResults,
  passBy: (id: number) => number,
): readonly Operation[] {
  const needed = new Set<Operation>();
  const waiting = [...wantedBy(tensors, results)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const { origin } = tensors.get(passBy(id))!;
    if (origin.kind !== 'output' || needed.has(origin.of)) continue;
    needed.add(origin.of);
    waiting.push(...origin.of.inputs);
  }
  return [...needed];
}
