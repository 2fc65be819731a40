import { Button } from '@mantine/core';
import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import type { Step } from '../../../shared/data/steps/index.ts';
import { run } from '../../commands/command.ts';
import { addStep, setStep } from '../../commands/data-commands.ts';
import { inWords, text } from '../../messages/text.ts';
import { useEditor } from '../../store/use-editor.ts';
import { DataProblem } from '../DataProblem.tsx';
import { problemsAt, repairOf, type StepRepair } from './data-problems.ts';
import { asSame } from './step-keys.ts';

interface StepProblemsProps {
  readonly steps: readonly Step[];
  readonly summary: DatasetSummary;
}

/** What of the steps keeps the data from being trained on, with what puts it right. */
export function StepProblems({ steps, summary }: StepProblemsProps) {
  const editor = useEditor();
  const repair = (found: StepRepair) => {
    if (found.repair === 'add') run(editor, addStep, { step: found.step, isLast: found.isLast });
    else run(editor, setStep, { at: found.at, step: asSame(steps[found.at]!, found.step) });
  };
  return problemsAt('preparation', summary.warnings).map((problem) => {
    const found = repairOf(problem, steps, summary.columns);
    return (
      <DataProblem key={inWords(problem)} problem={problem}>
        {found && (
          <Button size="compact-xs" variant="default" onClick={() => repair(found)}>
            {repairWords(found)}
          </Button>
        )}
      </DataProblem>
    );
  });
}

function repairWords(found: StepRepair): string {
  const step = text(`preparation.step-${found.step.step}`);
  switch (found.repair) {
    case 'add':
      return text('preparation.repairAdd', { step });
    case 'include':
      return text('preparation.repairInclude', { step, column: found.column });
    case 'exclude':
      return text('preparation.repairExclude', { step, column: found.column });
  }
}
