import type { FittedStep } from '../../../shared/data/steps/index.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';

/** Throws UserError, naming the column, for a step that learned a number beyond all numbers: with it nothing would be one. */
export function checkFitted(step: FittedStep, column: string): void {
  const learned =
    step.step === 'scale' ? [...step.centers, ...step.scales] : step.step === 'impute' ? [step.value] : [];
  const infinite = learned.find((value) => typeof value === 'number' && !Number.isFinite(value));
  if (infinite !== undefined)
    throw new UserError(say(dataMessages['numbers-huge'], { column, received: String(infinite) }));
}
