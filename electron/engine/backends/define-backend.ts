import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../shared/blocks/fused.ts';
import type { Remedy } from '../../../shared/ipc/engines.ts';
import { engineMessages } from '../../../shared/messages/en.ts';
import { inEnglish, recognize, type Sentence, say, type Words } from '../../../shared/messages/sentence.ts';
import type { FusedUpdates } from '../../../shared/training/optimizers/define-optimizer.ts';
import type { EngineName } from '../../../shared/training/settings.ts';
import type { Work } from '../program/program.ts';
import type { NodeBackend, Operations } from './tensorflow/binding.ts';

/** A backend that has started but not yet proved itself. */
export interface StartedBackend {
  /** The library, with this backend set as the one it computes on. */
  readonly tf: Tfjs;
  /** Version of the package that computes. */
  readonly version: string;
  /** What computes, in a few words for people: `CPU, 2 threads, SIMD`. */
  readonly device: Words;
  /** Whether operations may still go on when they have answered, so that who times them has to wait for their numbers. */
  readonly isAsynchronous?: boolean;
  /** What it computes itself in place of operations that blocks are composed of. */
  readonly fusedLayers: FusedLayers;
  /** Optimizer updates that it does itself. */
  readonly fusedUpdates: FusedUpdates;
  /** TensorFlow itself, where it computes: what a step needs to become one of its graphs. */
  readonly native?: { readonly backend: NodeBackend; readonly operations: Operations };
}

/** An engine cannot be had on this computer; `message` says why, `remedy` what to do, both for people. */
export class UnavailableError extends Error {
  readonly words: Words;
  readonly remedy: Remedy | null;

  constructor(reason: Words, remedy: Remedy | null) {
    super(inEnglish(reason));
    this.words = recognize(reason);
    this.name = 'UnavailableError';
    this.remedy = remedy;
  }
}

/** One way to compute tensors. A new one is a file with `defineBackend` and a line in the list of `backend.ts`. */
export interface BackendDefinition {
  readonly name: EngineName;
  /** Whether `auto` considers it on this computer; of one that has no place here nothing is said. One without this always has. */
  hasPlace?(): Promise<boolean>;
  /**
   * Why `auto` passes it over although it would start, in words for people, or null; one without this is fit. Throws as `start` does.
   */
  unfit?(): Promise<Words | null>;
  /**
   * Starts it, once a process. `work` is what one pass of a batch through the network costs, left out where that is not known: it decides
   * what threads are worth. Throws an error that names what is missing where it cannot start, an UnavailableError where something can be
   * done about it.
   */
  start(work?: Work): Promise<StartedBackend>;
}

/** The processor as a device; `further` is what else there is to say of it, such as the instructions it computes with. */
export function onProcessor(threads: number, ...further: readonly string[]): Words {
  const device =
    threads === 1 ? say(engineMessages['device-thread']) : say(engineMessages['device-threads'], { threads });
  return further.reduce<Sentence>(
    (words, next) => say(engineMessages['device-further'], { device: words, further: next }),
    device,
  );
}

/** Declares a backend; this is the only way to make one. */
export function defineBackend(definition: BackendDefinition): BackendDefinition {
  return definition;
}
