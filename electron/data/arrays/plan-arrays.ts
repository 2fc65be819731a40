import { parts } from '../../../shared/data/dataset.ts';
import type { ColumnKind, ColumnRole, DataDocument } from '../../../shared/data/document.ts';
import { applySteps, concerns, type FittedStep, fittingStep, takes } from '../../../shared/data/steps/index.ts';
import type { TrainingValues, Values } from '../../../shared/data/steps/values.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages, sourceWarnings } from '../../../shared/messages/sources.ts';
import type { Fold } from '../../../shared/training/cross-validation.ts';
import { fitTargetSteps } from '../preparation/fit-target.ts';
import type { FeaturePreparation, Preparation, TargetPreparation } from '../preparation/preparation.ts';
import { preparationVersion } from '../preparation/preparation-versions.ts';
import { rowNumbers } from '../rows.ts';
import { type ExcludedRows, findExcluded, withoutRows } from '../split/excluded.ts';
import { checkNoneGiven } from '../split/folds.ts';
import { type PartRows, splitting } from '../split/split.ts';
import { isWhole } from './array-type.ts';
import type { JoinedArray, JoinedArrays } from './joined-arrays.ts';

/** What a look at all values of an array found. */
export interface ArrayFacts {
  readonly array: JoinedArray;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  /** Rows with a value that is no number. */
  readonly incomplete: Int32Array;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  /** The different values of an array with one number a row, in their order; null where there are too many. */
  readonly values: readonly number[] | null;
  /** Whether each row has a 1 among nothing but 0, as classes are written for Keras. */
  readonly isOneHot: boolean;
}

/** Which rows of arrays go where, and how they are prepared. */
export interface ArraysPlan {
  readonly rows: PartRows;
  readonly preparation: Preparation;
  /** The rows that a person leaves out. */
  readonly excluded: ExcludedRows;
}

/** Rows that are read at a time, by the numbers they have. */
const numbersAtOnce = 1_000_000;
/** Whole numbers with at most this many values are taken as classes. */
const mostClasses = 100;
const targetName = /^(?:y|labels?|targets?|class(?:es)?|answers?|outputs?|outcomes?)$/i;

/** Rows in pieces whose numbers fit into memory, in their order. */
export function* inPieces(array: JoinedArray, rows: Int32Array): Generator<Int32Array> {
  const atOnce = Math.max(1, Math.floor(numbersAtOnce / array.width));
  for (let start = 0; start < rows.length; start += atOnce) yield rows.subarray(start, start + atOnce);
}

/** Some rows of an array as values that go through steps. */
export function valuesOfArray(array: JoinedArray, rows: Int32Array): Values {
  const data = new Float64Array(rows.length * array.width);
  array.read(rows, data);
  // As in tables, what is infinite is no number.
  for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at]!)) data[at] = Number.NaN;
  return { kind: 'numbers', width: array.width, data, missing: null };
}

/** Whether an array is of images: bytes of a height and a width, grey or in colours. */
export function isImages({ type, shape }: Pick<JoinedArray, 'type' | 'shape'>): boolean {
  const [height = 0, width = 0, channels = 1] = shape;
  const isPicture = shape.length === 2 || (shape.length === 3 && (channels === 1 || channels === 3));
  return type === 'uint8' && isPicture && height > 1 && width > 1;
}

/** Looks at all values, and settles what each array is and is for; and what is worth saying about that. */
export async function lookAtArrays(
  { arrays, rows }: JoinedArrays,
  settings: DataDocument['columns'],
  pause: (done: number) => Promise<void>,
): Promise<{ readonly facts: readonly ArrayFacts[]; readonly warnings: readonly Words[] }> {
  const warnings: Words[] = [];
  const roleOf = (name: string) => (Object.hasOwn(settings, name) ? settings[name]!.role : undefined);
  const named = arrays.filter(({ name }) => roleOf(name) === undefined && targetName.test(name.split('_')[0]!));
  const hasTarget = named.length > 0 || arrays.some(({ name }) => roleOf(name) === 'target');
  // As numpy.savez numbers them: what is asked for usually comes last.
  const free = arrays.filter(({ name, width }) => roleOf(name) === undefined && width === 1);
  const guessed = hasTarget || arrays.length < 2 ? undefined : free.at(-1);
  if (guessed !== undefined) warnings.push(say(sourceWarnings['array-target-guessed'], { name: guessed.name }));
  const facts: ArrayFacts[] = [];
  for (const array of arrays) {
    const set = Object.hasOwn(settings, array.name) ? settings[array.name] : undefined;
    const role = set?.role ?? (named.includes(array) || array === guessed ? 'target' : 'input');
    const found = await lookAt(array, rowNumbers(rows), pause);
    const isFew = found.values !== null && found.values.length > 1 && found.values.length <= mostClasses;
    const asClasses = role === 'target' && array.width === 1 && isWhole(array.type) && isFew;
    if (asClasses && set === undefined)
      warnings.push(say(sourceWarnings['array-as-classes'], { name: array.name, distinct: found.values!.length }));
    if (role === 'target' && found.isOneHot)
      warnings.push(say(sourceWarnings['array-one-hot'], { name: array.name, classes: array.width }));
    facts.push({ array, role, kind: set?.kind ?? (asClasses ? 'categorical' : 'numeric'), ...found });
  }
  return { facts, warnings };
}

