import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from '../../../shared/blocks/define-block.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { runMessages } from '../../../shared/messages/runs.ts';
import { say } from '../../../shared/messages/sentence.ts';

/** Tensors on the device by name, replaced now and then and freed at the end. */
export interface TensorStore {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Puts a tensor of the current scope in place of another and keeps it; frees the old one unless they are the same. */
  replace(id: string, tensor: Tensor): void;
  /** Copies of all values. */
  read(): Promise<ReadonlyMap<string, Float32Array>>;
  /** Replaces all values. Throws UserError that names what is missing, unknown or of another size, and then changes nothing. */
  load(values: ReadonlyMap<string, Float32Array>): void;
  dispose(): void;
}

/** Makes a store for tensors of the given shapes; `what` names them in errors. Empty until `load`. */
export function createStore(
  tf: Tfjs,
  what: 'weight' | 'slot',
  shapes: ReadonlyMap<string, readonly number[]>,
): TensorStore {
  const tensors = new Map<string, Tensor>();
  const replace = (id: string, tensor: Tensor) => {
    const old = tensors.get(id);
    if (old === tensor) return;
    tensors.set(id, tf.keep(tensor));
    old?.dispose();
  };
  return {
    tensors,
    replace,
    async read() {
      const read = [...tensors].map(async ([id, tensor]) => [id, Float32Array.from(await tensor.data())] as const);
      return new Map(await Promise.all(read));
    },
    load(values) {
      for (const [id, shape] of shapes) {
        const received = values.get(id);
        if (received?.length === sizeOf(shape)) continue;
        const found = received ? say(phrases.numbers, { count: received.length }) : say(phrases.none);
        const facts = { what: say(phrases[what]), id, shape: `[${shape.join(', ')}]`, received: found };
        throw new UserError(say(runMessages['tensor-shape'], facts));
      }
      const unknown = [...values.keys()].find((id) => !shapes.has(id));
      if (unknown !== undefined) {
        const expected = [...shapes.keys()].join(', ') || say(phrases.none);
        throw new UserError(
          say(runMessages['tensor-unknown'], { what: say(phrases[what]), expected, received: unknown }),
        );
      }
      // A copy, so that a backend which computes on the array it was given never shares it with the caller.
      for (const [id, shape] of shapes) replace(id, tf.tensor(values.get(id)!.slice(), [...shape], 'float32'));
    },
    dispose() {
      for (const tensor of tensors.values()) tensor.dispose();
      tensors.clear();
    },
  };
}
