import {
  Background,
  BackgroundVariant,
  type FitViewOptions,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { cardBox } from '../arranging/arrange.ts';
import { boundsOf, isWithin, overlap } from '../arranging/boxes.ts';
import { putNote } from '../commands/annotation-commands.ts';
import { run } from '../commands/command.ts';
import { pasteAt } from '../commands/copy-paste.ts';
import { placesOf } from '../commands/places.ts';
import { type CanvasAction, canvasEvent } from '../commands/view-commands.ts';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { dataOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import { useEditor, useEditorState, useFindings, useScene } from '../store/use-editor.ts';
import { Arranging } from './Arranging.tsx';
import type { AnnotationNode, CanvasNode } from './annotations/annotation-nodes.ts';
import { FrameCard } from './annotations/FrameCard.tsx';
import { NoteCard } from './annotations/NoteCard.tsx';
import { useAnnotations } from './annotations/use-annotations.ts';
import { CanvasMenu } from './CanvasMenu.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { areaInSight, boundsInSight, fitPadding, lookAt, minZoom } from './camera.ts';
import styles from './canvas.module.css';
import { focusCard, pressOnCard, selectFocused } from './canvas-keys.ts';
import { BlockCard, type BlockNode } from './cards/BlockCard.tsx';
import { type Card, cardsOf, keepEqual, keepList, type WireView, wiresOf } from './cards/cards.ts';
import { edgeOf, nodeOf } from './cards/node-list.ts';
import { CostLegend } from './costs/CostLegend.tsx';
import { useCostMarks } from './costs/use-cost-marks.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { Lasso } from './Lasso.tsx';
import { takeEdgeChanges } from './placing/changes.ts';
import { Ghost } from './placing/Ghost.tsx';
import { Guides } from './placing/Guides.tsx';
import { InsertBox } from './placing/InsertBox.tsx';
import { useDragging } from './placing/use-dragging.ts';
import { useDropping } from './placing/use-dropping.ts';
import { useInserting } from './placing/use-inserting.ts';
import { RepairGhosts } from './RepairGhosts.tsx';
import { useCanvasMenu } from './use-canvas-menu.ts';
import { motionTime, useGlide } from './use-glide.ts';
import { ConnectionLine } from './wires/ConnectionLine.tsx';
import { GhostWire, HeldWire } from './wires/GhostWire.tsx';
import { useProximity } from './wires/use-proximity.ts';
import { useWiring } from './wires/use-wiring.ts';
import { TrainingContext, type WireEdge, WireLine } from './wires/WireLine.tsx';
import { WiringContext } from './wires/wiring.ts';

const nodeTypes = { block: BlockCard, frame: FrameCard, note: NoteCard };
const edgeTypes = { wire: WireLine };
const fitOptions = (): FitViewOptions<CanvasNode> => ({ padding: fitPadding(), maxZoom: 1, minZoom });

/** The canvas: the model as cards and wires. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}

function Flow() {
  const editor = useEditor();
  const flow = useReactFlow<CanvasNode, WireEdge>();
  const project = useEditorState(({ document }) => document.project);
  const selection = useEditorState(({ view }) => view.selection);
  const viewport = useEditorState(({ view }) => view.viewport);
  const training = useEditorState(({ runs }) => runs.live.state === 'training');
  const data = useEditorState(dataOf);
  const rows = useEditorState(({ view: { dataset } }) =>
    dataset.state === 'ready' ? dataset.summary.rows.train : null,
  );
  const found = useFindings();
  const spoken = useLanguage();
  const scene = useScene();
  const { level } = scene;
  const box = useRef<HTMLDivElement>(null);
  const { inserting, openAt, openAtPointer, close, leave, handlers: insertingHandlers } = useInserting(box);
  const { wiring, clickCard, handlers: wiringHandlers } = useWiring(openAt);

  const lastCards = useRef<readonly Card[]>([]);
  const lastWires = useRef<readonly WireView[]>([]);
  const lastNodes = useRef<readonly BlockNode[]>([]);
  const lastEdges = useRef<readonly WireEdge[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of the cards are in the language
  const cards = useMemo(() => {
    lastCards.current = keepEqual(lastCards.current, cardsOf(scene, rows));
    return lastCards.current;
  }, [scene, rows, spoken]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: problems on wires are in the language
  const wires = useMemo(() => {
    lastWires.current = keepEqual(lastWires.current, wiresOf(scene, found, data));
    return lastWires.current;
  }, [scene, found, data, spoken]);
  const places = useMemo(() => placesOf(project, level.graphId), [project, level.graphId]);
  const annotations = useAnnotations(places);
  const marks = useCostMarks();
  const blockNodes = useMemo(() => {
    const chosen = new Set(selection.blocks);
    const before = new Map(lastNodes.current.map((node) => [node.id, node]));
    const now = cards.map((card) =>
      nodeOf(before.get(card.id), card, places[card.id] ?? [0, 0], chosen.has(card.id), marks.get(card.id)),
    );
    lastNodes.current = keepList(lastNodes.current, now);
    return lastNodes.current;
  }, [cards, places, selection.blocks, marks]);
  // Frames and notes come last in the order of Tab.
  const nodes = useMemo<readonly CanvasNode[]>(() => [...blockNodes, ...annotations], [blockNodes, annotations]);
  const proximity = useProximity(blockNodes);
  const { ghost, targetWire, handlers: droppingHandlers } = useDropping(proximity);
  const edges = useMemo(() => {
    const chosen = new Set(selection.wires);
    const near = new Set(selection.blocks);
    const before = new Map(lastEdges.current.map((edge) => [edge.id, edge]));
    const now = wires.map((wire) =>
      edgeOf(
        before.get(wire.id),
        wire,
        chosen.has(wire.id),
        wire.id === targetWire ? 'target' : near.has(wire.from) || near.has(wire.to) ? 'near' : 'rest',
      ),
    );
    lastEdges.current = keepList(lastEdges.current, now);
    return lastEdges.current as WireEdge[];
  }, [wires, selection, targetWire]);
  const draft = useEditorState(({ document }) => document.draft);
  const shown = useGlide(nodes, `${draft} ${level.path.join('/')}`);
  const isEmpty = blockNodes.length === 0;
  const { guides, onNodesChange } = useDragging(proximity.connect);
  const menu = useCanvasMenu();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are in the language
  const spokenHelp = useMemo(
    () => ({
      'node.a11yDescription.default': text('canvas.describeBlock'),
      'node.a11yDescription.keyboardDisabled': text('canvas.describeBlock'),
      'edge.a11yDescription.default': text('canvas.describeWire'),
    }),
    [spoken],
  );

  useEffect(() => {
    // A project just opened is shown whole, once; from then on only the person moves the camera.
    if (viewport !== null) return;
    if (isEmpty) editor.view({ viewport: flow.getViewport() });
    else void flow.fitView(fitOptions()).then(() => editor.view({ viewport: flow.getViewport() }));
  }, [viewport, isEmpty, flow, editor]);
  useEffect(() => {
    const act = ({ detail }: CustomEvent<CanvasAction>) => {
      const duration = motionTime();
      if (detail === 'fit' || detail === 'fit-selection') {
        const bounds = boundsInSight(editor.get(), detail === 'fit-selection');
        if (bounds && box.current) lookAt(flow, box.current, bounds, detail === 'fit' ? 1 : 1.5, duration);
      }
      if (detail === 'zoom-in') void flow.zoomIn({ duration });
      if (detail === 'zoom-out') void flow.zoomOut({ duration });
      if (detail === 'actual-size') void flow.zoomTo(1, { duration });
      if (detail === 'insert') openAtPointer();
      if (detail === 'focus') focusCard(box.current, editor.get().view.selection.blocks[0]);
    };
    window.addEventListener(canvasEvent, act as EventListener);
    return () => window.removeEventListener(canvasEvent, act as EventListener);
  }, [flow, editor, openAtPointer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the camera
  useEffect(() => {
    // What was selected elsewhere, or pasted, comes into sight; what is in sight stays where it is.
    const bounds = boundsOf(selection.blocks.flatMap((id) => (places[id] ? [cardBox(places[id])] : [])));
    if (!bounds || !box.current || box.current.querySelector('.dragging')) return;
    const { zoom } = flow.getViewport();
    // A card right at the edge, or under it, is not seen well.
    const seen = areaInSight(flow.getViewport(), box.current.getBoundingClientRect(), 8);
    if (selection.blocks.length > 1 ? overlap(bounds, seen) : isWithin(bounds, seen)) return;
    void flow.setCenter(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, { zoom, duration: motionTime() });
  }, [selection.blocks, flow]);

  return (
    <WiringContext value={wiring}>
      <section
        ref={box}
        className={styles.canvas}
        data-panel="canvas"
        data-training={training || undefined}
        data-wiring={wiring !== null || undefined}
        aria-label={text('canvas.canvas')}
        {...droppingHandlers}
        onKeyDown={(event) => pressOnCard(editor, event)}
        onContextMenu={menu.onContextMenu}
        {...insertingHandlers}
        onFocus={(event) => selectFocused(editor, event)}
      >
        <TrainingContext value={training}>
          <ReactFlow<CanvasNode, WireEdge>
            ariaLabelConfig={spokenHelp}
            nodes={shown as CanvasNode[]}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={onNodesChange}
            onEdgesChange={(changes) => takeEdgeChanges(editor, changes)}
            onNodeClick={({ shiftKey, ctrlKey, metaKey, target }, node) => {
              const isPlain = !shiftKey && !ctrlKey && !metaKey;
              if (node.type !== 'block') {
                clickAnnotation(editor, node, isPlain);
                return;
              }
              if (!(target as HTMLElement).closest('[data-port]')) clickCard(node.id);
              // The library keeps a selection of several when one of them is clicked; a plain click means that one.
              if (isPlain && selection.blocks.length + selection.annotations.length > 1) {
                editor.select({ blocks: [node.id] });
              }
            }}
            {...wiringHandlers}
            {...proximity.handlers}
            connectionLineComponent={ConnectionLine}
            connectionRadius={26}
            defaultViewport={viewport ?? { x: 0, y: 0, zoom: 1 }}
            onMoveEnd={(event, moved) => {
              // Only a person's own move is kept; fitting is done anew.
              if (event !== null) editor.view({ viewport: moved });
            }}
            minZoom={minZoom}
            maxZoom={2}
            snapToGrid
            snapGrid={[4, 4]}
            selectionMode={SelectionMode.Partial}
            multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
            deleteKeyCode={null}
            disableKeyboardA11y
            nodesFocusable={false}
            edgesFocusable={false}
            elevateNodesOnSelect={false}
            onlyRenderVisibleElements={nodes.length > 150}
            zoomOnDoubleClick={false}
            proOptions={{ hideAttribution: true }}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--dot)" />
            {ghost && <Ghost {...ghost} />}
            {proximity.near.map(({ moved, other }) => (
              <GhostWire
                key={moved.from}
                from={moved.from === 'output' ? moved : other}
                to={moved.from === 'output' ? other : moved}
              />
            ))}
            <RepairGhosts />
            {inserting?.wire && <HeldWire nodes={blockNodes} end={inserting.wire} to={inserting.at} />}
            <CanvasTools isEmpty={isEmpty} />
            <Arranging />
            <CostLegend />
            <Guides guides={guides} />
            <Lasso />
          </ReactFlow>
        </TrainingContext>
        {isEmpty && level.path.length === 0 && <EmptyCanvas />}
        {inserting && box.current && (
          <InsertBox
            key={`${inserting.at.x} ${inserting.at.y}`}
            inserting={inserting}
            room={box.current.getBoundingClientRect()}
            onClose={close}
            onLeave={leave}
          />
        )}
      </section>
      <CanvasMenu
        place={menu.place}
        atPlace={{
          // After the menu has gone, with its focus.
          insert: ({ pixels }) => void setTimeout(() => openAt(pixels, null)),
          note: ({ at }) => run(editor, putNote, { middle: [at.x, at.y] }),
          paste: ({ at }) => run(editor, pasteAt, [at.x, at.y]),
        }}
        onClose={menu.close}
      />
    </WiringContext>
  );
}

/** Frames are not the canvas library's to select, as a box that is begun within one is not meant for it. */
function clickAnnotation(editor: Editor, { data: { id } }: AnnotationNode, isPlain: boolean): void {
  const { selection } = editor.get().view;
  if (isPlain) {
    if (selection.annotations.length !== 1 || selection.annotations[0] !== id || selection.blocks.length > 0)
      editor.select({ annotations: [id] });
  } else if (editor.get().document.project && !selection.annotations.includes(id)) {
    editor.select({ ...selection, annotations: [...selection.annotations, id] });
  } else {
    editor.select({ ...selection, annotations: selection.annotations.filter((other) => other !== id) });
  }
}
