import { useMemo } from 'react';
import { useLanguage } from '../messages/language.ts';
import { useEditorState, useScene } from '../store/use-editor.ts';
import { ownEntries, type PaletteEntry } from './palette-list.ts';

/** The project's own groups that can be placed in the graph on the canvas. */
export function useOwnEntries(): readonly PaletteEntry[] {
  const model = useEditorState(({ document }) => document.project.model);
  const { graphId } = useScene().level;
  const spoken = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: their words are in the language
  return useMemo(() => ownEntries(model, graphId), [model, graphId, spoken]);
}
