import { useEffect, useRef, useState } from 'react';
import type { Sample } from '../../../shared/data/sample.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { failureWords } from '../../store/editor.ts';
import { newName } from '../../store/new-name.ts';
import { useEditor, useEditorState } from '../../store/use-editor.ts';

/** How long to wait for the next change of the settings, in milliseconds. */
const patience = 200;

/** A sample on its way: what was shown before stays until another is there. */
export interface SampleState {
  readonly sample: Sample | null;
  readonly failure: Words | null;
  readonly isUpdating: boolean;
}

/** The rows that a seed draws, anew whenever the settings of the data change or their file was read again. A request that is superseded is ended by the next. */
export function useSample(seed: number): SampleState {
  const editor = useEditor();
  const data = useEditorState(({ document }) => document.project.data);
  const directory = useEditorState(({ document }) => document.directory);
  const stamp = useEditorState(({ view }) => view.sourceOnDisk?.stamp ?? null);
  const isConnected = useEditorState(({ view }) => view.connection === 'connected');
  const [state, setState] = useState<SampleState>({ sample: null, failure: null, isUpdating: true });
  const [viewer] = useState(newName);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a file that was read again rows are drawn anew
  useEffect(() => {
    if (!isConnected) return undefined;
    let isCurrent = true;
    setState((before) => ({ ...before, isUpdating: true }));
    const ask = async () => {
      try {
        const sample = await editor.host.ask('data:sample', { viewer, data: data as never, directory, seed });
        if (isCurrent) setState({ sample, failure: null, isUpdating: false });
      } catch (error) {
        if (isCurrent) setState({ sample: null, failure: failureWords(error), isUpdating: false });
      }
    };
    const timer = setTimeout(() => void ask(), isFirst.current ? 0 : patience);
    isFirst.current = false;
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [editor, data, directory, stamp, seed, viewer, isConnected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept of a file that has changed is freed too
  useEffect(
    () => () => {
      // A host that is gone has freed it already.
      editor.host.ask('data:end-sample', { viewer }).catch(() => undefined);
    },
    [editor, viewer, stamp],
  );
  return state;
}
