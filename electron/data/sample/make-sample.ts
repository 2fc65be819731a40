import type { Augmentation } from '../../../shared/data/augmentation/index.ts';
import type { Feature, Target } from '../../../shared/data/dataset.ts';
import type { Sample, SampledFeature, SampledRow } from '../../../shared/data/sample.ts';
import { namesAfter, undoSteps } from '../../../shared/data/steps/index.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import { augmentBatch, type NumberedBatch } from '../augment/augment-batch.ts';
import { planAugmentation } from '../augment/plan-augmentation.ts';
import type { Batch, BatchTensor, Dataset } from '../dataset.ts';
import { type Preparation, parsePreparation, stepsOfTarget } from '../preparation/preparation.ts';
import type { Original, RowSample } from './originals.ts';
import { showImage } from './show-image.ts';
import { tokenPieces } from './token-pieces.ts';

/** Rows that are shown, and how often each is shown as training does: more of images, which take little room. */
const shown = { images: { rows: 5, variants: 4 }, others: { rows: 3, variants: 2 } } as const;
/** Numbers of a row, and pieces of a text, that are shown. */
const mostNumbers = 200;
const mostPieces = 400;

/**
 * A few rows of the training part, the same for the same seed, before and after preparation and as `augmentation` changes them in training.
 * Throws UserError for augmentation that cannot be for this data, and for images that cannot be read.
 */
export async function makeSample(
  dataset: Dataset,
  augmentation: readonly Augmentation[],
  seed: number,
): Promise<Sample> {
  const { rows: count, variants: times } = dataset.features.some(({ kind }) => kind === 'image')
    ? shown.images
    : shown.others;
  const plan = planAugmentation(augmentation, dataset);
  const { batch, originals } = await takeRows(dataset, count, seed);
  const variants =
    plan === null
      ? []
      : Array.from({ length: times }, (_, at) => augmentBatch(plan, copyOf(batch), deriveSeed(seed, 'augment', at)));
  const preparation = parsePreparation(dataset.preparation);
  return {
    rows: Array.from(batch.sources, (row, at) => ({
      row,
      targets: dataset.targets.map((target) => sampledTarget(target, preparation, batch, at)),
      variantTargets: plan?.steps.some(({ step }) => step === 'mix-up')
        ? variants.map((variant) => dataset.targets.map((target) => targetText(target, variant, at)).join(', '))
        : [],
      features: dataset.features.map((feature) =>
        sampledFeature(feature, preparation, {
          own: rowOf(batch.inputs[feature.name]!, at, batch.rows),
          variants: variants.map(({ inputs }) => rowOf(inputs[feature.name]!, at, batch.rows)),
          original: originals[at]?.[feature.name] ?? {},
        }),
      ),
    })),
  };
}

/** What a feature of one row was, is, and is in epochs of training. */
interface SampledValues {
  readonly own: BatchTensor['data'];
  readonly variants: readonly BatchTensor['data'][];
  readonly original: Original;
}

function sampledFeature(
  { name, kind, shape }: Feature,
  preparation: Preparation,
  values: SampledValues,
): SampledFeature {
  switch (kind) {
    case 'image': {
      const [height, width, channels] = shape as [number, number, number];
      const show = (data: BatchTensor['data']) => showImage({ data: data as Float32Array, height, width, channels });
      const { own, variants, original } = values;
      return { kind, name, original: original.image ?? null, prepared: show(own), variants: variants.map(show) };
    }
    case 'numbers':
      return sampledNumbers(name, namesOf(name, preparation), values);
    case 'tokens':
      return sampledTokens(name, preparation, values);
  }
}

/** Rows of the training part that the seed draws, with what they were where the dataset can tell. */
async function takeRows(dataset: Dataset, count: number, seed: number): Promise<RowSample> {
  const all = dataset.sourceRows('train');
  const random = createRandom(deriveSeed(seed, 'sample'));
  const places = new Set<number>();
  while (places.size < Math.min(count, all.length)) places.add(random.integer(all.length));
  const rows = Int32Array.from(places, (place) => all[place]!).sort();
  if (dataset.sampleRows) return dataset.sampleRows(rows);
  for await (const batch of dataset.batches('train', { batchSize: count, shuffleSeed: seed }))
    return { batch: { ...batch, sources: batch.sources ?? rows }, originals: [] };
  throw new Error('A dataset has training rows. Received: none.');
}