async function lookAt(array: JoinedArray, rows: Int32Array, pause: (done: number) => Promise<void>) {
  const incomplete: number[] = [];
  const seen = new Set<number>();
  let isOneHot = array.width > 1;
  let [minimum, maximum, sum, count, done] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  const data = new Float64Array(numbersAtOnce + array.width);
  for (const some of inPieces(array, rows)) {
    array.read(some, data);
    for (let row = 0, at = 0; row < some.length; row++) {
      let isComplete = true;
      isOneHot &&= hasOneOne(data.subarray(at, at + array.width));
      for (const end = at + array.width; at < end; at++) {
        const value = data[at]!;
        if (!Number.isFinite(value)) isComplete = false;
        else {
          if (value < minimum) minimum = value;
          if (value > maximum) maximum = value;
          sum += value;
          count++;
        }
      }
      if (!isComplete) incomplete.push(some[row]!);
      else if (array.width === 1 && seen.size <= mostClasses) seen.add(data[at - 1]!);
    }
    done += some.length;
    await pause(done);
  }
  return {
    incomplete: Int32Array.from(incomplete),
    minimum: count === 0 ? null : minimum,
    maximum: count === 0 ? null : maximum,
    mean: count === 0 ? null : sum / count,
    values: array.width === 1 && seen.size <= mostClasses ? [...seen].sort((one, other) => one - other) : null,
    isOneHot,
  };
}

function hasOneOne(row: Float64Array): boolean {
  return row.every((value) => value === 0 || value === 1) && row.reduce((sum, value) => sum + value, 0) === 1;
}

/** Splits the rows and fits the preparation on the training part, unless there is one. Throws UserError for data that nothing can be learned from. */
export function* planningArrays(
  file: string,
  joined: JoinedArrays,
  facts: readonly ArrayFacts[],
  data: DataDocument,
  { earlier = null, fold = null }: { readonly earlier?: Preparation | null; readonly fold?: Fold | null } = {},
): Stretches<ArraysPlan> {
  const inputs = facts.filter(({ role }) => role === 'input');
  const targets = facts.filter(({ role }) => role === 'target');
  if (targets.length === 0) throw new UserError(dataMessages['no-target']);
  if (inputs.length === 0) throw new UserError(dataMessages['no-input']);
  const dropping = inputs.filter(({ array }) =>
    data.preparation.some(
      (step) =>
        step.step === 'impute' && step.strategy === 'drop' && concerns(step, { name: array.name, kind: 'numeric' }),
    ),
  );
  const unusable = new Set([...targets, ...dropping].flatMap(({ incomplete }) => [...incomplete]));
  const excluded = findExcluded(data, joined.rows);
  const rows = withoutRows(yield* splittingArrays(joined, targets, unusable, data, fold), excluded);
  if (rows.train.length === 0) {
    const { validation, test } = data.split;
    throw new UserError(say(dataMessages['no-training-rows'], { rows: joined.rows, validation, test }));
  }
  const preparation = earlier ?? (yield* fitArrays(inputs, targets, rows.train, data));
  checkValues(file, inputs, { rows, count: joined.rows }, preparation);
  return { rows, preparation, excluded };
}

function* fitArrays(
  inputs: readonly ArrayFacts[],
  targets: readonly ArrayFacts[],
  train: Int32Array,
  data: DataDocument,
): Stretches<Preparation> {
  const features: Record<string, FeaturePreparation> = {};
  for (const found of inputs) features[found.array.name] = yield* fitArray(found, train, data);
  const answers: Record<string, TargetPreparation> = {};
  for (const found of targets) answers[found.array.name] = yield* fitTarget(found, train, data);
  return { version: preparationVersion, windows: null, notations: {}, features, targets: answers };
}

function* splittingArrays(
  { given, rows: count }: JoinedArrays,
  targets: readonly ArrayFacts[],
  unusable: ReadonlySet<number>,
  { split }: DataDocument,
  fold: Fold | null,
): Stretches<PartRows> {
  const usable = (rows: Int32Array) => rows.filter((row) => !unusable.has(row));
  const classTarget = targets.find(({ kind }) => kind === 'categorical');
  function* splittable(rows: Int32Array) {
    const classes = classTarget && new Float64Array(rows.length);
    if (classes)
      for (const some of inPieces(classTarget.array, rows)) {
        readPiece(classTarget.array, rows, some, classes);
        yield;
      }
    return { rows, classes: classes ?? null };
  }
  // Arrays have no columns to go by.
  const drawn = { ...split, column: null, method: split.method === 'random' ? 'random' : 'stratified' } as const;
  if (given === null) return yield* splitting(yield* splittable(usable(rowNumbers(count))), drawn, fold);
  const train = usable(given.train!);
  const test = usable(given.test ?? new Int32Array(0));
  if (given.validation !== undefined) {
    const validation = usable(given.validation);
    checkNoneGiven(validation, fold);
    return { train, validation, test };
  }
  return { ...(yield* splitting(yield* splittable(train), { ...drawn, test: 0 }, fold)), test };
}

