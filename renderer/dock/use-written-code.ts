import { useEffect, useRef, useState } from 'react';
import type { CodeLine } from '../../shared/code/code.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import { useEditorState } from '../store/use-editor.ts';
import { languageOf, type ShownLanguage } from './code-languages.ts';

/** Source as it was written last, and what it was written of. */
export interface WrittenCode {
  readonly model: ModelDocument;
  readonly language: ShownLanguage;
  readonly lines: readonly CodeLine[];
}

/** After an edit, writing waits so many times as long as it takes: who types on is not kept waiting by it. */
const waits = 4;
const longestWait = 600;

/**
 * The source of the open model in the chosen language, written while nothing else is to be done; until then it is that of the model before.
 * Null before the first.
 */
export function useWrittenCode(): WrittenCode | null {
  const model = useEditorState(({ document }) => document.project.model);
  const training = useEditorState(({ document }) => document.project.training);
  const name = useEditorState(({ document: { name } }) => name);
  const id = useEditorState(({ view }) => view.codeLanguage);
  const [written, setWritten] = useState<WrittenCode | null>(null);
  const took = useRef(0);
  useEffect(() => {
    const language = languageOf(id);
    const write = () => {
      const began = performance.now();
      const { lines } = language.write(model, { name, training });
      took.current = performance.now() - began;
      setWritten({ model, language, lines });
    };
    return whenIdle(write, Math.min(longestWait, took.current * waits));
  }, [model, training, name, id]);
  return written;
}

/** Does something when there is time for it, at the soonest after a wait in milliseconds; gives what calls it off. */
function whenIdle(what: () => void, wait: number): () => void {
  let idle: number | null = null;
  const timer = setTimeout(() => {
    // Not every browser tells when it is idle.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(what, { timeout: longestWait });
    else what();
  }, wait);
  return () => {
    clearTimeout(timer);
    if (idle !== null) cancelIdleCallback(idle);
  };
}
