import type { BlockId } from '../../../shared/graph/document.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import type { Logs } from '../../../shared/training/events.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import type { WeightId } from '../program/program.ts';

/** Rows for the model, by the blocks of its Inputs and Outputs. */
export interface StepBatch {
  readonly rows: number;
  /** The source's numbers of its rows, where some of the source may be left out. */
  readonly sources?: Int32Array;
  /** The files that its rows are, where each is one. */
  readonly files?: readonly string[];
  readonly inputs: Readonly<Record<BlockId, BatchTensor>>;
  /**
   * Class targets are class numbers: Int32Array, [rows] or the prediction's shape without its last dimension. Others are Float32Array
   * with as many numbers as the prediction has. Whatever form the loss and metrics want is made from them.
   */
  readonly targets: Readonly<Record<BlockId, BatchTensor>>;
}

/** What an optimizer remembers between steps. */
export interface OptimizerState {
  /** Updates done. */
  readonly steps: number;
  /** Slot tensors by `weightId/slot`, row by row. */
  readonly slots: ReadonlyMap<string, Float32Array>;
}

/**
 * The model in training: weights, optimizer and running logs. One at a time is computed: what a call changes is in place when it
 * returns, and the promise only waits for numbers to be read from the device.
 */
export interface Step {
  /** Updates done, by this step or by the run it goes on from. */
  readonly steps: number;
  /**
   * One update. Resolves with the batch's loss before it, penalties included; not finite when training has come apart. Rejects with an
   * Error that names what does not fit where the batch is not made for the model, as do the next two.
   */
  train(batch: StepBatch): Promise<number>;
  /** Loss of a batch as when predicting, penalties included. */
  evaluate(batch: StepBatch): Promise<number>;
  /** Answers by Output. */
  predict(batch: Pick<StepBatch, 'rows' | 'inputs'>): Promise<ReadonlyMap<BlockId, BatchTensor>>;
  /**
   * Loss and metrics over all batches trained or evaluated since `resetLogs`, by Keras's names: `loss`, and with several Outputs
   * `<output>_loss`, `<output>_<metric>`. Not finite is null.
   */
  logs(): Logs;
  /** Starts the running values anew, as for an epoch or an evaluation. */
  resetLogs(): void;
  /** What has changed since the last call in how batches are computed, in words for people, each said once; mostly nothing. */
  takeNotices(): readonly Words[];
  /** Copies of all weights, row by row. */
  readWeights(): Promise<ReadonlyMap<WeightId, Float32Array>>;
  /** Replaces all weights. Throws an Error that names a weight that is missing, unknown or of another size. */
  loadWeights(weights: ReadonlyMap<WeightId, Float32Array>): void;
  /** A copy of what the optimizer remembers. */
  readOptimizer(): Promise<OptimizerState>;
  /** Goes on from what an optimizer remembered. Throws an Error that names a slot that is missing, unknown or of another size. */
  loadOptimizer(state: OptimizerState): void;
  /** Frees all tensors; the step is of no use afterwards. */
  dispose(): void;
}
