import { lstat, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Json } from '../../shared/blocks/params.ts';
import { type KerasGraph, kerasGraph } from '../../shared/code/keras-graph.ts';
import { parts } from '../../shared/data/dataset.ts';
import type { ExportFormat, ExportReport, ExportStage } from '../../shared/ipc/exports.ts';
import { UserError, wordsOf } from '../../shared/ipc/port.ts';
import { exportMessages } from '../../shared/messages/exports.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { inARow, recognize, say, type Words } from '../../shared/messages/sentence.ts';
import type { BatchTensor } from '../data/dataset.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { earlierName, sweepLeftovers, temporaryName } from '../data/disk/leftovers.ts';
import type { Exportable, FloatTensor, Format, NumberTensor } from '../formats/format.ts';
import { checkExport, formats } from '../formats/index.ts';
import { type Job, type JobOptions, openJob, readTrained } from './job.ts';
import { thresholdOf } from './predict.ts';
import { tellNotices } from './step/tell-notices.ts';

/** Rows a written model is compared on, at most. */
const rowsCompared = 256;

/** Differences stay below it, times the size of the largest answer where that is above 1: floats have about seven digits. */
const tolerance = 1e-4;

/** Rows and what the engine answers for them: tensors of the Inputs and of the Outputs, in order of flow. */
export interface HeldOutRows {
  readonly rows: number;
  readonly inputs: readonly NumberTensor[];
  readonly answers: readonly FloatTensor[];
}

