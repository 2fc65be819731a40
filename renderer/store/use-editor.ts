import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Findings } from '../../shared/graph/problems.ts';
import { dataOf, findingsOf, type Scene, sceneAt } from './derived.ts';
import type { Editor } from './editor.ts';
import type { EditorState } from './state.ts';

/** Gives the window's editor to components. */
export const EditorContext = createContext<Editor | null>(null);

/** The editor of this window: to edit, select, go to pages and ask the host. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('useEditor needs an EditorContext above it. Received: none.');
  return editor;
}

/** A part of the state; the component draws anew when that part is another value. Select values or references, no fresh objects. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select);
}

/** What the canvas shows, with all that is known of it. */
export function useScene(): Scene {
  const model = useEditorState(({ document }) => document.project.model);
  const path = useEditorState(({ view }) => view.level);
  return sceneAt(model, useFindings(), path);
}

/** Shapes and problems of the open project. */
export function useFindings(): Findings {
  const model = useEditorState(({ document }) => document.project.model);
  const data = useEditorState(dataOf);
  return findingsOf(model, data);
}
