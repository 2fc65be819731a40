import { readdir, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { DataDocument } from '../../../shared/data/document.ts';
import { applySteps, type FittedStep } from '../../../shared/data/steps/index.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import type { Batch, Dataset, OpenOptions } from '../dataset.ts';
import { describeFileError } from '../disk/file-error.ts';
import { isImageName } from '../images/decoding/image-kind.ts';
import { formOf } from '../images/image-dataset.ts';
import { readImagesAlone } from '../images/images-alone.ts';
import type { OtherTable } from '../other-table.ts';
import type { Gather, PreparedRows } from '../preparation/gather.ts';
import {
  type ColumnTarget,
  columnTargets,
  type FeaturePreparation,
  type Preparation,
  parsePreparation,
  unfitPreparation,
} from '../preparation/preparation.ts';
import { checkBatchSize, createPreparedDataset, gatherInOrder } from '../preparation/prepared-dataset.ts';
import { scaleBytes } from '../preparation/scale-bytes.ts';
import { doSteadily, type Reading, unwatchedReading } from '../reading.ts';
import type { RowSample } from '../sample/originals.ts';
import { showImage } from '../sample/show-image.ts';
import { isArrayFile, isArrayName, type NamedArray, openArrays } from './array-files.ts';
import { type JoinedArray, type JoinedArrays, joinArrays } from './joined-arrays.ts';
import { lookAtArrays, planningArrays, valuesOfArray } from './plan-arrays.ts';

/** Rows between which others get their turn. */
export async function pauseReading({ signal, report }: Reading, done: number, of: number): Promise<void> {
  report({ step: 'look', count: { done, of } });
  await setImmediate();
  signal.throwIfAborted();
}

/** Opens arrays as a dataset: rows are read from their files as they are asked for. Throws UserError for what cannot be trained on. */
export async function openArrayDataset(
  path: string,
  data: DataDocument,
  { limit, preparation: saved, tell, fold = null, reading = unwatchedReading() }: OpenOptions,
): Promise<Dataset> {
  const opened = await openArrays(path, reading);
  const close = () => closeAll(opened);
  try {
    const joined = joinArrays(path, opened);
    for (const words of joined.warnings) tell?.(words);
    const earlier = saved === undefined ? null : parsePreparation(saved);
    if (earlier !== null) checkArrays(path, earlier, joined.arrays);
    const settings = earlier === null ? data.columns : settingsOf(earlier, joined);
    const { facts } = await lookAtArrays(joined, settings, (done) => pauseReading(reading, done, joined.rows));
    const { rows, preparation } = await doSteadily(
      planningArrays(path, joined, facts, data, { earlier, fold }),
      'prepare',
      reading,
    );
    const dataset = createPreparedDataset({
      preparation,
      prepared: prepareArrays(joined, preparation),
      rows,
      limit,
      originals: (some) => originalArrays(joined, preparation, some),
      readFile: (file, { batchSize, reading: watched }) =>
        readOtherArrays(file, { preparation, tell, reading: watched }, batchSize),
    });
    return {
      ...dataset,
      close() {
        dataset.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Lets go of the files of arrays. */
export function closeAll(arrays: readonly NamedArray[]): void {
  for (const array of arrays) array.close();
}

/** The roles and kinds that an earlier run had. */
function settingsOf({ features, targets }: Preparation, { arrays }: JoinedArrays): DataDocument['columns'] {
  return Object.fromEntries(
    arrays.map(({ name }) => {
      const [feature, target] = [features[name], targets[name]];
      const isCategory = target?.kind === 'classes' || (feature?.kind === 'array' && feature.vocabularySize !== null);
      const role = target !== undefined ? 'target' : feature !== undefined ? 'input' : 'ignored';
      return [name, { kind: isCategory ? 'categorical' : 'numeric', role }];
    }),
  );
}

/** How rows of arrays become what the model gets. A target that is not among them is left out. */
export function prepareArrays({ arrays }: Pick<JoinedArrays, 'arrays'>, preparation: Preparation): PreparedRows {
  const found = new Map(arrays.map((array) => [array.name, array]));
  return {
    inputs: new Map(
      Object.entries(preparation.features).map(([name, feature]) => {
        const array = found.get(name);
        if (array === undefined) throw unfitPreparation(`features.${name}`, name, [...found.keys()].join(', '));
        return [name, gatherFeature(array, feature)];
      }),
    ),
    targets: new Map(
      columnTargets(preparation).flatMap(([name, target]) => {
        const array = found.get(target.column);
        return array === undefined ? [] : [[name, gatherTarget(array, target)] as const];
      }),
    ),
  };
}

/** Numbers of a row that are shown. */
const shownNumbers = 100;

/** Rows as they are in the files: images, or numbers with the name of their array. */
export function originalArrays(
  { arrays }: Pick<JoinedArrays, 'arrays'>,
  { features }: Preparation,
  rows: Int32Array,
): RowSample['originals'] {
  const used = arrays.filter(({ name }) => features[name] !== undefined);
  return Array.from(rows, (row) =>
    Object.fromEntries(
      used.map((array) => {
        const values = new Float64Array(array.width);
        array.read(Int32Array.of(row), values);
        const feature = features[array.name]!;
        if (feature.kind === 'image') {
          const { height, width } = feature;
          const data = Float32Array.from(values, (value) => value / 255);
          return [array.name, { image: showImage({ data, height, width, channels: array.shape[2] ?? 1 }) }];
        }
        const text = `${values.subarray(0, shownNumbers).join(' ')}${array.width > shownNumbers ? ' …' : ''}`;
        return [array.name, { cells: [{ column: array.name, text }] }];
      }),
    ),
  );
}

function gatherFeature(array: JoinedArray, feature: FeaturePreparation): Gather {
  const { width, shape } = array;
  switch (feature.kind) {
    case 'image':
      return (rows, allocate) => {
        const bytes = new Uint8Array(rows.length * width);
        array.readBytes(rows, bytes);
        const data = allocate(bytes.length);
        scaleBytes(bytes, 0, bytes.length, data, 0);
        return { data, shape: [rows.length, feature.height, feature.width, shape[2] ?? 1] };
      };
    case 'array':
      return (rows, allocate) => {
        const numbers = numbersAfter(feature.steps, array, rows);
        const data = feature.vocabularySize === null ? allocate(numbers.length) : new Int32Array(numbers.length);
        data.set(numbers);
        return { data, shape: [rows.length, ...feature.shape] };
      };
    default:
      throw unfitPreparation(
        `features.${array.name}`,
        say(phrases['an-image']),
        say(phrases[`prepared-${feature.kind}`]),
      );
  }
}

function numbersAfter(steps: readonly FittedStep[], array: JoinedArray, rows: Int32Array): Float64Array {
  const after = applySteps(steps, valuesOfArray(array, rows));
  if (after.kind !== 'numbers') throw new Error(`Steps of an array give numbers. Received: ${after.kind}.`);
  return after.data;
}

function gatherTarget(array: JoinedArray, target: ColumnTarget): Gather {
  if (target.kind === 'number')
    return (rows, allocate) => {
      const numbers = numbersAfter(target.steps, array, rows);
      const data = allocate(numbers.length);
      data.set(numbers);
      return { data, shape: [rows.length, ...(target.shape ?? [])] };
    };
  const places = new Map(target.classes.map((name, place) => [Number(name), place]));
  return (rows) => {
    const data = new Float64Array(rows.length);
    array.read(rows, data);
    return { data: Int32Array.from(data, (value) => places.get(value) ?? -1), shape: [rows.length] };
  };
}

/** Other arrays of the same form; images alone do where a model takes nothing else. Throws UserError naming the file. */
async function* readOtherArrays(
  path: string,
  { preparation, tell, reading = unwatchedReading() }: OtherTable,
  batchSize: number,
): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  const features = Object.entries(preparation.features);
  const [feature, kind] = [features[0]![0], features[0]![1].kind];
  if (features.length === 1 && kind === 'image' && !(await hasArrays(path, about.isDirectory()))) {
    yield* readImagesAlone(path, batchSize, {
      feature,
      form: formOf(preparation, feature),
      preparation,
      tell,
      reading,
    });
    return;
  }
  const opened = await openArrays(path, reading);
  try {
    const { arrays, rows } = joinArrays(path, opened);
    // An array that stands alone is the one input, whatever its name.
    const [first] = arrays;
    const named = arrays.length === 1 && features.length === 1 ? [{ ...first!, name: feature }] : arrays;
    checkArrays(path, preparation, named);
    yield* gatherInOrder(prepareArrays({ arrays: named }, preparation), rows, batchSize);
  } finally {
    closeAll(opened);
  }
}

/** Whether other data is of arrays: a file of one or several, or a folder in which one lies. */
async function hasArrays(path: string, isDirectory: boolean): Promise<boolean> {
  if (isDirectory) return (await readdir(path)).some(isArrayName);
  return !isImageName(path) && (await isArrayFile(path));
}

/** Throws UserError unless each feature that a model takes has its array; one of other data is told elsewhere. */
function checkArrays(file: string, { features }: Preparation, arrays: readonly JoinedArray[]): void {
  for (const [name, wanted] of Object.entries(features))
    if (wanted.kind === 'array' || wanted.kind === 'image') checkOther(file, name, wanted, arrays);
}

/** Throws UserError for an array that is not there, or of another shape than the model takes. */
function checkOther(file: string, name: string, wanted: FeaturePreparation, arrays: readonly JoinedArray[]): void {
  const array = arrays.find((one) => one.name === name);
  const expected = sizeOf(wanted);
  if (array === undefined) {
    const received = arrays.map((one) => one.name).join(', ');
    throw new UserError(say(sourceMessages['array-wanted'], { file, name, expected: name, received }));
  }
  const size = (array.shape.length === 0 ? [1] : array.shape).join('×');
  const isImage = wanted.kind === 'image';
  const fits = size === expected || (isImage && `${size}×1` === expected);
  if (fits && (!isImage || array.type === 'uint8')) return;
  const received = `${size} ${array.type}`;
  const wantedSize = isImage ? say(phrases['image-of-bytes'], { size: expected }) : expected;
  throw new UserError(say(sourceMessages['array-shape'], { file, name, expected: wantedSize, received }));
}

function sizeOf(feature: FeaturePreparation): string {
  switch (feature.kind) {
    case 'array':
      return feature.shape.join('×');
    case 'image':
      return `${feature.height}×${feature.width}×${feature.colorMode === 'rgb' ? 3 : 1}`;
    default:
      throw new UserError(dataMessages['no-input']);
  }
}
