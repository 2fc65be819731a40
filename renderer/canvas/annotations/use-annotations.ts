import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { isWithin } from '../../arranging/boxes.ts';
import { putNote } from '../../commands/annotation-commands.ts';
import { annotationsOf } from '../../commands/annotations.ts';
import { run } from '../../commands/command.ts';
import type { Places } from '../../commands/places.ts';
import { type CanvasAction, canvasEvent } from '../../commands/view-commands.ts';
import { useEditor, useEditorState, useScene } from '../../store/use-editor.ts';
import { areaInSight, boundsInSight } from '../camera.ts';
import { keepList } from '../cards/cards.ts';
import { type AnnotationNode, annotationNodes } from './annotation-nodes.ts';

/** The frames and notes of the graph in sight, as the canvas library has them; takes part in putting new notes. */
export function useAnnotations(places: Places): readonly AnnotationNode[] {
  const editor = useEditor();
  const flow = useReactFlow();
  const store = useStoreApi();
  const { level, inference } = useScene();
  const annotations = useEditorState(({ document }) => annotationsOf(document.project, level.graphId));
  const selected = useEditorState(({ view }) => view.selection.annotations);
  const last = useRef<readonly AnnotationNode[]>([]);

  useEffect(() => {
    const act = ({ detail }: CustomEvent<CanvasAction>) => {
      const area = store.getState().domNode?.getBoundingClientRect();
      if (detail !== 'add-note' || !area) return;
      const { x, y } = flow.screenToFlowPosition({ x: area.x + area.width / 2, y: area.y + area.height / 2 });
      run(editor, putNote, { middle: [x, y] });
      const bounds = boundsInSight(editor.get(), true);
      if (!bounds || isWithin(bounds, areaInSight(flow.getViewport(), area))) return;
      // At once: the words that are typed next belong to what is in sight.
      const { zoom } = flow.getViewport();
      void flow.setCenter(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, { zoom, duration: 0 });
    };
    window.addEventListener(canvasEvent, act as EventListener);
    return () => window.removeEventListener(canvasEvent, act as EventListener);
  }, [editor, flow, store]);

  return useMemo(() => {
    const before = new Map(last.current.map((node) => [node.id, node]));
    const now = annotationNodes(before, annotations, places, inference, new Set(selected));
    last.current = keepList(last.current, now);
    return last.current;
  }, [annotations, places, inference, selected]);
}
