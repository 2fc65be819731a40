import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, useEffect, useState } from 'react';
import { annotationsOf } from '../commands/annotations.ts';
import { type Place, placesOf } from '../commands/places.ts';
import { sceneOf } from '../store/derived.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './canvas.module.css';
import { caughtBy } from './lasso.ts';

/** How far the hand goes before the line has another point, in pixels of the screen. */
const step = 3;

/** The lasso: a line drawn by hand, which selects what lies in it. With Shift it adds, Escape leaves it. */
export function Lasso() {
  const isOn = useEditorState(({ view }) => view.tool === 'lasso' && view.page === 'model');
  return isOn ? <Drawing /> : null;
}

function Drawing() {
  const editor = useEditor();
  const flow = useReactFlow();
  const [line, setLine] = useState<readonly Place[] | null>(null);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      editor.view({ tool: 'select' });
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => {
      window.removeEventListener('keydown', leave, { capture: true });
    };
  }, [editor]);

  const pointOf = ({ clientX, clientY, currentTarget }: PointerEvent): Place => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const finish = (event: PointerEvent) => {
    if (line === null) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const onCanvas = line.map(([x, y]): Place => {
      const at = flow.screenToFlowPosition({ x: x + left, y: y + top }, { snapToGrid: false });
      return [at.x, at.y];
    });
    const { document, view } = editor.get();
    const at = sceneOf(editor.get()).level.graphId;
    const caught = caughtBy(onCanvas, placesOf(document.project, at), annotationsOf(document.project, at));
    const before = event.shiftKey ? view.selection : { blocks: [], annotations: [], wires: [] };
    editor.select({
      wires: before.wires,
      blocks: [...new Set([...before.blocks, ...caught.blocks])],
      annotations: [...new Set([...before.annotations, ...caught.annotations])],
    });
    editor.view({ tool: 'select' });
  };
  return (
    <div
      className={styles.lasso}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setLine([pointOf(event)]);
      }}
      onPointerMove={(event) => {
        const point = pointOf(event);
        const last = line?.at(-1);
        if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) >= step) setLine([...line!, point]);
      }}
      onPointerUp={finish}
      onPointerCancel={() => setLine(null)}
    >
      {line && (
        <svg aria-hidden="true">
          <polygon points={line.map((point) => point.join(',')).join(' ')} />
        </svg>
      )}
    </div>
  );
}