/** Who hears what an export is at, and may end it. */
export interface ExportOptions {
  readonly onStage?: ((stage: ExportStage) => void) | undefined;
  /** Ends it when it is aborted, until the export has its name; it then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the weights of a run in a format, reads them back and compares the answers on held-out rows. The file or folder is there
 * only if they are the same. Throws UserError for whatever stands in the way; then nothing is left, and what was there before is whole.
 * `tell` takes what a person should know of how the answers were computed.
 */
export async function exportRun(
  {
    directory,
    format,
    path,
  }: {
    readonly directory: string;
    readonly format: ExportFormat;
    readonly path: string;
  },
  tell: (message: Words) => void = () => undefined,
  options: Pick<JobOptions, 'start' | 'onReading'> & ExportOptions = {},
): Promise<ExportReport> {
  options.onStage?.('open');
  const opened = await openJob(directory, 'trained', options);
  const job = { ...opened, step: tellNotices(opened.step, tell) };
  try {
    const { run } = job;
    const { weights, slots, position } = await readTrained(directory);
    const graph = kerasGraph(run.model);
    const exportable: Exportable = {
      name: run.project,
      model: run.model,
      graph,
      training: run.training,
      weights,
      optimizerState: { updates: position.updates, slots },
      preparation: preparationOf(job, graph),
    };
    return await writeProved(
      formats[format],
      exportable,
      path,
      () => heldOutRows(job, exportable, options.signal),
      options,
    );
  } finally {
    job.close();
  }
}

/**
 * The run's preparation with what it is to the model: the feature that each Input takes, by the Input's name in Keras, and in the order of
 * the Outputs the target that each answers. `threshold` is for an answer of one number, above which it is the second of two classes.
 */
function preparationOf({ dataset, match, program }: Job, { inputs, outputs }: KerasGraph): Json {
  const losses = new Map(program.outputs.map(({ block, loss }) => [block, loss]));
  const model = {
    inputs: Object.fromEntries(inputs.map(({ block, name }) => [name, match.inputs.get(block)!.name])),
    outputs: outputs.map(({ block, node }) => ({
      name: node.name,
      target: match.targets.get(block)!.name,
      threshold: thresholdOf(losses.get(block)!),
    })),
  };
  return { ...(dataset.preparation as unknown as Record<string, Json>), model };
}

/** Writes an export to a name beside `path`, proves it, and only then gives it its name. What fails, or is ended, leaves nothing. */
export async function writeProved(
  format: Format,
  exportable: Exportable,
  path: string,
  readRows: () => Promise<HeldOutRows>,
  options: ExportOptions = {},
): Promise<ExportReport> {
  const problems = checkExport(format, exportable.graph);
  if (problems.length > 0) {
    throw new UserError(
      say(exportMessages['cannot-express'], { format: recognize(format.title), problems: inARow(problems) }),
    );
  }
  // First: an earlier export that had stepped aside comes back, and is then what the target is judged by.
  await sweepLeftovers(path);
  await checkTarget(format, path);
  const temporary = temporaryName(path, format.extension ?? '');
  try {
    options.onStage?.('write');
    const names = await format.write(exportable, temporary);
    options.signal?.throwIfAborted();
    const proof = await prove(format, exportable, temporary, readRows, options);
    options.signal?.throwIfAborted();
    await putInPlace(temporary, path);
    const files = format.extension === null ? names : [basename(path)];
    const sizes = await Promise.all(names.map((name) => stat(join(path, name))));
    const all = format.extension === null ? sizes : [await stat(path)];
    return {
      format: format.name,
      path,
      bytes: all.reduce((sum, { size }) => sum + size, 0),
      files: [...files],
      proof,
    };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    options.signal?.throwIfAborted();
    throw describeFileError(error, path, 'written');
  }
}

/** Throws UserError unless there is a folder for the export, and nothing at its place or an earlier export. */
async function checkTarget(format: Format, path: string): Promise<void> {
  const { extension, title } = format;
  if (extension !== null && !path.endsWith(extension)) {
    const values = { format: recognize(title), expected: extension, received: basename(path) };
    throw new UserError(say(exportMessages['target-ending'], values));
  }
  const folder = dirname(path);
  try {
    if (!(await stat(folder)).isDirectory()) throw new UserError(say(exportMessages['folder-missing'], { folder }));
    const found = await lstat(path);
    if (await format.isEarlierExport(path)) return;
    const received = say(phrases[found.isDirectory() ? 'another-folder' : 'another-file']);
    throw new UserError(say(exportMessages['target-taken'], { path, format: recognize(title), received }));
  } catch (error) {
    if (!isMissing(error)) throw describeFileError(error, path, 'written');
    if (await isThere(folder)) return;
    throw new UserError(say(exportMessages['folder-missing'], { folder }));
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function prove(
  format: Format,
  exportable: Exportable,
  path: string,
  readRows: () => Promise<HeldOutRows>,
  { onStage, signal }: ExportOptions,
): Promise<ExportReport['proof']> {
  const failed = (error: unknown) => {
    signal?.throwIfAborted();
    throw readBackFailed(format, error);
  };
  onStage?.('read-back');
  const read = await format.readBack(exportable, path, signal).catch(failed);
  const { reader } = read;
  try {
    signal?.throwIfAborted();
    onStage?.('compare');
    if (read.kind === 'weights') {
      const keys = exportable.graph.layers.flatMap(({ weights }) => weights.map(({ key }) => key));
      const written = keys.map((key) => read.weights.get(key) ?? { shape: [], data: new Float32Array() });
      const expected = keys.map((key) => exportable.weights.get(key)!);
      const largest = largestDifference(expected, written);
      checkDifference(largest, 0, 0, reader);
      return { rows: 0, largestDifference: largest, reader };
    }
    const { rows, inputs, answers } = await readRows();
    checkFinite(answers, rows);
    const predicted = await read.predict(inputs).catch(failed);
    const largest = largestDifference(answers, predicted);
    checkDifference(largest, tolerance * Math.max(1, ...answers.map(largestSize)), rows, reader);
    return { rows, largestDifference: largest, reader };
  } finally {
    if (read.kind === 'predictor') await read.close();
  }
}

function readBackFailed({ title }: Format, error: unknown): UserError {
  return new UserError(say(exportMessages['read-back-failed'], { format: recognize(title), received: wordsOf(error) }));
}

/** Throws UserError for a model whose own answers are no numbers: no export of it could be told from a broken one. */
function checkFinite(answers: readonly FloatTensor[], rows: number): void {
  const unlike = new Set<number>();
  for (const { data } of answers)
    for (const [at, value] of data.entries())
      if (!Number.isFinite(value)) unlike.add(Math.floor(at / (data.length / rows)));
  if (unlike.size > 0) throw new UserError(say(exportMessages['answers-not-finite'], { rows, received: unlike.size }));
}

function checkDifference(largest: number, allowed: number, rows: number, reader: string): void {
  // Equal weights are equal to the last bit; answers stay below the tolerance.
  if (largest < allowed || (largest === 0 && allowed === 0)) return;
  const values = {
    expected: allowed.toPrecision(2),
    rows,
    received: largest.toPrecision(3),
    reader: recognize(reader),
  };
  throw new UserError(say(exportMessages['not-equal'], values));
}

/** Infinite where shapes differ or what was received is no number. */
function largestDifference(expected: readonly FloatTensor[], received: readonly FloatTensor[]): number {
  if (expected.length !== received.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [index, { shape, data }] of expected.entries()) {
    const other = received[index]!;
    if (shape.join() !== other.shape.join()) return Number.POSITIVE_INFINITY;
    for (let at = 0; at < data.length; at++) {
      const difference = Math.abs(data[at]! - other.data[at]!);
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    }
  }
  return largest;
}

function largestSize({ data }: FloatTensor): number {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Gives the export its name; an earlier one steps aside first, and comes back if that fails. */
async function putInPlace(temporary: string, path: string): Promise<void> {
  const earlier = await lstat(path).catch(() => null);
  if (!earlier?.isDirectory()) {
    await rename(temporary, path);
    return;
  }
  const aside = earlierName(temporary);
  await rename(path, aside);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rename(aside, path);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

/** The first rows of the test part, else of the validation part, else of the training part, and the engine's answers. */
async function heldOutRows(
  { dataset, feed, program, step, run }: Job,
  { graph }: Exportable,
  signal?: AbortSignal,
): Promise<HeldOutRows> {
  const part = parts.toReversed().find((name) => dataset.rows[name] > 0) ?? 'train';
  const inputs = graph.inputs.map(() => [] as BatchTensor[]);
  const answers = graph.outputs.map(() => [] as BatchTensor[]);
  let rows = 0;
  for await (const batch of feed.batches(part, { batchSize: run.training.batchSize, shuffleSeed: null })) {
    const taken = Math.min(batch.rows, rowsCompared - rows);
    const answered = await step.predict(batch);
    for (const [index, { block }] of graph.inputs.entries())
      inputs[index]!.push(firstRows(batch.inputs[block]!, taken));
    for (const [index, { block }] of graph.outputs.entries())
      answers[index]!.push(firstRows(answered.get(block)!, taken));
    rows += taken;
    signal?.throwIfAborted();
    if (rows === rowsCompared) break;
  }
  const types = new Map(program.inputs.map(({ block, spec }) => [block, spec.dtype]));
  return {
    rows,
    inputs: inputs.map((pieces, index) => {
      const { shape, data } = joined(pieces);
      const whole = types.get(graph.inputs[index]!.block) === 'int32';
      return { shape, data: whole ? Int32Array.from(data) : Float32Array.from(data) };
    }),
    answers: answers.map((pieces) => {
      const { shape, data } = joined(pieces);
      return { shape, data: Float32Array.from(data) };
    }),
  };
}

function firstRows({ shape, data }: BatchTensor, rows: number): BatchTensor {
  const [all = 0, ...rest] = shape;
  return { shape: [rows, ...rest], data: data.subarray(0, (data.length / all) * rows) };
}

function joined(pieces: readonly BatchTensor[]): NumberTensor {
  const [, ...rest] = pieces[0]?.shape ?? [0];
  const rows = pieces.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const length = pieces.reduce((sum, { data }) => sum + data.length, 0);
  const data = pieces[0]?.data instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece.data, at);
    at += piece.data.length;
  }
  return { shape: [rows, ...rest], data };
}
