import { useMemo } from 'react';
import { type CostSettings, type Costs, costsByPlace, modelCosts, type PlacedCosts } from '../../shared/graph/costs.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import type { Inference } from '../../shared/graph/infer.ts';
import { findings } from './derived.ts';
import type { EditorState } from './state.ts';
import { useEditorState, useFindings } from './use-editor.ts';

/** What a model costs as a whole and at each of its blocks. */
export interface ModelCosts {
  readonly total: Costs;
  /** By the ids of the groups around a block and its own, joined with `/`. */
  readonly places: ReadonlyMap<string, PlacedCosts>;
}

let last: {
  readonly model: ModelDocument;
  readonly inference: Inference;
  readonly settings: CostSettings;
  readonly costs: ModelCosts;
} | null = null;

/** What a model costs, computed once for each state of it. */
export function costsFor(model: ModelDocument, inference: Inference, settings: CostSettings): ModelCosts {
  const isKnown =
    last?.model === model &&
    last.inference === inference &&
    last.settings.batchSize === settings.batchSize &&
    last.settings.optimizer === settings.optimizer;
  if (last && isKnown) return last.costs;
  const costs = { total: modelCosts(inference, settings), places: costsByPlace(model, inference, settings) };
  last = { model, inference, settings, costs };
  return costs;
}

/** What the open model costs, computed once for each state of it. */
export function costsOfState(state: EditorState): ModelCosts {
  const { model, training } = state.document.project;
  return costsFor(model, findings(state).inference, training);
}

/** The settings that memory depends on. */
export function useCostSettings(): CostSettings {
  const batchSize = useEditorState(({ document }) => document.project.training.batchSize);
  const optimizer = useEditorState(({ document }) => document.project.training.optimizer);
  return useMemo(() => ({ batchSize, optimizer }), [batchSize, optimizer]);
}

/** What the open model costs. */
export function useModelCosts(): ModelCosts {
  const model = useEditorState(({ document }) => document.project.model);
  return costsFor(model, useFindings().inference, useCostSettings());
}
