import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import type { Step } from '../../../shared/data/steps/index.ts';
import { inList, text } from '../../messages/text.ts';
import { showCount } from '../../training/number-text.ts';
import { columnsOf } from './step-columns.ts';

/** What a step does, in one line. */
export function whatItDoes(step: Step): string {
  switch (step.step) {
    case 'impute': {
      const how = text(`preparation.does-${step.strategy}`, { value: String(step.fillValue ?? '') });
      return step.addIndicator && step.strategy !== 'drop' ? both(how, text('preparation.toldApart')) : how;
    }
    case 'log':
      return text('preparation.doesLog');
    case 'date-parts': {
      const parts = inList(step.parts.map((part) => text(`preparation.part-${part}`)));
      return step.cyclic ? both(parts, text('preparation.onACircle')) : parts;
    }
    case 'scale':
      return text(`preparation.does-${step.method}`);
    case 'encode': {
      const how = text(`preparation.encoding-${step.method}`);
      return step.minFrequency === 1
        ? how
        : both(how, text('preparation.doesFrom', { rows: showCount(step.minFrequency) }));
    }
    case 'tokenize':
      return text('preparation.doesTokens', {
        size: showCount(step.vocabularySize),
        tokens: text(`preparation.tokenizer-${step.tokenizer}`),
        length: showCount(step.sequenceLength),
      });
    case 'image':
      return text('preparation.doesImage', {
        height: step.height,
        width: step.width,
        colours: text(`preparation.colorMode-${step.colorMode}`),
      });
  }
}

function both(first: string, second: string): string {
  return text('preparation.does', { first, second });
}

/** The columns that a step is for, by name where they are few; and whether there are none. */
export function whereItIs(
  steps: readonly Step[],
  at: number,
  columns: readonly ColumnSummary[],
): { readonly words: string; readonly names: readonly string[] } {
  // Images are no column; data that has some has no others.
  if (steps[at]!.step === 'image' && columns.length === 0) {
    const words = text('preparation.images');
    return { words, names: [words] };
  }
  const names = columnsOf(steps, at, columns);
  if (names.length === 0) {
    const isOpen = steps[at]!.columns?.length === 0;
    return { words: text(isOpen ? 'preparation.noneChosen' : 'preparation.nowhere'), names };
  }
  return {
    words: names.length === 1 ? names[0]! : text('preparation.columns', { columns: showCount(names.length) }),
    names,
  };
}
