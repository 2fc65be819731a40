import type { Param } from '../../shared/blocks/params.ts';
import type { Block, BlockId, Graph, ModelDocument, Wire } from '../../shared/graph/document.ts';
import { expand, type Level, outputPorts } from '../../shared/graph/expand.ts';
import { type Inference, titleOf } from '../../shared/graph/infer.ts';
import { inferenceAt, whereOf } from '../../shared/graph/level.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import type { PlacedRepair } from '../../shared/graph/repairs.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { wordedBlock } from '../messages/definitions.ts';
import { inWords, text } from '../messages/text.ts';
import { dataOf, findings, sceneOf } from '../store/derived.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import type { GraphPreview, PreviewedChange, PreviewedWire, RepairPreview } from '../store/repair-preview.ts';
import type { EditorState } from '../store/state.ts';
import { card, type Place, type Places, placesOf } from './places.ts';
import { shownInputs } from './ports.ts';
import { repair, repairAll } from './repair.ts';
import { valueInHistory } from './step-words.ts';

/** What a repair would change: it is done on the project as it is, and the result is compared with it. Nothing is kept of it. */
export function previewRepair(state: EditorState, way: Pick<PlacedRepair, 'edits' | 'graphId'>): RepairPreview {
  return previewOf(state, repair.run(state.document.project, way, way.graphId).project);
}

/** What all repairs together would change; null where no problem has one. */
export function previewRepairAll(state: EditorState): RepairPreview | null {
  const args = repairAll.from?.(state) ?? null;
  return args && previewOf(state, repairAll.run(state.document.project, args, 'main').project);
}

function previewOf(state: EditorState, after: ProjectDocument): RepairPreview {
  const { project } = state.document;
  const found = findProblems(after.model, dataOf(state));
  const now = findings(state);
  const { graphs } = project.model;
  return {
    project,
    graphs: Object.keys(graphs)
      .filter((id) => after.model.graphs[id] && after.model.graphs[id] !== graphs[id])
      .map((id) => ({
        where:
          id === sceneOf(state).level.graphId
            ? ''
            : whereOf(project.model, { path: levelFor(project.model, id)?.path ?? [] }),
        ...previewOfGraph(project, now.inference, after, found.inference, id),
      })),
    fewerProblems: now.problems.length - found.problems.length,
    problemsLeft: found.problems.length,
  };
}

function previewOfGraph(
  project: ProjectDocument,
  inference: Inference,
  after: ProjectDocument,
  inferenceThen: Inference,
  graphId: string,
): Omit<GraphPreview, 'where'> {
  const [before, then] = [project.model.graphs[graphId]!, after.model.graphs[graphId]!];
  const [places, placesThen] = [placesOf(project, graphId), placesOf(after, graphId)];
  const kept = Object.keys(before.blocks).filter((id) => then.blocks[id]);
  return {
    graphId,
    added: Object.keys(then.blocks)
      .filter((id) => !before.blocks[id])
      .map((id) => ({ id, type: then.blocks[id]!.type, place: placesThen[id]! })),
    removed: Object.keys(before.blocks)
      .filter((id) => !then.blocks[id])
      .map((id) => ({ id, title: titleOf(before.blocks[id]!), place: places[id]! })),
    wires: [
      ...wiresBeyond(before, then).map(([id, wire]) => lineOf(after.model, then, placesThen, id, wire, true)),
      ...wiresBeyond(then, before).map(([id, wire]) => lineOf(project.model, before, places, id, wire, false)),
    ].flatMap((line) => (line ? [line] : [])),
    changes: kept.flatMap((id) =>
      changesOf(before.blocks[id]!, then.blocks[id]!).map((change) => ({ ...change, block: id, place: places[id]! })),
    ),
    shapes: shapeChanges(
      kept.map((id) => ({ id, title: titleOf(then.blocks[id]!), place: places[id]! })),
      inferenceOf(project.model, inference, graphId),
      inferenceOf(after.model, inferenceThen, graphId),
    ),
  };
}

