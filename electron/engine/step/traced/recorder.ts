import type { Tensor } from '@tensorflow/tfjs-core';
import type {
  Binding,
  NodeBackend,
  OperationAttribute,
  TensorNumbers,
  TypeNumber,
} from '../../backends/tensorflow/binding.ts';

/** Why a step cannot become a graph; the message is for people. */
export class TracingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TracingError';
  }
}

/** A value that goes into a graph from outside, at each run or between runs. */
export interface Source {
  /** Unique in its recording; letters, digits, `_`. */
  readonly name: string;
  readonly kind: 'feed' | 'variable';
}

/** One operation that was computed. */
export interface Operation {
  readonly kind: 'operation';
  readonly index: number;
  readonly name: string;
  readonly attributes: readonly OperationAttribute[];
  readonly inputs: readonly number[];
}

/** A weight's update that the graph does in place, in one operation. */
export interface Update {
  readonly kind: 'update';
  readonly index: number;
  readonly name: 'LoomApplyAdam' | 'ResourceApplyAdam';
  /** The tensors before it, by their role: weight, gradient, slots, scalars. */
  readonly inputs: Readonly<Record<string, number>>;
}

/** How a tensor came to be. */
type Origin =
  | Source
  | Update
  | { readonly kind: 'constant'; readonly values: TensorNumbers }
  | { readonly kind: 'output'; readonly of: Operation; readonly place: number };

/** A tensor of a recording. */
export interface Recorded {
  readonly dtype: TypeNumber;
  readonly shape: readonly number[];
  readonly origin: Origin;
  /** Whether its numbers may differ from run to run. */
  readonly varies: boolean;
}

/** What was computed while it was recorded, by the binding's numbers of tensors, which it never uses twice. */
export interface Recording {
  readonly tensors: ReadonlyMap<number, Recorded>;
}

/** Writes down what a backend computes. */
export interface Recorder {
  /** Names a tensor that is given; call it before anything is computed with it. */
  source(tensor: Tensor, source: Source): void;
  /** Computes without writing down, then writes one update in its place. The results are those of `compute`, in its order. */
  update<Result extends readonly Tensor[]>(
    name: Update['name'],
    inputs: Readonly<Record<string, Tensor>>,
    compute: () => Result,
  ): Result;
  /** The binding's number of a tensor. */
  idOf(tensor: Tensor): number;
}

/**
 * Calls `compute` and writes down every operation that it computes on the backend, which computes it really. Throws a TracingError
 * where the numbers of a tensor that varies are read meanwhile: what is decided by them on the host would be decided once for all.
 */
export function record<Result>(
  backend: NodeBackend,
  compute: (recorder: Recorder) => Result,
): { readonly recording: Recording; readonly result: Result } {
  const { binding } = backend;
  const tensors = new Map<number, Recorded>();
  let operations = 0;
  let paused = false;

  const known = (id: number): Recorded => {
    const found = tensors.get(id);
    if (found) return found;
    throw new TracingError('a tensor is used that was made before the step');
  };

  const overrides: Partial<Binding> = {
    createTensor(shape, dtype, values) {
      const id = binding.createTensor(shape, dtype, values);
      tensors.set(id, { dtype, shape: [...shape], origin: { kind: 'constant', values }, varies: false });
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const made = binding.executeOp(name, attributes, inputs, outputs);
      if (paused) return made;
      const varies = inputs.map(known).some((input) => input.varies);
      const of: Operation = { kind: 'operation', index: operations++, name, attributes, inputs: [...inputs] };
      for (const [place, { id, dtype, shape }] of made.entries()) {
        tensors.set(id, { dtype, shape: [...shape], origin: { kind: 'output', of, place }, varies });
      }
      return made;
    },
    tensorDataSync(id) {
      if (!paused && known(id).varies) throw new TracingError('a number is read while the step is computed');
      return binding.tensorDataSync(id);
    },
  };
  const numberOf = (tensor: Tensor): number => backend.getInputTensorIds([tensor])[0]!;

  const recorder: Recorder = {
    source(tensor, source) {
      const id = numberOf(tensor);
      const dtype =
        tensor.dtype === 'int32' ? binding.TF_INT32 : tensor.dtype === 'bool' ? binding.TF_BOOL : binding.TF_FLOAT;
      tensors.set(id, { dtype, shape: tensor.shape, origin: source, varies: true });
    },
    update(name, inputs, compute) {
      const ids = Object.fromEntries(Object.entries(inputs).map(([role, tensor]) => [role, numberOf(tensor)]));
      for (const id of Object.values(ids)) known(id);
      paused = true;
      try {
        const results = compute();
        const origin: Update = { kind: 'update', index: operations++, name, inputs: ids };
        for (const tensor of results) {
          tensors.set(numberOf(tensor), { dtype: binding.TF_FLOAT, shape: tensor.shape, origin, varies: true });
        }
        return results;
      } finally {
        paused = false;
      }
    },
    idOf: numberOf,
  };

  // The binding's own properties cannot be changed, so the backend is given another object in its place.
  backend.binding = new Proxy({} as Binding, {
    get: (_target, key) => overrides[key as keyof Binding] ?? binding[key as keyof Binding],
  });
  try {
    const result = compute(recorder);
    return { recording: { tensors }, result };
  } finally {
    backend.binding = binding;
  }
}
