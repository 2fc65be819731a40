import type { ColumnRole } from '../../../shared/data/kinds.ts';
import {
  applySteps,
  concerns,
  type FittedStep,
  fittingStep,
  type Step,
  takes,
} from '../../../shared/data/steps/index.ts';
import type { TrainingValues, Values } from '../../../shared/data/steps/values.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import type { Texts } from '../store/texts.ts';
import type { ColumnSetting } from '../tables/columns.ts';
import type { Column, TextColumn } from '../tables/table.ts';
import { startFitting } from '../text/tokenizers/fit-tokenizer.ts';
import { checkFitted } from './check-fitted.ts';
import { fitTargetSteps } from './fit-target.ts';
import type {
  ColumnPreparation,
  FeaturePreparation,
  Preparation,
  TargetPreparation,
  TokensPreparation,
} from './preparation.ts';
import { preparationVersion } from './preparation-versions.ts';
import { inChunks, valuesOf } from './values.ts';

/** The feature of all columns that give numbers; with a number after it if a column has this name. */
const numbersName = 'inputs';
/** Texts that are taken in between two pauses. */
const textsOfStretch = 64;

/**
 * Learns the preparation of a table from the rows of its training part alone: scales, fillings, categories, vocabularies. Only the
 * classes of targets are those of all rows: they say what the task is. `columns` are those with the roles input and target. Throws
 * UserError for a column that the steps do not make numbers of.
 */
export function* fitPreparation(
  columns: readonly Column[],
  settings: readonly ColumnSetting[],
  trainRows: Int32Array,
  steps: readonly Step[],
  { isSeries = false }: { readonly isSeries?: boolean } = {},
): Stretches<Preparation> {
  // What a series is to tell, its past says most about: there the targets are inputs too.
  const roles: readonly ColumnRole[] = isSeries ? ['input', 'target'] : ['input'];
  const settingOf = new Map(settings.map((setting) => [setting.name, setting]));
  const roleOf = (name: string) => settingOf.get(name)?.role ?? 'ignored';
  const inputs = columns.filter(({ name }) => roles.includes(roleOf(name)));
  const numbers: FittedColumn[] = [];
  const others: [name: string, feature: AloneFeature][] = [];
  for (const [done, column] of inputs.entries()) {
    yield { done, of: inputs.length };
    const input = settingOf.get(column.name)?.input;
    if (column.kind === 'text') {
      if (isSeries) throw new UserError(say(dataMessages['windows-text'], { column: column.name }));
      others.push([input ?? column.name, yield* fitTokens(column.name, column.values, trainRows, steps)]);
      continue;
    }
    const fitted = yield* fitColumn(column, trainRows, steps);
    if (fitted.some((step) => step.step === 'encode' && step.method === 'index'))
      others.push([input ?? column.name, { kind: 'index', column: column.name, steps: fitted }]);
    else numbers.push({ input, prepared: { column: column.name, kind: column.kind, steps: fitted } });
  }
  const features = joinFeatures(numbers, others);
  const targets: Record<string, TargetPreparation> = {};
  for (const column of columns)
    if (roleOf(column.name) === 'target') targets[column.name] = yield* fitTarget(column, trainRows, steps, isSeries);
  return { version: preparationVersion, windows: null, features, targets, notations: notationsOf(columns) };
}

/** A column of numbers, and the Input it goes to where that is settled. */
interface FittedColumn {
  readonly input: string | undefined;
  readonly prepared: ColumnPreparation;
}

/** A feature that a column makes alone. */
type AloneFeature = Extract<FeaturePreparation, { readonly kind: 'index' | 'tokens' }>;

/**
 * The features by the Inputs they go to: numbers of one Input together, those without one in one of their own. Throws UserError where
 * tokens, or numbers of categories, would share an Input with something else.
 */
function joinFeatures(
  numbers: readonly FittedColumn[],
  others: readonly (readonly [name: string, feature: AloneFeature])[],
): Record<string, FeaturePreparation> {
  const usual = freeName(others.map(([name]) => name));
  const groups = new Map<string, ColumnPreparation[]>();
  for (const { input = usual, prepared } of numbers) {
    const group = groups.get(input);
    if (group === undefined) groups.set(input, [prepared]);
    else group.push(prepared);
  }
  const taken = new Map(Array.from(groups, ([name, [first]]) => [name, first!.column]));
  for (const [input, { column }] of others) {
    const beside = taken.get(input);
    if (beside !== undefined)
      throw new UserError(say(sourceMessages['input-shared'], { input, column, received: beside }));
    taken.set(input, column);
  }
  return Object.fromEntries([
    ...Array.from(groups, ([name, columns]) => [name, { kind: 'numbers' as const, columns }] as const),
    ...others,
  ]);
}

