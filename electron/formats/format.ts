import type { Json } from '../../shared/blocks/params.ts';
import type { KerasGraph } from '../../shared/code/keras-graph.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import type { ExportFormat } from '../../shared/ipc/exports.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';

/** Decimal or whole numbers, row by row; `shape` has all dimensions, with the batch first where there is one. */
export interface NumberTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Decimal numbers: a weight, or what a model answers. */
export interface FloatTensor extends NumberTensor {
  readonly data: Float32Array;
}

/** Where the optimizer stood, so that training can go on elsewhere. */
export interface OptimizerState {
  /** Updates done. */
  readonly updates: number;
  /** What it keeps for each weight, by `blockId/weightName/slot`. */
  readonly slots: ReadonlyMap<string, FloatTensor>;
}

/** A trained model, ready to be written. */
export interface Exportable {
  /** The project's name, for the model's name in the file and for words about it. */
  readonly name: string;
  readonly model: ModelDocument;
  /** `kerasGraph(model)`: the order of its Inputs and Outputs is the order of what predictors take and give. */
  readonly graph: KerasGraph;
  readonly training: TrainingDocument;
  /** By `blockId/weightName`. */
  readonly weights: ReadonlyMap<string, FloatTensor>;
  /** Null leaves the optimizer as it is before training. */
  readonly optimizerState: OptimizerState | null;
  /**
   * What has to be done to data before the model sees it, as the run fitted it (scales, vocabularies, class names); null if there is
   * nothing. It goes along as `preparation.json`.
   */
  readonly preparation: Json;
}

/** A written model, read back and able to predict. */
export interface Predictor {
  readonly kind: 'predictor';
  /** Who read it, in words for people. */
  readonly reader: string;
  /** Rows through the model: tensors of its Inputs in order, those of its Outputs in order, the batch first in each. */
  predict(inputs: readonly NumberTensor[]): Promise<readonly FloatTensor[]>;
  /** Frees what it holds. */
  close(): Promise<void>;
}

/** Only the numbers of a written model, read back, where nothing here can run the model itself. */
export interface ReadWeights {
  readonly kind: 'weights';
  /** Who read them, and why it was not more, in words for people. */
  readonly reader: string;
  /** By `blockId/weightName`. */
  readonly weights: ReadonlyMap<string, FloatTensor>;
}

/** A form in which a model leaves the app. */
export interface Format {
  readonly name: ExportFormat;
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly docs: string;
  /** The ending of the file, with its dot; null for a format that is a folder. */
  readonly extension: string | null;
  /** What the format cannot express of a model that is whole, in sentences for people; empty if all is well. */
  check(graph: KerasGraph): readonly Words[];
  /** What reading it takes besides Keras, as pip names the packages; none where Python does not read it. */
  packages(graph: KerasGraph): readonly string[];
  /** Writes the file or folder `path`, which does not exist yet. Answers the names of the files in a folder; none for a file. */
  write(exportable: Exportable, path: string): Promise<readonly string[]>;
  /** Whether a file or folder is an earlier export in this format and nothing else, so that a new one may take its place. */
  isEarlierExport(path: string): Promise<boolean>;
  /**
   * Reads back what `write` wrote, from the disk and by the format's own rules. A signal that is aborted ends that, and what the predictor does
   * later: both then reject, with its reason where they wait for another process.
   */
  readBack(exportable: Exportable, path: string, signal?: AbortSignal): Promise<Predictor | ReadWeights>;
}

/** Declares a format. */
export function defineFormat(format: Format): Format {
  return format;
}

/** A tensor of a run by its key. Throws if it is missing, or has another shape. */
export function tensorOf(
  tensors: ReadonlyMap<string, FloatTensor>,
  key: string,
  shape: readonly number[],
): FloatTensor {
  const found = tensors.get(key);
  if (!found || found.shape.join() !== shape.join()) {
    const received = found ? `[${found.shape.join(', ')}]` : 'none';
    throw new Error(`A run has "${key}" of shape [${shape.join(', ')}]. Received: ${received}.`);
  }
  return found;
}
