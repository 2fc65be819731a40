import { type DatasetSummary, parts } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { noStatistics } from '../../../shared/data/statistics.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceWarnings } from '../../../shared/messages/sources.ts';
import { listFeatures, listTargets, type Preparation, stepsOfTarget } from '../preparation/preparation.ts';
import { spreadRows } from '../preparation/prepared-dataset.ts';
import { doSteadily, type Reading } from '../reading.ts';
import { rowNumbers } from '../rows.ts';
import { splitting } from '../split/split.ts';
import { numbersIn } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';
import { countClasses } from '../warnings/class-counts.ts';
import { warnAboutTargetNumbers } from '../warnings/warn-targets.ts';
import { warnAboutParts } from '../warnings/warnings.ts';
import { openArrays } from './array-files.ts';
import { isWhole } from './array-type.ts';
import { type JoinedArrays, joinArrays } from './joined-arrays.ts';
import { closeAll, pauseReading } from './open-arrays.ts';
import {
  type ArrayFacts,
  type ArraysPlan,
  inPieces,
  isImages,
  lookAtArrays,
  planningArrays,
  trainingValues,
} from './plan-arrays.ts';

/** Numbers of a target that its scale is told from, of evenly spaced rows. */
const numbersAsked = 1_000_000;
/** Rows that are shown, numbers of each, and images of each class. */
const shownRows = 50;
const shownNumbers = 8;
const shownImages = 20;
/** Images larger than this are not shown whole: they would make the answer too large. */
const largestShown = 256 * 256 * 3;

type FoundArrays = Pick<
  DatasetSummary,
  'rows' | 'columns' | 'features' | 'targets' | 'classCounts' | 'preview' | 'images' | 'warnings'
>;

/** What there is to show of arrays. */
export async function inspectArrays(path: string, data: DataDocument, reading: Reading): Promise<FoundArrays> {
  const opened = await openArrays(path, reading);
  try {
    const joined = joinArrays(path, opened);
    const { facts, warnings } = await lookAtArrays(joined, data.columns, (done) =>
      pauseReading(reading, done, joined.rows),
    );
    const plan = await planOrProblem(path, joined, facts, data, reading);
    const found = {
      columns: facts.map(summarize),
      preview: preview(joined),
      features: [],
      targets: [],
      classCounts: [],
      images: [],
      ...(joined.given && { given: parts.filter((part) => joined.given?.[part] !== undefined) }),
    };
    if (plan instanceof UserError) {
      const random = { ...data.split, column: null, method: 'random' } as const;
      const all = { rows: rowNumbers(joined.rows), classes: null };
      const { train, validation, test } = await doSteadily(splitting(all, random), 'prepare', reading);
      const rows = { train: train.length, validation: validation.length, test: test.length };
      return { ...found, rows, warnings: [plan.words, ...joined.warnings, ...warnings] };
    }
    const { rows, preparation } = plan;
    const target = facts.find(({ role, kind }) => role === 'target' && kind === 'categorical');
    const targetNumbers = facts.filter(({ role, kind }) => role === 'target' && kind === 'numeric');
    const classes = target === undefined ? null : classesOf(target);
    const targetWarnings: Words[] = [];
    for (const { array } of targetNumbers) {
      const asked = trainingValues(array, spreadRows(rows.train, Math.ceil(numbersAsked / array.width)));
      const warn = warnAboutTargetNumbers(array.name, asked, stepsOfTarget(preparation, array.name));
      targetWarnings.push(...(await doSteadily(warn, 'look', reading)));
    }
    return {
      ...found,
      rows: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
      features: listFeatures(preparation),
      targets: listTargets(preparation),
      classCounts: classes === null ? [] : countClasses(classes.values, classes.categories, rows),
      images: showImages(facts, plan, classes),
      warnings: [
        ...joined.warnings,
        ...plan.excluded.warnings,
        ...warnings,
        ...warnAboutFillings(facts, preparation),
        ...targetWarnings,
        ...warnAboutParts(classes === null ? [] : [classes], rows),
      ],
    };
  } finally {
    closeAll(opened);
  }
}