/** Steps of a column, each learned from what those before it gave. */
function* fitColumn(
  column: Exclude<Column, TextColumn>,
  trainRows: Int32Array,
  steps: readonly Step[],
): Stretches<FittedStep[]> {
  const fitted: FittedStep[] = [];
  let kind: Values['kind'] = valuesOf(column, trainRows.subarray(0, 1)).kind;
  for (const step of steps) {
    const isNamed = step.columns?.includes(column.name) === true;
    if (step.step === 'tokenize' || step.step === 'image' || !concerns(step, column) || !takes(step, kind)) {
      // What is for all columns passes those by that are something else; where a column is named, it is meant.
      if (isNamed) throw misplaced(step, column.name, kind);
      continue;
    }
    const learned = yield* fittingStep(step, trainingValues(column, trainRows, [...fitted]));
    checkFitted(learned, column.name);
    fitted.push(learned);
    kind = applySteps(fitted, valuesOf(column, trainRows.subarray(0, 1))).kind;
  }
  if (kind === 'dates' || kind === 'categories') {
    const expected = say(phrases[kind === 'dates' ? 'step-date-parts' : 'step-encode']);
    throw new UserError(
      say(dataMessages['step-missing'], {
        column: column.name,
        expected,
        received: say(phrases[kind === 'dates' ? 'values-dates' : 'values-categories']),
      }),
    );
  }
  return fitted;
}

function misplaced(step: Step, column: string, kind: Values['kind']): UserError {
  return new UserError(
    say(dataMessages['step-misplaced'], {
      step: say(phrases[`step-${step.step}`]),
      column,
      received: say(phrases[`values-${kind}`]),
    }),
  );
}

/** The training part of a column after the steps that were learned already. */
export function trainingValues(column: Column, rows: Int32Array, before: readonly FittedStep[] = []): TrainingValues {
  return {
    rows: rows.length,
    *chunks() {
      for (const some of inChunks(rows)) yield applySteps(before, valuesOf(column, some));
    },
  };
}

function* fitTokens(
  column: string,
  texts: Texts,
  trainRows: Int32Array,
  steps: readonly Step[],
): Stretches<TokensPreparation> {
  const step = steps.find((step) => step.step === 'tokenize' && concerns(step, { name: column, kind: 'text' }));
  if (step?.step !== 'tokenize') {
    const values = { column, expected: say(phrases['step-tokenize']), received: say(phrases['values-texts']) };
    throw new UserError(say(dataMessages['step-missing'], values));
  }
  const { sequenceLength, padding, truncating } = step;
  const training = startFitting(column, step);
  for (const [at, row] of trainRows.entries()) {
    training.add(texts.at(row));
    if (at % textsOfStretch === 0) yield;
  }
  return { kind: 'tokens', column, sequenceLength, padding, truncating, tokenizer: yield* training.finishing() };
}

function freeName(taken: readonly string[]): string {
  let name = numbersName;
  for (let number = 2; taken.includes(name); number++) name = `${numbersName}_${number}`;
  return name;
}

function* fitTarget(
  column: Column,
  trainRows: Int32Array,
  steps: readonly Step[],
  isInput: boolean,
): Stretches<TargetPreparation> {
  switch (column.kind) {
    case 'numeric': {
      const training = (before: readonly FittedStep[]) => trainingValues(column, trainRows, before);
      const fitted = yield* fitTargetSteps({ column: column.name, training, isInput }, steps);
      return { kind: 'number', column: column.name, steps: fitted };
    }
    case 'categorical':
      return { kind: 'classes', column: column.name, classes: [...column.categories] };
    default:
      throw new Error(`A target is numeric or categorical. Received: the ${column.kind} column "${column.name}".`);
  }
}

function notationsOf(columns: readonly Column[]): Preparation['notations'] {
  return Object.fromEntries(
    columns.flatMap((column) =>
      (column.kind === 'numeric' || column.kind === 'date') && column.notation !== undefined
        ? [[column.name, column.notation]]
        : [],
    ),
  );
}
