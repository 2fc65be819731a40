import { z } from 'zod';
import { expand } from './expand.ts';
import { whereOf } from './level.ts';
import type { ProjectFiles } from './parse.ts';
import { fileDepth, serialize } from './serialize.ts';

/** Things of which some came, went or moved. */
const countedKinds = ['blocks-added', 'blocks-removed', 'blocks-moved', 'wires-added', 'wires-removed'] as const;
/** Things that have another value than before. */
const valuedKinds = ['block-type', 'block-name', 'param', 'data', 'training'] as const;

/** One thing that is not the same in two states of a project; the words for it are the window's. */
export const differenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(countedKinds),
    count: z.int().min(1),
    /** Ids of the first few blocks; empty for wires. */
    names: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.enum(valuedKinds),
    /** Id of the block; empty for settings. */
    block: z.string(),
    /** The key of a param or setting, as in the file: `units`, `split.validation`. */
    key: z.string(),
    /** Values as short text; null where there was, or is, none. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  /** Frames and notes, and anything of these files that has no words of its own. */
  z.strictObject({ kind: z.enum(['model', 'layout', 'annotations']) }),
]);
export type Difference = Readonly<z.infer<typeof differenceSchema>>;

/** Most blocks that a difference names, and most characters that a value is shown with. */
const mostNames = 3;
const longestValue = 40;

/**
 * What differs between two states of a project, the model first: empty exactly when both would be written as the same files. Blocks are told
 * apart by their ids, so that one whose parameter changed is the same block.
 */
export function differencesBetween(before: ProjectFiles, after: ProjectFiles): Difference[] {
  const [blocksBefore, blocksAfter] = [blocksOf(before), blocksOf(after)];
  const added = [...blocksAfter.keys()].filter((id) => !blocksBefore.has(id));
  const removed = [...blocksBefore.keys()].filter((id) => !blocksAfter.has(id));
  const kept = [...blocksAfter.keys()].filter((id) => blocksBefore.has(id));
  const [namesBefore, namesAfter] = [namesOf(before), namesOf(after)];
  const found: Difference[] = [
    ...counted('blocks-added', added, namesAfter),
    ...counted('blocks-removed', removed, namesBefore),
    ...kept.flatMap((id) => blockDifferences(namesAfter.get(id)!, blocksBefore.get(id)!, blocksAfter.get(id)!)),
    ...wireDifferences(wiresOf(before), wiresOf(after)),
    ...settingDifferences('data', before.data, after.data),
    ...settingDifferences('training', before.training, after.training),
  ];
  const [placesBefore, placesAfter] = [placesOf(before), placesOf(after)];
  const moved = kept.filter((id) => placesBefore.get(id) !== placesAfter.get(id));
  found.push(...counted('blocks-moved', moved, namesAfter));
  if (annotationsOf(before) !== annotationsOf(after)) found.push({ kind: 'annotations' });
  if (found.length > 0) return found;
  // What is new in a file's form, and has no words of its own yet, is not passed over in silence.
  return (['model', 'layout'] as const)
    .filter((name) => serialize(before[name], fileDepth[name]) !== serialize(after[name], fileDepth[name]))
    .map((kind) => ({ kind }));
}

type Blocks = ReadonlyMap<string, ProjectFiles['model']['graphs'][string]['blocks'][string]>;

/** What tells something in a graph apart from all else: its id, with the graph's before it in a group. */
function named(graph: string, id: string): string {
  return graph === 'main' ? id : `${graph}/${id}`;
}

/** What people know each block by: its id, and in a group the names of the groups around it before that. */
function namesOf({ model }: ProjectFiles): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { graphId, path } of expand(model).levels.values()) {
    // A group that stands in several places goes by the first.
    if (!names.has(graphId)) names.set(graphId, whereOf(model, { path }));
  }
  return new Map(
    Object.entries(model.graphs).flatMap(([graph, { blocks }]) =>
      Object.keys(blocks).map((id) => {
        const where = names.get(graph) ?? graph;
        return [named(graph, id), graph === 'main' ? id : `${where} › ${id}`] as const;
      }),
    ),
  );
}

