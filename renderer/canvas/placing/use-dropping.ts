import { useReactFlow } from '@xyflow/react';
import { type DragEvent, useState } from 'react';
import { addBlock, canInsert } from '../../commands/add-block.ts';
import { run } from '../../commands/command.ts';
import { card, type Place } from '../../commands/places.ts';
import { takeData } from '../../commands/take-data.ts';
import { carriesFiles, takeDropped } from '../../files/dropped-file.ts';
import { blockDragType, draggedType } from '../../palette/drag.ts';
import { useEditor, useScene } from '../../store/use-editor.ts';
import type { useProximity } from '../wires/use-proximity.ts';

/** A block that would be where the pointer is. */
interface DropGhost {
  readonly x: number;
  readonly y: number;
  readonly type: string;
}

/** What comes onto the canvas by being dropped: blocks of the palette, also onto a wire, and files of the system. */
export function useDropping(proximity: ReturnType<typeof useProximity>) {
  const editor = useEditor();
  const flow = useReactFlow();
  const { model } = useScene();
  const [ghost, setGhost] = useState<DropGhost | null>(null);
  const [targetWire, setTargetWire] = useState<string | null>(null);

  const pointOf = ({ clientX, clientY }: DragEvent) => flow.screenToFlowPosition({ x: clientX, y: clientY });
  const wireFor = (type: string, { clientX, clientY }: DragEvent) =>
    canInsert(model.graphs, type) ? wireAt(clientX, clientY) : null;
  const end = () => {
    setGhost(null);
    setTargetWire(null);
    proximity.end();
  };
  const takeFiles = async (transfer: DataTransfer, place: Place) => {
    const path = await takeDropped(editor, transfer);
    if (path !== null) run(editor, takeData, { path, place });
  };
  return {
    /** What would be there, while something that no wire takes is held over the canvas. */
    ghost,
    /** The wire that would take the block. */
    targetWire,
    handlers: {
      onDragOver(event: DragEvent) {
        const isFile = carriesFiles(event.dataTransfer);
        if (!isFile && !event.dataTransfer.types.includes(blockDragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const at = pointOf(event);
        if (isFile) {
          setGhost({ x: at.x, y: at.y, type: 'Input' });
          return;
        }
        const type = draggedType();
        const wire = type === null ? null : wireFor(type, event);
        setTargetWire(wire);
        setGhost(type === null || wire !== null ? null : { x: at.x, y: at.y, type });
        if (type === null || wire !== null) proximity.end();
        else proximity.placeAt(type, placeOfCard(at), event.altKey);
      },
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) end();
      },
      onDrop(event: DragEvent) {
        const wires = proximity.take();
        end();
        if (carriesFiles(event.dataTransfer)) {
          event.preventDefault();
          void takeFiles(event.dataTransfer, placeOfCard(pointOf(event)));
          return;
        }
        const type = event.dataTransfer.getData(blockDragType);
        if (type === '') return;
        event.preventDefault();
        const wire = wireFor(type, event);
        const place = placeOfCard(pointOf(event));
        run(editor, addBlock, { type, where: wire === null ? { at: 'place', place, wires } : { at: 'wire', wire } });
      },
    },
  };
}

/** The upper left corner of a card with its middle at a point. */
function placeOfCard({ x, y }: { readonly x: number; readonly y: number }): Place {
  return [Math.round(x - card.width / 2), Math.round(y - card.height / 2)];
}

/** The wire under a point of the screen. */
function wireAt(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<SVGElement>('.react-flow__edge');
    if (edge) return edge.dataset.id ?? null;
  }
  return null;
}
