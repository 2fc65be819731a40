import { type ColumnSummary, type RowOrder, rowOrderSchema } from '../../shared/data/dataset.ts';
import { needOfTarget, type TargetNeed } from '../../shared/data/target-steps.ts';
import { recognize, type Words } from '../../shared/messages/sentence.ts';
import { isSentence } from '../../shared/messages/words-schema.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';

/**
 * What can be done about a warning: a column that is ignored, copies that are kept in one part or looked for, a target that is scaled, windows that go
 * by a series or a time, or classes that are weighed; `done` where it already is.
 */
export type WarningRepair =
  | { readonly repair: 'ignore-column'; readonly column: ColumnSummary }
  | { readonly repair: 'keep-together'; readonly column: string }
  | { readonly repair: 'find-copies' }
  | { readonly repair: 'scale-target'; readonly need: TargetNeed }
  | { readonly repair: 'order-windows'; readonly order: RowOrder }
  | { readonly repair: 'weigh-classes'; readonly done: boolean };

/** The repair of something that is worth a look; null where there is none but to look. */
export function repairOfWarning(
  warning: Words,
  columns: readonly ColumnSummary[],
  { classWeights }: Pick<TrainingDocument, 'classWeights'>,
): WarningRepair | null {
  const words = recognize(warning);
  if (!isSentence(words)) return null;
  switch (words.key) {
    case 'warning/input-leaks':
    case 'warning/input-constant':
    case 'warning/categories-many': {
      const column = columns.find(({ name, role }) => name === words.values.column && role === 'input');
      return column === undefined ? null : { repair: 'ignore-column', column };
    }
    case 'warning/texts-repeated': {
      const { column } = words.values;
      return typeof column === 'string' ? { repair: 'keep-together', column } : null;
    }
    case 'warning/target-scale':
    case 'warning/target-skewed': {
      const need = needOfTarget(warning);
      return need === null ? null : { repair: 'scale-target', need };
    }
    case 'warning/series-mixed':
    case 'warning/series-mixed-time':
    case 'warning/rows-unordered': {
      const { time = null, series = null } = words.values;
      return { repair: 'order-windows', order: rowOrderSchema.parse({ time, series }) };
    }
    case 'warning/rows-repeated':
      return { repair: 'find-copies' };
    case 'warning/classes-uneven':
      return { repair: 'weigh-classes', done: classWeights === 'balanced' };
    default:
      return null;
  }
}
