import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { NodeBackend } from '../../backends/tensorflow/binding.ts';
import type { Computation } from '../computation.ts';
import type { TrainedState } from './state.ts';

/** What a batch of so many rows is computed for. */
export type Use = 'train' | 'evaluate' | 'predict';

/** What a traced step computes with: the library, TensorFlow, what a step is, and where training stands. */
export interface TracedContext {
  readonly tf: Tfjs;
  readonly native: NodeBackend;
  readonly computation: Computation;
  readonly seed: number;
  readonly state: TrainedState;
  /** Updates done. */
  readonly steps: number;
}
