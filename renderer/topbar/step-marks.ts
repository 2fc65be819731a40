import { mainGraph } from '../../shared/graph/document.ts';
import type { Mark } from '../parts/Glyph.tsx';
import { findings, isTraining } from '../store/derived.ts';
import type { EditorState } from '../store/state.ts';
import { isUnfinished } from '../store/unfinished.ts';
import type { Page } from '../store/view-slice.ts';

/** How a step stands: nothing yet, done, worth a look, in the way of training, running. */
export function stepMark(state: EditorState, step: Page): Mark {
  const { document, view, runs } = state;
  switch (step) {
    case 'start':
    case 'engines':
      return 'empty';
    case 'data':
      if (view.dataset.state === 'failed') return 'failed';
      if (view.dataset.state === 'reading') return 'running';
      if (view.dataset.state === 'stopped') return 'stopped';
      if (view.dataset.state === 'none') return 'empty';
      return view.dataset.summary.warnings.length > 0 ? 'warning' : 'done';
    case 'model': {
      if (Object.keys(mainGraph(document.project.model).blocks).length === 0) return 'empty';
      const { problems } = findings(state);
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) return errors.every(isUnfinished) ? 'empty' : 'failed';
      return problems.length > 0 ? 'warning' : 'done';
    }
    case 'train':
      if (isTraining(runs)) return 'running';
      return lastOutcome(state);
    case 'results':
    case 'export':
      return runs.list.state === 'ready' &&
        runs.list.runs.some(({ epochs, state: how }) => epochs > 0 && how !== 'training')
        ? 'done'
        : 'empty';
  }
}

function lastOutcome({ runs: { live, list } }: EditorState): Mark {
  const outcome =
    live.state === 'ended' ? live.record.end?.outcome : list.state === 'ready' ? list.runs[0]?.state : undefined;
  switch (outcome) {
    case 'finished':
      return 'done';
    case 'stopped':
      return 'stopped';
    case 'failed':
      return 'failed';
    default:
      return 'empty';
  }
}