function blocksOf({ model }: ProjectFiles): Blocks {
  return new Map(
    Object.entries(model.graphs).flatMap(([graph, { blocks }]) =>
      Object.entries(blocks).map(([id, block]) => [named(graph, id), block] as const),
    ),
  );
}

/** Every wire by what it joins: its id says nothing to a person. */
function wiresOf({ model }: ProjectFiles): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(model.graphs).flatMap(([graph, { wires }]) =>
      Object.entries(wires).map(([id, wire]) => [named(graph, id), JSON.stringify(wire)] as const),
    ),
  );
}

function placesOf({ layout }: ProjectFiles): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(layout.graphs).flatMap(([graph, { positions }]) =>
      Object.entries(positions).map(([id, place]) => [named(graph, id), JSON.stringify(place)] as const),
    ),
  );
}

/** All frames and notes as one text. */
function annotationsOf({ layout }: ProjectFiles): string {
  const graphs = Object.entries(layout.graphs).filter(([, { annotations }]) => annotations !== undefined);
  return serialize(Object.fromEntries(graphs.map(([graph, { annotations }]) => [graph, annotations])), 0);
}

function counted(
  kind: (typeof countedKinds)[number],
  ids: readonly string[],
  namesById: ReadonlyMap<string, string>,
): Difference[] {
  const names = ids.map((id) => namesById.get(id)!).sort();
  return ids.length === 0 ? [] : [{ kind, count: ids.length, names: names.slice(0, mostNames) }];
}

function blockDifferences(
  name: string,
  before: ProjectFiles['model']['graphs'][string]['blocks'][string],
  after: ProjectFiles['model']['graphs'][string]['blocks'][string],
): Difference[] {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return [];
  const valued = (kind: 'block-type' | 'block-name', key: string, one: string, other: string): Difference[] =>
    one === other ? [] : [{ kind, block: name, key, before: one, after: other }];
  return [
    ...valued('block-type', 'type', before.type, after.type),
    ...valued('block-name', 'name', before.name, after.name),
    ...leafDifferences(before.params, after.params).map((leaf) => ({ kind: 'param' as const, block: name, ...leaf })),
  ];
}

function wireDifferences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] {
  const added = [...after].filter(([id, ends]) => before.get(id) !== ends).length;
  const removed = [...before].filter(([id, ends]) => after.get(id) !== ends).length;
  return [
    ...(added > 0 ? [{ kind: 'wires-added' as const, count: added, names: [] }] : []),
    ...(removed > 0 ? [{ kind: 'wires-removed' as const, count: removed, names: [] }] : []),
  ];
}

function settingDifferences(kind: 'data' | 'training', before: object, after: object): Difference[] {
  return leafDifferences(before, after).map((leaf) => ({ kind, block: '', ...leaf }));
}

interface Leaf {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The values that differ in two objects, by the way to them; objects in both are gone into, anything else is compared whole. */
function leafDifferences(before: object, after: object, way: readonly string[] = []): Leaf[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const [one, other] = [ownValue(before, key), ownValue(after, key)];
    if (isObject(one) && isObject(other)) return leafDifferences(one, other, [...way, key]);
    if (textOf(one) === textOf(other)) return [];
    return [{ key: [...way, key].join('.'), before: short(one), after: short(other) }];
  });
}

function ownValue(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : serialize(value, 0);
}

/** A value in few characters: a component by its type, anything else as the file has it. */
function short(value: unknown): string | null {
  if (value === undefined) return null;
  if (isObject(value) && 'type' in value && typeof value.type === 'string') return value.type;
  const text = typeof value === 'string' ? value : serialize(value, 0).trimEnd();
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
