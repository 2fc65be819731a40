import { useMemo, useRef } from 'react';
import { type MarkMeasure, measured } from '../../../shared/graph/costs.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import { useLanguage } from '../../messages/language.ts';
import { text } from '../../messages/text.ts';
import { costsFor, type ModelCosts, useCostSettings } from '../../store/costs.ts';
import type { Scene } from '../../store/derived.ts';
import { useEditorState, useFindings, useScene } from '../../store/use-editor.ts';
import { type TimesNow, useMeasuredTimes } from '../../store/use-measured-times.ts';
import { type CostMarks, costMarks, noMarks } from './cost-marks.ts';

/**
 * What the blocks on the canvas cost by a measure, a group all that it holds, and what the whole model does; the time of a block is that of
 * forward and backward, as it was measured last.
 */
export function costsInSight(
  { level, graph }: Pick<Scene, 'level' | 'graph'>,
  { total, places }: ModelCosts,
  measure: MarkMeasure,
  times: TimesNow | null = null,
): { readonly costs: ReadonlyMap<BlockId, number | null>; readonly whole: number } {
  const costOf = (id: BlockId) => {
    const place = [...level.path, id].join('/');
    if (measure === 'time') return times?.places.get(place)?.times.forwardBackward ?? null;
    const placed = places.get(place);
    return placed ? measured(placed.costs, measure) : null;
  };
  return {
    costs: new Map(Object.keys(graph.blocks).map((id) => [id, costOf(id)])),
    whole: measure === 'time' ? (times?.sum.forwardBackward ?? 0) : measured(total, measure),
  };
}

/** The marks of the heaviest blocks on the canvas, by the measure that is chosen; none while they are off. */
export function useCostMarks(): CostMarks {
  const measure = useEditorState(({ view }) => (view.costMarks ? view.costMeasure : null));
  const scene = useScene();
  const { inference } = useFindings();
  const settings = useCostSettings();
  const times = useMeasuredTimes(measure === 'time');
  const spoken = useLanguage();
  const last = useRef<CostMarks>(noMarks);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of the marks are in the language
  return useMemo(() => {
    if (measure === null) {
      last.current = noMarks;
    } else {
      const { costs, whole } = costsInSight(scene, costsFor(scene.model, inference, settings), measure, times);
      last.current = costMarks(costs, whole, text(`summary.${measure}`), last.current);
    }
    return last.current;
  }, [measure, scene, inference, settings, times, spoken]);
}
