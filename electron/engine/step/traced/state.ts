import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../../backends/tensorflow/binding.ts';
import type { TensorStore } from '../tensor-store.ts';
import type { Session } from './session.ts';

/** Weights or optimizer slots. */
export type StateKind = 'weight' | 'slot';

export const stateKinds = ['weight', 'slot'] as const satisfies readonly StateKind[];

/** What training changes: in tensors, in the variables of sessions, or in both. Each place knows which version of it it has. */
export interface TrainedState {
  readonly stores: Readonly<Record<StateKind, TensorStore>>;
  /** What a graph calls each weight and slot. */
  readonly names: Readonly<Record<StateKind, ReadonlyMap<string, string>>>;
  /** Brings the tensors up to date. */
  fetch(): void;
  /** Brings a session's variables up to date. */
  send(session: Session): void;
  /** The tensors have a new state. */
  tensorsChanged(): void;
  /** A session has trained its variables: they are the new state. */
  sessionTrained(session: Session): void;
  /** What a session's variables hold is of no use. */
  forget(session: Session): void;
}

/** Makes the state of weights and slots that lie in tensors. */
export function createTrainedState(backend: NodeBackend, stores: TrainedState['stores']): TrainedState {
  const named = (kind: StateKind) =>
    new Map([...stores[kind].tensors.keys()].map((id, index) => [id, `${kind}_${index}`]));
  const names = { weight: named('weight'), slot: named('slot') };
  const sessionVersions = new WeakMap<Session, number>();
  let version = 0;
  let tensorsVersion = 0;
  let holder: Session | null = null;

  /** The weights and slots that a session has variables for, with their names there. */
  const heldBy = ({ graph }: Session, kind: StateKind) => {
    const variables = new Set(graph.variables);
    return [...names[kind]].filter(([, name]) => variables.has(name));
  };

  function fetch(): void {
    if (tensorsVersion === version || !holder) return;
    for (const kind of stateKinds) {
      const held = heldBy(holder, kind);
      if (held.length === 0) continue;
      const facts = holder.read(held.map(([, name]) => name));
      for (const [index, [id]] of held.entries()) {
        const tensor: Tensor = backend.createOutputTensor(facts[index]!);
        stores[kind].replace(id, tensor);
      }
    }
    tensorsVersion = version;
  }

  return {
    stores,
    names,
    fetch,
    send(session) {
      if (sessionVersions.get(session) === version) return;
      fetch();
      const values = new Map<string, number>();
      for (const kind of stateKinds) {
        for (const [id, name] of heldBy(session, kind)) {
          values.set(name, backend.getInputTensorIds([stores[kind].tensors.get(id)!])[0]!);
        }
      }
      session.load(values);
      sessionVersions.set(session, version);
    },
    tensorsChanged() {
      version++;
      tensorsVersion = version;
    },
    sessionTrained(session) {
      version++;
      holder = session;
      sessionVersions.set(session, version);
    },
    forget: (session) => {
      sessionVersions.delete(session);
    },
  };
}
