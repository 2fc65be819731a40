import { type NodeChange, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { overlap } from '../../arranging/boxes.ts';
import { useEditor } from '../../store/use-editor.ts';
import type { CanvasNode } from '../annotations/annotation-nodes.ts';
import { areaInSight } from '../camera.ts';
import { type Dragging, takeNodeChanges } from './changes.ts';
import { type Guide, snap, snapLines } from './snapping.ts';

/** From how near things snap, in pixels of the screen. */
const reach = 5;

/**
 * Takes what the canvas library proposes while things are dragged: they snap to what is in sight, unless Alt is held. `atEnd` is what else
 * belongs to the gesture that ends.
 */
export function useDragging(atEnd: () => void) {
  const editor = useEditor();
  const flow = useReactFlow();
  const store = useStoreApi();
  const [guides, setGuides] = useState<readonly Guide[]>([]);
  const isAltHeld = useRef(false);
  const latestEnd = useRef(atEnd);
  latestEnd.current = atEnd;
  useEffect(() => {
    const look = ({ altKey }: PointerEvent | KeyboardEvent) => {
      isAltHeld.current = altKey;
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'keyup'] as const;
    for (const event of events) window.addEventListener(event, look, { capture: true });
    return () => {
      for (const event of events) window.removeEventListener(event, look, { capture: true });
    };
  }, []);

  const dragging = useRef<Dragging>({
    current: null,
    linesOf(boxes) {
      const seen = areaInSight(flow.getViewport(), store.getState());
      return snapLines(boxes.filter((box) => overlap(box, seen)));
    },
    snapped(lines, box) {
      const isOn = editor.get().view.snapping && !isAltHeld.current;
      const found = isOn ? snap(lines, box, reach / flow.getZoom()) : { shift: [0, 0] as const, guides: [] };
      setGuides((before) => (before.length + found.guides.length === 0 ? before : found.guides));
      return found.shift;
    },
    ended() {
      latestEnd.current();
      setGuides([]);
    },
  });
  const onNodesChange = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => takeNodeChanges(editor, changes, dragging.current),
    [editor],
  );
  return { guides, onNodesChange };
}
