import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import { type Step, type StepName, stepNames } from '../../../shared/data/steps/index.ts';
import { run } from '../../commands/command.ts';
import { addStep, moveStep, removeStep, setStep } from '../../commands/data-commands.ts';
import { text } from '../../messages/text.ts';
import { useEditor } from '../../store/use-editor.ts';
import { ColumnsSetting } from './ColumnsSetting.tsx';
import { OrderedSteps } from './OrderedSteps.tsx';
import { StepProblems } from './StepProblems.tsx';
import { StepSettings } from './StepSettings.tsx';
import { columnsFor } from './step-columns.ts';
import { newStep } from './step-edits.ts';
import { asSame, keyOf } from './step-keys.ts';
import { whatItDoes, whereItIs } from './step-words.ts';

interface StepListProps {
  readonly steps: readonly Step[];
  readonly summary: DatasetSummary;
}

/** The steps of preparation in their order, each with its settings, and ways to add, move and remove them. */
export function StepList({ steps, summary }: StepListProps) {
  const editor = useEditor();
  const { columns } = summary;
  const set = (at: number, settings: Step, gesture?: string) => {
    const step = steps[at]!;
    run(editor, setStep, { at, step: asSame(step, settings) }, gesture && `${keyOf(step)} ${gesture}`);
  };
  return (
    <OrderedSteps
      title={text('preparation.title')}
      steps={steps}
      kinds={stepNames.map((kind) => ({
        kind,
        title: text(`preparation.step-${kind}`),
        help: text(`preparation.for-${kind}`),
      }))}
      make={(kind) => newStep(kind as StepName, steps)}
      onAdd={(step) => run(editor, addStep, { step })}
      onMove={(from, to) => run(editor, moveStep, { from, to })}
      onRemove={(at) => run(editor, removeStep, { at })}
      above={<StepProblems steps={steps} summary={summary} />}
      none={text('preparation.none')}
      hint={text('preparation.fitted')}
      content={(step, at) => {
        const { words, names } = whereItIs(steps, at, columns);
        return {
          title: text(`preparation.step-${step.step}`),
          where: words,
          names,
          canFold: names.length === 0 && step.columns === null,
          what: whatItDoes(step),
          settings: () => (
            <>
              <StepSettings
                step={step}
                columns={columns}
                onChange={(change, gesture) => set(at, { ...step, ...change } as Step, gesture)}
              />
              {step.step !== 'image' && (
                <ColumnsSetting
                  step={step}
                  possible={columnsFor(steps, at, columns)}
                  onChange={(chosen) => set(at, { ...step, columns: chosen })}
                />
              )}
            </>
          ),
        };
      }}
    />
  );
}
