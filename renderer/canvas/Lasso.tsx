import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { cardBox } from '../arranging/arrange.ts';
import { annotationBox, annotationsOf } from '../commands/annotations.ts';
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
  const area = useRef<HTMLDivElement>(null);
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
  const finish = ({ shiftKey }: PointerEvent) => {
    if (line === null || !area.current) return;
    const { view } = editor.get();
    const { caught } = catchWith(line, area.current);
    const before = shiftKey ? view.selection : { blocks: [], annotations: [], wires: [] };
    editor.select({
      wires: before.wires,
      blocks: [...new Set([...before.blocks, ...caught.blocks])],
      annotations: [...new Set([...before.annotations, ...caught.annotations])],
    });
    editor.view({ tool: 'select' });
  };
  /** What a line on the screen catches, and where that is on the canvas. */
  const catchWith = (drawn: readonly Place[], element: HTMLElement) => {
    const { left, top } = element.getBoundingClientRect();
    const onCanvas = drawn.map(([x, y]): Place => {
      const at = flow.screenToFlowPosition({ x: x + left, y: y + top }, { snapToGrid: false });
      return [at.x, at.y];
    });
    const state = editor.get();
    const at = sceneOf(state).level.graphId;
    const places = placesOf(state.document.project, at);
    const annotations = annotationsOf(state.document.project, at);
    const caught = caughtBy(onCanvas, places, annotations);
    const boxes = [
      ...caught.blocks.map((id) => cardBox(places[id]!)),
      ...caught.annotations.map((id) => annotationBox(annotations[id]!)),
    ];
    return { caught, boxes };
  };
  const boxes = line !== null && area.current ? catchWith(line, area.current).boxes : [];
  const { x, y, zoom } = flow.getViewport();
  return (
    <div
      ref={area}
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
          {boxes.map((box) => (
            <rect
              key={`${box.x} ${box.y} ${box.width}`}
              x={box.x * zoom + x}
              y={box.y * zoom + y}
              width={box.width * zoom}
              height={box.height * zoom}
              rx={10 * zoom}
            />
          ))}
          <polygon points={pointsOf(line)} />
          <polyline points={pointsOf(line)} />
        </svg>
      )}
    </div>
  );
}

function pointsOf(line: readonly Place[]): string {
  return line.map((point) => point.join(',')).join(' ');
}
