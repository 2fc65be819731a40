import type { TensorSpec } from '../blocks/define-block.ts';
import { findBlock } from '../blocks/index.ts';
import type { Json } from '../blocks/params.ts';
import type { Block, BlockId } from './document.ts';
import { connect, newBlock, reaches } from './edits.ts';
import { flowOf } from './flow.ts';
import { inputPorts, type Problem, titleOf } from './infer.ts';
import { looseEnds } from './loose-ends.ts';
import {
  bridge,
  denseOf,
  type Feed,
  feedsOf,
  feedsOne,
  outcome,
  type Repair,
  type Scene,
  takes,
} from './repair-edits.ts';

/** Most ways out that are offered for inputs that differ: more would be a riddle. */
const mostOffered = 3;

/**
 * What would make several inputs of a block fit each other, best first. What comes last is brought to the shape of the others before they are
 * brought to its shape: it is named as the one received.
 */
export function joiningRepairs(scene: Scene, { block, problem, values }: Problem): readonly Repair[] {
  if (block === undefined) return [];
  switch (problem) {
    case 'inputs-differ':
      return ofAll(scene, block, null);
    case 'inputs-differ-beside': {
      const axis = Number(values.axis);
      return ofAll(scene, block, (rank) => (axis < 0 ? rank + axis : axis - 1));
    }
    case 'dot-sizes':
    case 'keys-like-queries': {
      const [one, other] = [Number(values.received), Number(values.expected)];
      return feedsOf(scene, block)
        .toReversed()
        .flatMap((feed) =>
          [other, one].flatMap((units) =>
            feed.spec?.shape.at(-1) === units
              ? []
              : bridge(scene, block, feed, [denseOf(units)], 'insert-dense', units),
          ),
        )
        .slice(0, mostOffered);
    }
    case 'inputs-too-few':
    case 'port-missing':
    case 'input-missing':
      return missingWire(scene, block, problem === 'port-missing' ? String(values.port) : null);
    default:
      return [];
  }
}

/** `axisOf` tells the one dimension that may differ, by how many there are; null where none may. */
function ofAll(scene: Scene, block: BlockId, axisOf: ((rank: number) => number) | null): readonly Repair[] {
  const feeds = feedsOf(scene, block).toReversed();
  const sizes: Repair[] = [];
  const shortcuts: Repair[] = [];
  const widths: Repair[] = [];
  const others: Repair[] = [];
  for (const feed of feeds) {
    const other = feeds.find(({ wire }) => wire !== feed.wire)?.spec?.shape;
    if (!feed.spec || !other) continue;
    const { shape } = feed.spec;
    const free = axisOf?.(shape.length);
    const isAlike = free !== undefined && shape.length === other.length;
    const wanted = isAlike ? other.map((size, at) => (at === free ? shape[at]! : size)) : other;
    const own = settings(scene, block, feed, wanted);
    sizes.push(...own.sizes);
    widths.push(...own.widths);
    // What leads past the others into a sum is brought to their shape, as in a residual network.
    const mayBe = axisOf === null && shape.length === other.length;
    const isShortcut =
      mayBe && feeds.some(({ source }) => source !== feed.source && reaches(scene.graph, feed.source, source));
    (isShortcut ? shortcuts : others).push(...betweens(scene, block, feed, wanted, axisOf === null));
  }
  return [...sizes, ...shortcuts, ...widths, ...others].slice(0, mostOffered);
}

/** Other params of what feeds a block, so that it gives a shape: those that keep pictures their size, and those of units and filters. */
function settings(
  scene: Scene,
  target: BlockId,
  feed: Feed,
  wanted: readonly number[],
): { readonly sizes: readonly Repair[]; readonly widths: readonly Repair[] } {
  const { graph } = scene;
  const source = graph.blocks[feed.source]!;
  if (!feedsOne(graph, feed.source)) return { sizes: [], widths: [] };
  const name = titleOf(source);
  const last = wanted.at(-1) ?? 1;
  const fits = (change: Readonly<Record<string, Json>>) => {
    const spec = outputWith(scene, feed.source, change);
    return spec !== null && takes(scene, target, { wire: feed.wire, spec });
  };
  const set = (
    change: Readonly<Record<string, Json>>,
    repair: Repair['repair'],
    value: string | number,
  ): readonly Repair[] =>
    fits(change)
      ? [
          {
            repair,
            values: { block: name, value },
            edits: Object.entries(change).map(([param, to]) => ({
              edit: 'set-param',
              id: feed.source,
              param,
              value: to,
            })),
          },
        ]
      : [];
  const painted = source.type === 'Conv2DTranspose' ? paintedTo(source).filter(fits).slice(0, 1) : [];
  return {
    sizes: [
      ...painted.flatMap((change) => set(change, 'set-painted-size', wanted.slice(0, 2).join('×'))),
      ...paddedWay(scene, target, feed),
    ],
    widths: [
      ...('units' in source.params ? set({ units: last }, 'set-units-of', last) : []),
      ...('filters' in source.params ? set({ filters: last }, 'set-filters-of', last) : []),
    ],
  };
}

