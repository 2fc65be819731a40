import { parts } from '../../../shared/data/dataset.ts';
import type { FittedStep } from '../../../shared/data/steps/index.ts';
import { limitsOf } from '../../../shared/data/steps/statistics.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { keyOfText } from '../duplicates/short-hash.ts';
import { countMissing, type TablePlan } from '../plan-table.ts';
import { trainingValues } from '../preparation/fit.ts';
import { countOneHot, stepsOfColumns, stepsOfTarget } from '../preparation/preparation.ts';
import { spreadRows } from '../preparation/prepared-dataset.ts';
import type { Reading } from '../reading.ts';
import type { PartRows } from '../split/split.ts';
import { type ColumnSetting, namesOfTargets } from '../tables/columns.ts';
import {
  type CategoricalColumn,
  type Column,
  type DateColumn,
  type NumericColumn,
  parseNumber,
  type TextColumn,
} from '../tables/table.ts';
import { openTokenizer } from '../text/tokenizers/tokenizer.ts';
import { unknownToken } from '../text/tokenizers/tokens.ts';
import { findLeaks } from './leaks.ts';
import { countRepeatedRows } from './repeated-rows.ts';
import { warnAboutTargetNumbers } from './warn-targets.ts';

/** From here on the uneven classes and the breadth of a category are worth a word. */
const unevenTimes = 4;
const manyCategories = 100;
/** Below this many rows the results depend on the draw more than on the model. */
const fewRows = 50;
/** From this share of unknown tokens on a larger vocabulary, or subwords, may be worth it. */
export const muchUnknown = 0.1;

/** What is worth a look in the columns that are used: inputs that give the answer away, empty cells and what becomes of them, constants, repeated texts. */
export function* warnAboutColumns(
  columns: readonly Column[],
  settings: readonly ColumnSetting[],
  plan: TablePlan,
): Stretches<Words[]> {
  const names = namesOfTargets(settings);
  const isTargetOf = ({ name }: Column) => names.has(name);
  const [targets, inputs] = [columns.filter(isTargetOf), columns.filter((column) => !isTargetOf(column))];
  // Inputs of a window are of other rows than what it tells.
  const found = plan.ordered === null ? findLeaks(inputs, targets, plan.rows.train) : [];
  const leaks = found.map(({ column, target, power }) =>
    say(dataWarnings['input-leaks'], { column, target, share: Math.floor(power * 100) }),
  );
  const oneHot = countOneHot(plan.preparation);
  const stepsOf = stepsOfColumns(plan.preparation);
  const others: Words[] = [];
  for (const [done, column] of columns.entries()) {
    yield { done, of: columns.length };
    if ('invalid' in column && column.invalid !== null) others.push(warnAboutInvalid(column));
    others.push(
      ...(yield* isTargetOf(column) ? warnAboutTarget(column, plan) : warnAboutInput(column, plan, oneHot, stepsOf)),
    );
  }
  return [...leaks, ...others];
}

function warnAboutInvalid({ name, kind, invalid }: NumericColumn | DateColumn): Words {
  return say(dataWarnings[kind === 'numeric' ? 'not-numbers' : 'not-dates'], {
    column: name,
    count: invalid!.count,
    example: invalid!.example,
  });
}

function* warnAboutTarget(column: Column, { rows, preparation }: TablePlan): Stretches<Words[]> {
  const { name, kind } = column;
  const count = yield* countMissing(column);
  return [
    ...(count === 0 ? [] : [say(dataWarnings['targets-missing'], { column: name, count })]),
    ...(column.kind === 'categorical' ? warnAboutAlike(column) : []),
    ...(kind !== 'numeric'
      ? []
      : yield* warnAboutTargetNumbers(name, trainingValues(column, rows.train), stepsOfTarget(preparation, name))),
  ];
}

/** Classes that are meant to be one, it seems: to a model they are as different as any others. */
function warnAboutAlike({ name, categories }: CategoricalColumn): Words[] {
  const alike = new Map<string | number, string[]>();
  for (const category of categories) {
    const key = parseNumber(category) ?? category.toLowerCase().replace(/\s+/g, '');
    alike.set(key, [...(alike.get(key) ?? []), `"${category}"`]);
  }
  const several = [...alike.values()].filter(({ length }) => length > 1);
  if (several.length === 0) return [];
  return [say(dataWarnings['classes-alike'], { column: name, names: cut(several.flat().join(', '), 200) })];
}