/** Reads a stretch of rows to its place among all. */
function readPiece(array: JoinedArray, all: Int32Array, some: Int32Array, into: Float64Array): void {
  const from = (some.byteOffset - all.byteOffset) / Int32Array.BYTES_PER_ELEMENT;
  array.read(some, into.subarray(from));
}

function* fitArray(
  { array, kind, maximum }: ArrayFacts,
  train: Int32Array,
  data: DataDocument,
): Stretches<FeaturePreparation> {
  const { name, shape } = array;
  const outer = shape.length === 0 ? [1] : [...shape];
  if (kind === 'categorical')
    return { kind: 'array', column: name, shape: outer, steps: [], vocabularySize: Math.max(0, maximum ?? 0) + 1 };
  if (isImages(array)) {
    const [height, width, channels = 1] = shape as [number, number, number?];
    const colorMode = channels === 1 ? 'grayscale' : 'rgb';
    // They have their size: nothing is resized but what comes from elsewhere.
    return {
      kind: 'image',
      height,
      width,
      colorMode,
      resizing: 'stretch',
      interpolation: 'bilinear',
      antialias: true,
      divisor: 255,
    };
  }
  const steps: FittedStep[] = [];
  for (const step of data.preparation) {
    const isNamed = step.columns?.includes(name) === true;
    if (step.step === 'tokenize' || step.step === 'image' || !concerns(step, { name, kind: 'numeric' })) continue;
    // What is measured for each number would tear pictures and sequences apart: those take the steps that name them.
    if (!takes(step, 'numbers') || (shape.length > 1 && !isNamed)) continue;
    // A filling is one number: it cannot be the mean of each number of a row.
    if (step.step === 'impute' && array.width > 1 && step.strategy !== 'constant' && step.strategy !== 'drop') continue;
    const plain = step.step === 'impute' ? { ...step, addIndicator: false } : step;
    steps.push(yield* fittingStep(plain, trainingValues(array, train, [...steps])));
  }
  return { kind: 'array', column: name, shape: outer, steps, vocabularySize: null };
}

/** The training part of an array after the steps that were learned already. */
export function trainingValues(
  array: JoinedArray,
  rows: Int32Array,
  before: readonly FittedStep[] = [],
): TrainingValues {
  return {
    rows: rows.length,
    *chunks() {
      for (const some of inPieces(array, rows)) yield applySteps(before, valuesOfArray(array, some));
    },
  };
}

function* fitTarget(
  { array, kind, values }: ArrayFacts,
  train: Int32Array,
  data: DataDocument,
): Stretches<TargetPreparation> {
  const { name, shape, width } = array;
  if (kind === 'categorical') {
    const classes = (values ?? []).map(String);
    if (classes.length > 1) return { kind: 'classes', column: name, classes };
    const received = classes[0] ?? say(phrases['many-values'], { count: mostClasses });
    throw new UserError(say(sourceMessages['array-classes'], { name, expected: mostClasses, received }));
  }
  const training = (before: readonly FittedStep[]) => trainingValues(array, train, before);
  const steps = yield* fitTargetSteps({ column: name, training, isInput: false }, data.preparation);
  return { kind: 'number', column: name, steps, ...(width > 1 && { shape: [...shape] }) };
}

/** Throws UserError for a value that is no number where no step fills it, and for one that is no category's number. */
function checkValues(
  file: string,
  inputs: readonly ArrayFacts[],
  { rows, count }: { readonly rows: PartRows; readonly count: number },
  { features }: Preparation,
): void {
  for (const { array, incomplete, minimum } of inputs) {
    const feature = features[array.name];
    if (feature?.kind !== 'array') continue;
    const { name } = array;
    if (feature.vocabularySize !== null && (incomplete.length > 0 || (minimum ?? 0) < 0 || !isWhole(array.type))) {
      const row = (incomplete[0] ?? 0) + 1;
      const received = isWhole(array.type) ? (minimum ?? say(phrases['not-a-number'])) : array.type;
      throw new UserError(
        say(sourceMessages['array-index'], { file, row, name, expected: feature.vocabularySize - 1, received }),
      );
    }
    if (feature.steps.some((step) => step.step === 'impute' && step.value !== null)) continue;
    if (incomplete.length === 0) continue;
    const used = new Uint8Array(count);
    for (const part of parts) for (const row of rows[part]) used[row] = 1;
    const row = incomplete.find((row) => used[row] === 1);
    if (row === undefined) continue;
    const expected = say(phrases[array.width > 1 ? 'step-impute-constant' : 'step-impute']);
    throw new UserError(say(sourceMessages['array-not-number'], { file, row: row + 1, name, expected }));
  }
}