/** What a block gives with other params, for what is wired into it now. */
function outputWith(scene: Scene, id: BlockId, change: Readonly<Record<string, Json>>): TensorSpec | null {
  const specs = feedsOf(scene, id).map(({ spec }) => spec);
  if (specs.some((spec) => spec === undefined)) return null;
  const block = scene.graph.blocks[id]!;
  return outcome({ ...block, params: { ...block.params, ...change } }, specs as TensorSpec[]);
}

/** The sizes that a transposed convolution can be brought to without another window, by padding alone first. */
function paintedTo({ params }: Block): readonly Readonly<Record<string, Json>>[] {
  const [down, across] = params.strides as readonly [number, number];
  const extra = [...Array(down).keys()].flatMap((rows) => [...Array(across).keys()].map((columns) => [rows, columns]));
  return [null, ...extra].flatMap((outputPadding) =>
    [String(params.padding), params.padding === 'same' ? 'valid' : 'same'].map((padding) => ({
      padding,
      outputPadding,
    })),
  );
}

/** Zeros around the input of every window on the way to a block: pictures and sequences keep their size there. */
function paddedWay(scene: Scene, target: BlockId, feed: Feed): readonly Repair[] {
  const { graph } = scene;
  const way: BlockId[] = [];
  for (let id: BlockId | undefined = feed.source; id !== undefined && feedsOne(graph, id); ) {
    const feeds = feedsOf(scene, id);
    if (feeds.length !== 1 || !feeds[0]!.spec) break;
    way.unshift(id);
    id = feeds[0]!.source;
  }
  const isWindow = (id: BlockId) => graph.blocks[id]!.params.padding === 'valid';
  const isConvolution = (id: BlockId) => 'kernelSize' in graph.blocks[id]!.params;
  for (const padded of [way.filter((id) => isWindow(id) && isConvolution(id)), way.filter(isWindow)]) {
    if (padded.length === 0) continue;
    let spec: TensorSpec | null = feedsOf(scene, way[0]!)[0]!.spec!;
    for (const id of way) {
      const block = graph.blocks[id]!;
      const params = padded.includes(id) ? { ...block.params, padding: 'same' } : block.params;
      spec = spec && outcome({ ...block, params }, [spec]);
    }
    if (!spec || !takes(scene, target, { wire: feed.wire, spec })) continue;
    const names = padded.map((id) => titleOf(graph.blocks[id]!)).join(', ');
    const edits = padded.map((id) => ({ edit: 'set-param', id, param: 'padding', value: 'same' }) as const);
    return [{ repair: 'set-padding-of', values: { block: names, value: 'same' }, edits }];
  }
  return [];
}

/** Blocks on a wire that bring what it carries to a shape. `isSum` is where all sizes count, as in an Add. */
function betweens(
  scene: Scene,
  target: BlockId,
  feed: Feed,
  wanted: readonly number[],
  isSum: boolean,
): readonly Repair[] {
  const { shape } = feed.spec!;
  const put = (blocks: readonly Block[], repair: Repair['repair'], value: string | number = '') =>
    bridge(scene, target, feed, blocks, repair, value);
  const last = wanted.at(-1) ?? 1;
  if (shape.length !== wanted.length) {
    if (wanted.length === 1 && shape.length > 1)
      return isSum
        ? put([newBlock('Flatten'), denseOf(last)], 'insert-flatten-dense', last)
        : put([newBlock('Flatten')], 'insert-flatten');
    // One number for each channel goes with a picture of them, as in squeeze and excitation.
    const beside = [...wanted.slice(0, -1).map(() => 1), last];
    return shape.length === 1 && isSum
      ? put([newBlock('Reshape', { targetShape: beside })], 'insert-reshape', beside.join('×'))
      : [];
  }
  if (shape.length < 3) return put([denseOf(last)], 'insert-dense', last);
  return pictureBetweens(shape, wanted, isSum).flatMap(([block, repair, value]) => put([block], repair, value));
}