function* warnAboutInput(
  column: Column,
  plan: TablePlan,
  oneHot: ReadonlyMap<string, number>,
  stepsOf: ReadonlyMap<string, readonly FittedStep[]>,
): Stretches<Words[]> {
  const { name } = column;
  const count = yield* countMissing(column);
  switch (column.kind) {
    case 'numeric':
    case 'date': {
      const train = (yield* limitsOf(trainingValues(column, plan.rows.train)))[0]!;
      if (train.count === 0) return [say(dataWarnings['training-column-empty'], { column: name })];
      return [
        ...(train.minimum === train.maximum ? [say(dataWarnings['input-constant'], { column: name })] : []),
        ...(count === 0 ? [] : warnAboutEmpty(column, count, stepsOf.get(name))),
      ];
    }
    case 'categorical': {
      const categories = column.categories.length;
      const numbers = oneHot.get(name) ?? 0;
      return [
        ...(categories === 1 && count === 0 ? [say(dataWarnings['input-constant'], { column: name })] : []),
        ...(numbers > manyCategories ? [say(dataWarnings['categories-many'], { column: name, count: numbers })] : []),
        ...(count === 0 ? [] : [say(dataWarnings['categories-missing'], { column: name, count })]),
      ];
    }
    case 'text': {
      const repeated = countRepeated(column, plan.rows);
      const unknown = shareUnknown(column, plan);
      return [
        ...(count === 0 ? [] : [say(dataWarnings['texts-missing'], { column: name, count })]),
        ...(repeated === 0 ? [] : [say(dataWarnings['texts-repeated'], { column: name, count: repeated })]),
        ...(unknown < muchUnknown ? [] : [warnAboutUnknown(name, unknown)]),
      ];
    }
  }
}

/** Held-out texts that are looked at for unknown tokens. */
const textsAsked = 2000;

/** Of the tokens of held-out texts, those that are unknown: 0 to 1. Of many texts some are asked, evenly spaced. */
function shareUnknown({ name, values }: TextColumn, { rows, preparation }: TablePlan): number {
  const feature = Object.values(preparation.features).find((one) => one.kind === 'tokens' && one.column === name);
  if (feature?.kind !== 'tokens') return 0;
  const tokenizer = openTokenizer(feature.tokenizer);
  const asked = [rows.validation, rows.test].flatMap((part) => [...spreadRows(part, textsAsked / 2)]);
  const tokens = asked.map((row) => tokenizer.encode(values.at(row), feature.sequenceLength));
  const count = tokens.reduce((sum, { length }) => sum + length, 0);
  const unknown = tokens.reduce((sum, row) => sum + row.filter((token) => token === unknownToken).length, 0);
  return count === 0 ? 0 : unknown / count;
}

/** That much of a column's tokens is unknown. */
export function warnAboutUnknown(column: string, share: number): Words {
  return say(dataWarnings['tokens-unknown'], { column, share: `${Math.round(share * 100)} %` });
}

/** What becomes of the rows with empty cells of a column of numbers or dates. */
function warnAboutEmpty({ name, kind }: Column, count: number, steps: readonly FittedStep[] = []): Words[] {
  const imputed = steps.find((step) => step.step === 'impute');
  if (imputed === undefined) return [];
  if (imputed.strategy === 'drop') return [say(dataWarnings['rows-dropped'], { column: name, count })];
  const strategy = say(phrases[`strategy-${imputed.strategy}`]);
  // A step before may have changed the numbers: only where none has, they are those of the file.
  if (kind !== 'numeric' || steps[0] !== imputed)
    return [say(dataWarnings['cells-filled'], { column: name, count, strategy })];
  const value = Number(Number(imputed.value).toPrecision(4));
  return [say(dataWarnings['numbers-missing'], { column: name, count, strategy, value })];
}

/** Held-out rows whose text is that of a training row, empty ones aside. */
function countRepeated({ values }: TextColumn, { train, validation, test }: PartRows): number {
  const known = new Set<string>();
  for (const row of train) known.add(keyOfText(values.at(row)));
  known.delete('');
  let count = 0;
  for (const part of [validation, test]) for (const row of part) if (known.has(keyOfText(values.at(row)))) count++;
  return count;
}

/** Copies of training rows among those held out; of texts, which are compared by themselves, it is told with their column. */
export async function warnAboutCopies(
  columns: readonly Column[],
  { rows }: TablePlan,
  reading: Pick<Reading, 'signal'>,
): Promise<Words[]> {
  if (columns.some(({ kind }) => kind === 'text')) return [];
  const count = await countRepeatedRows(columns, rows, reading);
  return count ? [say(dataWarnings['rows-repeated'], { count })] : [];
}

/** What is worth a look in the split: empty parts, few rows, and classes that are rare or not in the training part. */
export function warnAboutParts(targets: readonly Column[], rows: PartRows): Words[] {
  const total = parts.reduce((sum, part) => sum + rows[part].length, 0);
  const empty = parts
    .filter((part) => rows[part].length === 0)
    .map((part) => say(dataWarnings['part-empty'], { part: say(phrases[`part-${part}`]) }));
  const few = total < fewRows ? [say(dataWarnings['few-rows'], { count: total })] : [];
  return [...few, ...empty, ...targets.flatMap((target) => warnAboutClasses(target, rows))];
}

function warnAboutClasses(target: Column, { train }: PartRows): Words[] {
  if (target.kind !== 'categorical') return [];
  const counts = new Array<number>(target.categories.length).fill(0);
  for (const row of train) counts[target.values.at(row)]!++;
  const absent = target.categories.filter((_, code) => counts[code] === 0);
  if (absent.length > 0)
    return absent.map((name) => say(dataWarnings['class-not-in-training'], { name, column: target.name }));
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  if (most < least * unevenTimes) return [];
  const name = (count: number) => target.categories[counts.indexOf(count)]!;
  const times = Number((most / least).toPrecision(2));
  return [say(dataWarnings['classes-uneven'], { largest: name(most), smallest: name(least), times })];
}
