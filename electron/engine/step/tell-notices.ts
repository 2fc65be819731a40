import type { Words } from '../../../shared/messages/sentence.ts';
import type { Step } from './step.ts';

/** The same step, which tells of each change in how it computes at the call that brought it, also where that call fails. */
export function tellNotices(step: Step, tell: (message: Words) => void): Step {
  const telling = async <T>(result: Promise<T>): Promise<T> => {
    try {
      return await result;
    } finally {
      for (const message of step.takeNotices()) tell(message);
    }
  };
  return {
    ...step,
    get steps() {
      return step.steps;
    },
    train: (batch) => telling(step.train(batch)),
    evaluate: (batch) => telling(step.evaluate(batch)),
    predict: (batch) => telling(step.predict(batch)),
  };
}