/** A batch of its own, as augmentation writes over what it is given. */
function copyOf(batch: NumberedBatch): NumberedBatch {
  const copies = (tensors: Batch['inputs']) =>
    Object.fromEntries(Object.entries(tensors).map(([name, one]) => [name, { ...one, data: one.data.slice() }]));
  return { ...batch, inputs: copies(batch.inputs), targets: copies(batch.targets) };
}

function rowOf({ data }: BatchTensor, at: number, rows: number): BatchTensor['data'] {
  const size = data.length / rows;
  return data.subarray(at * size, (at + 1) * size);
}

/** A target of a row as it was read, and as the model is to answer it where that differs. */
function sampledTarget(
  target: Target,
  preparation: Preparation,
  batch: Batch,
  at: number,
): SampledRow['targets'][number] {
  const { name } = target;
  const steps = stepsOfTarget(preparation, name);
  const tensor = batch.targets[name];
  if (steps.length === 0 || tensor === undefined) return { name, text: targetText(target, batch, at), prepared: [] };
  const prepared = rowOf(tensor, at, batch.rows);
  const [value = Number.NaN] = undoSteps(steps, prepared);
  return { name, text: numberText(value), prepared: Array.from(prepared.subarray(0, mostNumbers)) };
}

function targetText({ name, classes }: Target, { targets, rows }: Batch, at: number): string {
  const tensor = targets[name];
  if (tensor?.mixed && classes !== null) return sharesText(classes, rowOf(tensor, at, rows));
  const [value = Number.NaN] = tensor ? rowOf(tensor, at, rows) : [];
  return classes === null ? numberText(value) : (classes[value] ?? '');
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** The classes that were mixed, the largest share first; one alone where the other is nothing to speak of. */
function sharesText(classes: readonly string[], shares: BatchTensor['data']): string {
  const percent = Array.from(shares, (share, at) => ({ name: classes[at]!, percent: Math.round(100 * share) }))
    .filter((one) => one.percent > 0)
    .sort((one, other) => other.percent - one.percent);
  return percent.length === 1
    ? percent[0]!.name
    : percent.map(({ name, percent }) => `${name} ${percent} %`).join(', ');
}

/** The names of the numbers that a feature has of a row, each with its column. */
function namesOf(
  name: string,
  { features }: Preparation,
): readonly { readonly name: string; readonly column: string }[] {
  const feature = features[name];
  if (feature?.kind !== 'numbers') return [];
  return feature.columns.flatMap(({ column, steps }) => namesAfter(column, steps).map((name) => ({ name, column })));
}

function sampledNumbers(
  name: string,
  names: readonly { readonly name: string; readonly column: string }[],
  { own, variants, original: { cells = [] } }: SampledValues,
): SampledFeature {
  const numbers = Array.from(own.subarray(0, mostNumbers), (value, at) => ({
    // A window has the numbers of each of its rows.
    ...(names[at % names.length] ?? { name, column: name }),
    value,
    variants: variants.map((variant) => variant[at]!),
  }));
  const columns = new Set(numbers.map(({ column }) => column));
  const shownCells = cells.filter(({ column }) => columns.has(column));
  return { kind: 'numbers', name, cells: shownCells, numbers, more: own.length - numbers.length };
}

function sampledTokens(name: string, { features }: Preparation, values: SampledValues): SampledFeature {
  const { own, variants, original } = values;
  const feature = features[name];
  const [cell] = original.cells ?? [];
  if (feature?.kind !== 'tokens')
    // The number of a category.
    return sampledNumbers(name, [{ name, column: cell?.column ?? name }], values);
  const pieces = tokenPieces(feature, own as Int32Array, cell?.text ?? '');
  const left = pieces.slice(0, mostPieces);
  return {
    kind: 'tokens',
    name,
    text: cell?.text ?? '',
    pieces: left.map(({ text, isUnknown }) => ({ text, isUnknown })),
    padding: own.length - pieces.length,
    more: pieces.length - left.length,
    variants: variants.map((variant) => left.flatMap(({ place }, at) => (variant[place] === own[place] ? [] : [at]))),
  };
}