/** The wires of a graph that another one has not. */
function wiresBeyond(other: Graph, graph: Graph): readonly (readonly [string, Wire])[] {
  if (other.wires === graph.wires) return [];
  const ends = ({ from, to }: Wire) => `${from.block}\n${from.port}\n${to.block}\n${to.port}`;
  const known = new Set(Object.values(other.wires).map(ends));
  return Object.entries(graph.wires).filter(([, wire]) => !known.has(ends(wire)));
}

function lineOf(
  { graphs }: ModelDocument,
  graph: Graph,
  places: Places,
  id: string,
  { from, to }: Wire,
  isNew: boolean,
): PreviewedWire | null {
  const source = graph.blocks[from.block];
  const [start, end] = [places[from.block], places[to.block]];
  if (!source || !graph.blocks[to.block] || !start || !end) return null;
  return {
    id: `${isNew ? 'new' : 'old'} ${id}`,
    isNew,
    from: { x: start[0] + along(outputPorts(graphs, source), from.port), y: start[1] + card.height },
    to: { x: end[0] + along(shownInputs(graphs, graph, to.block), to.port), y: end[1] },
  };
}

/** How far along a card's edge a port stands. */
function along(ports: readonly string[], port: string): number {
  return (card.width * (Math.max(0, ports.indexOf(port)) + 1)) / (Math.max(1, ports.length) + 1);
}

function changesOf(before: Block, after: Block): Pick<PreviewedChange, 'title' | 'label' | 'before' | 'after'>[] {
  if (before === after) return [];
  const title = titleOf(before);
  const specs = wordedBlock(before.type)?.params ?? {};
  const named =
    before.name === after.name
      ? []
      : [
          {
            title,
            label: text('inspector.name'),
            before: before.name || text('inspector.none'),
            after: after.name || text('inspector.none'),
          },
        ];
  return [...named, ...valueChanges(before.params, after.params, specs).map((change) => ({ title, ...change }))];
}

type Values = Readonly<Record<string, unknown>>;

/** Of components of one type, such as a loss, only what differs in them. */
function valueChanges(
  before: Values,
  after: Values,
  specs: Readonly<Record<string, Param>>,
): Pick<PreviewedChange, 'label' | 'before' | 'after'>[] {
  return Object.keys(after).flatMap((key) => {
    const [one, other] = [before[key], after[key]];
    if (one === other || JSON.stringify(one) === JSON.stringify(other)) return [];
    const spec = specs[key];
    if (isComponent(one) && isComponent(other) && one.type === other.type) {
      const inner = spec && 'components' in spec ? spec.components.find(({ type }) => type === one.type) : undefined;
      return valueChanges(one, other, inner?.params ?? {});
    }
    return [{ label: spec?.label ?? key, before: shown(one, spec), after: shown(other, spec) }];
  });
}

function isComponent(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function shown(value: unknown, spec: Param | undefined): string {
  return value === null || value === undefined ? text('inspector.none') : valueInHistory(value as never, spec);
}

/** The first place where a graph stands. */
function levelFor(model: ModelDocument, graphId: string): Level | undefined {
  return [...expand(model).levels.values()].find((each) => each.graphId === graphId);
}

function inferenceOf(model: ModelDocument, inference: Inference, graphId: string): Inference {
  const level = levelFor(model, graphId);
  return level ? inferenceAt(model, inference, level) : inference;
}

function shapeChanges(
  blocks: readonly { readonly id: BlockId; readonly title: string; readonly place: Place }[],
  before: Inference,
  after: Inference,
): readonly PreviewedChange[] {
  return blocks.flatMap(({ id, title, place }) => {
    const [one, other] = [before.facts.get(id)?.output?.shape, after.facts.get(id)?.output?.shape];
    if (one === other || !other || one?.join() === other.join()) return [];
    const change = {
      label: text('canvas.previewShape'),
      before: one ? inWords(shapeWords(one)) : text('canvas.previewUnknown'),
      after: inWords(shapeWords(other)),
    };
    return [{ block: id, title, place, ...change }];
  });
}
