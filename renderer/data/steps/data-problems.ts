import { fillArray } from '../../../shared/data/array-steps.ts';
import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import { concerns, type Step, type StepName, stepNames } from '../../../shared/data/steps/index.ts';
import { recognize, type Sentence, type Value, type Words } from '../../../shared/messages/sentence.ts';
import { isSentence } from '../../../shared/messages/words-schema.ts';
import { columnsOf } from './step-columns.ts';
import { newStep } from './step-edits.ts';

/** The sections of the page that problems are of. */
type Place = 'preparation' | 'split' | 'windows';

const places: Readonly<Record<string, Place>> = {
  'data/step-missing': 'preparation',
  'data/step-misplaced': 'preparation',
  'data/step-of-target': 'preparation',
  'data/step-impute-wanted': 'preparation',
  'data/split-column': 'split',
  'data/split-column-kind': 'split',
  'data/split-value': 'split',
  'data/no-training-rows': 'split',
  'source/array-not-number': 'preparation',
  'text/vocabulary-small': 'preparation',
  'text/tokens-few': 'split',
  'data/windows-column': 'windows',
  'data/windows-time': 'windows',
  'data/windows-value': 'windows',
  'data/windows-text': 'windows',
  'data/windows-split': 'windows',
  'data/no-training-windows': 'windows',
  'copy/excluded-windows': 'windows',
  'copy/excluded-text': 'split',
};

/** What of a summary's warnings is wrong with the preparation, the split or the windows, and keeps the data from being trained on. */
export function problemsAt(place: Place, warnings: readonly Words[]): readonly Sentence[] {
  return warnings.map(recognize).filter((words): words is Sentence => isSentence(words) && places[words.key] === place);
}

/** What puts a problem of the preparation right: one more step, or a step that is for one column more, or for one less. */
export type StepRepair =
  | { readonly repair: 'add'; readonly step: Step; readonly isLast: boolean }
  | { readonly repair: 'include' | 'exclude'; readonly at: number; readonly step: Step; readonly column: string };

/** The repair of a problem of the preparation; null where there is none. */
export function repairOf(
  { key, values }: Sentence,
  steps: readonly Step[],
  columns: readonly ColumnSummary[],
): StepRepair | null {
  if (key === 'source/array-not-number') return { repair: 'add', step: fillArray(String(values.name)), isLast: true };
  const column = columns.find(({ name }) => name === values.column);
  const isMisplaced = key === 'data/step-misplaced' || key === 'data/step-of-target';
  const kind = kindOf(isMisplaced ? values.step : values.expected);
  if (column === undefined || kind === undefined) return null;
  const { name } = column;
  if (isMisplaced) {
    const at = steps.findIndex(
      (step, place) =>
        step.step === kind && step.columns?.includes(name) && !columnsOf(steps, place, columns).includes(name),
    );
    const step = steps[at];
    if (step === undefined) return null;
    const without = { ...step, columns: step.columns!.filter((one) => one !== name) };
    return { repair: 'exclude', at, step: without, column: name };
  }
  const at = steps.findIndex(
    (step) => step.step === kind && step.columns !== null && concerns({ ...step, columns: null }, column),
  );
  const step = steps[at];
  if (step) return { repair: 'include', at, step: { ...step, columns: [...step.columns!, name] }, column: name };
  // Beside one that is for others, a new one is for this column alone.
  const isFirst = !steps.some((step) => step.step === kind);
  return { repair: 'add', step: isFirst ? newStep(kind) : { ...newStep(kind), columns: [name] }, isLast: false };
}

/** The kind of step that a value of a problem names. */
function kindOf(value: Value | undefined): StepName | undefined {
  return stepNames.find((name) => typeof value === 'object' && value.key === `phrase/step-${name}`);
}