function pictureBetweens(
  [high = 1, wide = 1]: readonly number[],
  wanted: readonly number[],
  isSum: boolean,
): readonly (readonly [Block, Repair['repair'], string | number])[] {
  const [height = 1, width = 1, channels = 1] = wanted;
  const size = `${height}×${width}`;
  const [more, wider] = [height - high, width - wide];
  const around = (sum: number) => [Math.floor(sum / 2), Math.ceil(sum / 2)] as const;
  const convolution = (strides: readonly [number, number]) =>
    newBlock('Conv2D', { filters: channels, kernelSize: [1, 1], strides: [...strides], padding: 'same' });
  const strides = [Math.max(1, Math.round(high / height)), Math.max(1, Math.round(wide / width))] as const;
  const times = [Math.max(1, Math.round(height / high)), Math.max(1, Math.round(width / wide))] as const;
  // A few rows and columns are made up for by zeros or a cut; what is further off is brought to size.
  const isTimes =
    (high !== height || wide !== width) &&
    ((Math.ceil(high / strides[0]) === height && Math.ceil(wide / strides[1]) === width) ||
      (high * times[0] === height && wide * times[1] === width));
  const isNear = Math.max(Math.abs(more), Math.abs(wider)) <= 4 && !isTimes;
  const bySum = [
    [
      convolution(strides),
      strides.some((stride) => stride > 1) ? 'insert-strided-convolution' : 'insert-convolution',
      channels,
    ],
  ] as const;
  return [
    ...(isSum && !(isNear && (more !== 0 || wider !== 0)) ? bySum : []),
    ...(isNear && more >= 0 && wider >= 0
      ? [
          [
            newBlock('ZeroPadding2D', { padding: [[...around(more)], [...around(wider)]] }),
            'insert-zero-padding',
            size,
          ] as const,
        ]
      : []),
    ...(isNear && more <= 0 && wider <= 0
      ? [
          [
            newBlock('Cropping2D', { cropping: [[...around(-more)], [...around(-wider)]] }),
            'insert-cropping',
            size,
          ] as const,
        ]
      : []),
    [newBlock('UpSampling2D', { size: [...times] }), 'insert-up-sampling', size],
    [newBlock('Resizing', { height, width }), 'insert-resizing', size],
  ];
}

/** A wire from the one block whose output goes nowhere and that the block takes beside what it has. */
function missingWire(scene: Scene, block: BlockId, missing: string | null): readonly Repair[] {
  const { graph, inference } = scene;
  const feeds = feedsOf(scene, block);
  const used = new Set(feeds.map(({ port }) => port));
  const numbers = [...used].map(Number).filter(Number.isInteger);
  const port = missing ?? String(Math.max(0, ...numbers) + 1);
  if (feeds.some(({ spec }) => spec === undefined)) return [];
  const { outgoing } = flowOf(graph);
  const definition = findBlock(graph.blocks[block]!.type);
  // Where ports have names, whether it fits shows when the last one is taken.
  const wanted = missing === null || !definition ? 0 : inputPorts(definition, [...used, missing]).length;
  const [source, ...others] = looseEnds(graph, inference).free.filter((id) => {
    const given = inference.facts.get(id)!.output!;
    if (id === block || (outgoing.has(block) && reaches(graph, block, id))) return false;
    const specs = feeds.map(({ port: each, spec }) => ({ port: each, spec: spec! }));
    const all = [...specs, { port, spec: given }].toSorted((a, b) =>
      a.port.localeCompare(b.port, 'en', { numeric: true }),
    );
    // A block that takes any number wants two at least, and may get one more like the first.
    const enough = all.length === 1 && missing === null ? [given, given] : all.map(({ spec }) => spec);
    return all.length < wanted || outcome(graph.blocks[block]!, enough) !== null;
  });
  if (source === undefined || others.length > 0) return [];
  const edits = connect(graph, source, block, port) ?? [];
  return edits.length === 0 ? [] : [{ repair: 'wire-from', values: { value: titleOf(graph.blocks[source]!) }, edits }];
}
