import { type MarkMeasure, markMeasures } from '../../shared/graph/costs.ts';
import { actionCommand } from './command.ts';

/** Marks the heaviest blocks on the canvas by the measure last chosen, or takes the marks away. */
export const toggleCostMarks = actionCommand<true>({
  id: 'view:cost-marks',
  label: 'command.costMarks',
  shortcuts: ['shift+h'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ costMarks: !editor.get().view.costMarks }),
});

function markBy(measure: MarkMeasure) {
  return actionCommand<true>({
    id: `view:cost-marks-${measure}`,
    label: `command.costMarks-${measure}`,
    from: ({ view }) => (view.page === 'model' ? true : null),
    run: (editor) => editor.view({ costMarks: true, costMeasure: measure }),
  });
}

/** Marks the heaviest blocks by a measure: one for each. */
export const costMarksCommands = markMeasures.map(markBy);