/** What stands for values that are no numbers. */
function warnAboutFillings(facts: readonly ArrayFacts[], { features }: Preparation): Words[] {
  return facts.flatMap(({ array: { name }, incomplete: { length: count } }) => {
    const feature = features[name];
    if (feature?.kind !== 'array' || count === 0) return [];
    const at = feature.steps.findIndex((step) => step.step === 'impute' && step.value !== null);
    const filling = feature.steps[at];
    if (filling?.step !== 'impute') return [];
    const isScaled = feature.steps.slice(0, at).some(({ step }) => step === 'scale');
    const warning = sourceWarnings[isScaled ? 'array-filled-scaled' : 'array-filled'];
    return [say(warning, { name, count, received: Number(Number(filling.value).toPrecision(6)) })];
  });
}

async function planOrProblem(
  path: string,
  joined: JoinedArrays,
  facts: readonly ArrayFacts[],
  data: DataDocument,
  reading: Reading,
): Promise<ArraysPlan | UserError> {
  try {
    return await doSteadily(planningArrays(path, joined, facts, data), 'prepare', reading);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function summarize({
  array,
  kind,
  role,
  incomplete,
  values,
  ...limits
}: ArrayFacts): DatasetSummary['columns'][number] {
  const { minimum, maximum, mean } = limits;
  const isNumber = kind === 'numeric';
  return {
    name: array.name,
    kind,
    role,
    missing: incomplete.length,
    distinct: values?.length ?? 0,
    minimum: isNumber ? minimum : null,
    maximum: isNumber ? maximum : null,
    mean: isNumber ? mean : null,
    statistics: { ...noStatistics, present: array.rows - incomplete.length },
  };
}

/** The first rows: the first numbers of each array, and how many there are. */
function preview({ arrays, rows }: JoinedArrays): string[][] {
  const count = Math.min(rows, shownRows);
  const cells = arrays.map((array) => {
    const data = new Float64Array(count * array.width);
    for (const some of inPieces(array, rowNumbers(count))) array.read(some, data.subarray(some[0]! * array.width));
    return Array.from({ length: count }, (_, row) => {
      const numbers = data.subarray(row * array.width, row * array.width + Math.min(array.width, shownNumbers));
      const written = Array.from(numbers, (value) =>
        String(isWhole(array.type) ? value : Number(value.toPrecision(5))),
      );
      return cut(`${written.join(', ')}${array.width > shownNumbers ? ', …' : ''}`, 200);
    });
  });
  return Array.from({ length: count }, (_, row) => cells.map((column) => column[row]!));
}

/** A class target as a column. */
function classesOf({ array, values }: ArrayFacts): Extract<Column, { readonly kind: 'categorical' }> {
  const categories = (values ?? []).map(String);
  const places = new Map((values ?? []).map((value, place) => [value, place]));
  const data = new Float64Array(array.rows);
  for (const some of inPieces(array, rowNumbers(array.rows))) array.read(some, data.subarray(some[0]!));
  const codes = Int32Array.from(data, (value) => places.get(value) ?? -1);
  return { name: array.name, kind: 'categorical', values: numbersIn(codes), categories };
}

/** The first training images, of each class where there are classes. */
function showImages(
  facts: readonly ArrayFacts[],
  { rows: { train } }: ArraysPlan,
  classes: ReturnType<typeof classesOf> | null,
): DatasetSummary['images'] {
  const found = facts.find(({ role, array }) => role === 'input' && isImages(array));
  if (found === undefined || found.array.width > largestShown) return [];
  const [height = 1, width = 1, channels = 1] = found.array.shape;
  const taken = new Map<number, number>();
  const shown = train.filter((row) => {
    const code = classes?.values.at(row) ?? 0;
    const before = taken.get(code) ?? 0;
    taken.set(code, before + 1);
    return before < shownImages;
  });
  return Array.from(shown, (row) => {
    const bytes = Buffer.alloc(found.array.width);
    found.array.readBytes(Int32Array.of(row), bytes);
    const label = classes === null ? '' : (classes.categories[classes.values.at(row)] ?? '');
    return { width, height, channels: channels === 3 ? 3 : 1, pixels: bytes.toString('base64'), label } as const;
  });
}
