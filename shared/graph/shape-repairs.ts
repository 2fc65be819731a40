import { findBlock } from '../blocks/index.ts';
import type { Json } from '../blocks/params.ts';
import type { Feature } from '../data/dataset.ts';
import type { BlockId } from './document.ts';
import { newBlock } from './edits.ts';
import type { Problem } from './infer.ts';
import { titleOf } from './infer.ts';
import {
  bridge,
  type Feed,
  feedsOf,
  feedsOne,
  outcome,
  type Repair,
  replaceBlock,
  type Scene,
  setParam,
  setParamIfFit,
  sourceOf,
  takeOut,
  takes,
} from './repair-edits.ts';

/** What a feature of the data says of an Input; undefined where no data is known, or it has none for it. */
export type FeatureOf = (input: BlockId) => Feature | undefined;

/** What would make a block take what is wired into it, best first: another value of a param, or a block between. */
export function shapeRepairs(scene: Scene, found: Problem, featureOf: FeatureOf): readonly Repair[] {
  const { block } = found;
  if (block === undefined) return [];
  const { type, params } = scene.graph.blocks[block]!;
  const [feed] = feedsOf(scene, block);
  const shape = feed?.spec?.shape ?? [];
  switch (found.problem) {
    case 'rank-expected':
      return feed ? rankRepairs(scene, block, feed, Number(found.values.expected)) : [];
    case 'row-expected':
      return feed ? ofInput(scene, feed, 'shape', [1], 'set-shape', '1') : [];
    case 'features-expected':
      return feed
        ? [
            ...everyStepRepair(scene, block, false),
            ...bridge(scene, block, feed, [newBlock('Flatten')], 'insert-flatten'),
          ]
        : [];
    case 'numbers-expected':
      return feedsOf(scene, block)
        .filter(({ spec }) => spec?.dtype === 'int32')
        .flatMap((each) => numberRepairs(scene, block, each, featureOf));
    case 'whole-numbers-expected':
      return feed && featureOf(feed.source)?.dtype !== 'float32'
        ? ofInput(scene, feed, 'dtype', 'int32', 'set-number-type-of')
        : [];
    case 'kernel-larger-than-input':
      return windowRepairs(scene, block, shape);
    case 'strides-with-dilation':
      return (['dilationRate', 'strides'] as const).flatMap((param) => {
        const value = Array.isArray(params[param]) ? [1, 1] : 1;
        const repair = param === 'strides' ? 'set-strides' : 'set-dilation';
        return setParamIfFit(scene, block, param, value, repair, shown(value));
      });
    case 'groups-uneven':
    case 'channels-uneven':
      return groupsRepairs(scene, block, shape.at(-1) ?? 1);
    case 'axis-expected':
    case 'axis-unknown':
      return axisRepairs(scene, block, found.param);
    case 'size-expected':
      return reshapeRepairs(scene, block, Number(found.values.expected));
    case 'order-expected':
      return setParamIfFit(
        scene,
        block,
        'dims',
        orderOf(params.dims, shape.length),
        'set-order',
        orderOf(params.dims, shape.length).join(', '),
      );
    case 'output-padding-too-large':
    case 'output-empty':
      return setParamIfFit(scene, block, 'outputPadding', null, 'set-output-padding');
    case 'softmax-masked': {
      const edits = replaceBlock(scene.graph, block, newBlock('Activation', { activation: 'softmax' }));
      return params.axis === -1 ? [{ repair: 'use-activation', values: {}, edits }] : [];
    }
    case 'both-ways':
      return inLayer(scene, block, { goBackwards: false }, 'set-forwards');
    case 'activity-inside':
      return inLayer(scene, block, { activityRegularizer: null }, 'remove-activity');
    case 'mask-of-steps':
      return maskRepair(scene, block);
    case 'steps-expected':
      return unwrapRepair(scene, block);
    case 'param-invalid':
      return found.param === undefined ? [] : defaultRepair(type, block, found.param, params[found.param]);
    default:
      return [];
  }
}

/** Sizes as people write them. */
function shown(sizes: number | readonly number[]): string {
  return typeof sizes === 'number' ? String(sizes) : sizes.join('×');
}

/** Blocks that take dimensions away: where more are wanted behind one, it stands in the way. */
const flattening: readonly string[] = [
  'Flatten',
  'GlobalAveragePooling1D',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling1D',
  'GlobalMaxPooling2D',
];

function rankRepairs(scene: Scene, block: BlockId, feed: Feed, wanted: number): readonly Repair[] {
  const { graph } = scene;
  const spec = feed.spec;
  if (!spec) return [];
  const source = graph.blocks[feed.source]!;
  const [before] = flattening.includes(source.type) && feedsOne(graph, feed.source) ? feedsOf(scene, feed.source) : [];
  const without: readonly Repair[] =
    before?.spec && takes(scene, block, { wire: feed.wire, spec: before.spec })
      ? [{ repair: 'take-out', values: { value: titleOf(source) }, edits: takeOut(graph, feed.source) }]
      : [];
  const embedding =
    spec.dtype === 'int32' && wanted === 2
      ? bridge(scene, block, feed, [newBlock('Embedding')], 'insert-embedding')
      : [];
  const nearer = [...without, ...(wanted === 2 ? everyStepRepair(scene, block, true) : []), ...embedding];
  if (nearer.length > 0) return nearer;
  return shapesOfRank(spec.shape, wanted)
    .slice(0, 1)
    .flatMap((shape) =>
      bridge(scene, block, feed, [newBlock('Reshape', { targetShape: shape })], 'insert-reshape', shown(shape)),
    );
}

/** Shapes of so many dimensions for the numbers of another: a picture of a row, a channel of its own, rows of a picture as steps. */
function shapesOfRank(shape: readonly number[], wanted: number): readonly (readonly number[])[] {
  if (wanted === shape.length + 1 && shape.length > 0 && (wanted === 3 || wanted === 2)) return [[...shape, 1]];
  if (wanted === 3 && shape.length === 1) {
    return [1, 3].flatMap((channels) => {
      const side = Math.sqrt(shape[0]! / channels);
      return Number.isInteger(side) && side > 1 ? [[side, side, channels]] : [];
    });
  }
  if (wanted === 2 && shape.length === 3) return [[shape[0]!, shape[1]! * shape[2]!]];
  return [];
}

/** Has the recurrent layer before a block give every step, or the last one alone, where the block takes that. */
function everyStepRepair(scene: Scene, block: BlockId, every: boolean): readonly Repair[] {
  const { graph } = scene;
  const source = sourceOf(graph, block);
  if (source === undefined) return [];
  const { params } = graph.blocks[source]!;
  const values = { value: titleOf(graph.blocks[source]!) };
  const set = (param: string, value: Json): readonly Repair[] => [
    {
      repair: every ? 'set-return-sequences' : 'set-last-step',
      values,
      edits: [{ edit: 'set-param', id: source, param, value }],
    },
  ];
  if (params.returnSequences === !every) return set('returnSequences', every);
  // A layer that reads both ways has it in the layer inside.
  const { layer } = params;
  return isRecord(layer) && layer.returnSequences === !every ? set('layer', { ...layer, returnSequences: every }) : [];
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An Embedding for whole numbers in a row; and, where no data says otherwise, decimal numbers from the Input. */
function numberRepairs(scene: Scene, block: BlockId, feed: Feed, featureOf: FeatureOf): readonly Repair[] {
  const feature = featureOf(feed.source);
  const rows = feature?.vocabularySize;
  const embedding = newBlock('Embedding', rows ? { inputDim: rows } : {});
  return [
    ...(feed.spec?.shape.length === 1 ? bridge(scene, block, feed, [embedding], 'insert-embedding') : []),
    ...(feature?.dtype === 'int32' ? [] : ofInput(scene, feed, 'dtype', 'float32', 'set-number-type-of')),
  ];
}

/** Sets a param of the Input that feeds a block, if one does and it feeds nothing else. */
function ofInput(
  { graph }: Scene,
  { source }: Feed,
  param: string,
  value: Json,
  repair: Repair['repair'],
  label = String(value),
): readonly Repair[] {
  if (graph.blocks[source]!.type !== 'Input' || !feedsOne(graph, source)) return [];
  const set = setParam(source, param, value, repair, label);
  return [{ ...set, values: { ...set.values, block: titleOf(graph.blocks[source]!) } }];
}

/** Zeros around the input, or a window that is no larger than it. */
function windowRepairs(scene: Scene, block: BlockId, shape: readonly number[]): readonly Repair[] {
  const { params } = scene.graph.blocks[block]!;
  const padding =
    params.padding === 'valid' ? setParamIfFit(scene, block, 'padding', 'same', 'set-padding', 'same') : [];
  const param = 'poolSize' in params ? 'poolSize' : 'kernelSize';
  const sizes = [params[param]].flat() as number[];
  const dilation = [params.dilationRate ?? 1].flat() as number[];
  const fitting = sizes.map((size, axis) =>
    Math.max(1, Math.min(size, Math.floor(((shape[axis] ?? 1) - 1) / (dilation[axis] ?? 1)) + 1)),
  );
  const value = Array.isArray(params[param]) ? fitting : fitting[0]!;
  const repair = param === 'poolSize' ? 'set-pool-size' : 'set-kernel-size';
  return [...padding, ...setParamIfFit(scene, block, param, value, repair, shown(value))];
}

/** Filters that can be split into the groups, or fewer groups. */
function groupsRepairs(scene: Scene, block: BlockId, channels: number): readonly Repair[] {
  const { groups, filters } = scene.graph.blocks[block]!.params as {
    readonly groups: number;
    readonly filters?: number;
  };
  const more =
    filters === undefined
      ? []
      : setParamIfFit(scene, block, 'filters', Math.ceil(filters / groups) * groups, 'set-filters');
  for (let fewer = Math.min(groups, channels); fewer >= 1; fewer--) {
    const set = setParamIfFit(scene, block, 'groups', fewer, 'set-groups');
    if (set.length > 0) return [...more, ...set];
  }
  return more;
}

/** The last dimension, which is always there. */
function axisRepairs(scene: Scene, block: BlockId, param: string | undefined): readonly Repair[] {
  if (param === 'axis') return setParamIfFit(scene, block, param, -1, 'set-axis');
  if (param !== 'axes') return [];
  const axes = scene.graph.blocks[block]!.params.axes as readonly [number, number];
  const ranks = feedsOf(scene, block).map(({ spec }) => spec?.shape.length ?? 0);
  const sound = axes.map((axis, at) => (axis !== 0 && Math.abs(axis) <= ranks[at]! ? axis : -1));
  return setParamIfFit(scene, block, param, sound, 'set-axes', sound.join(', '));
}

/** Target shapes that hold all the numbers: the same but for one size, the last first; else all in one row. */
function reshapeRepairs(scene: Scene, block: BlockId, size: number): readonly Repair[] {
  const target = scene.graph.blocks[block]!.params.targetShape as readonly number[];
  const shapes = target.map((_, index) => {
    const at = target.length - 1 - index;
    const others = target.reduce((product, one, place) => (place === at || one === -1 ? product : product * one), 1);
    return target.map((one, place) => (place === at ? size / others : one === -1 ? 1 : one));
  });
  const [fitting] = [...shapes, [size]].filter((shape) => shape.every((one) => Number.isInteger(one) && one >= 1));
  return fitting ? setParamIfFit(scene, block, 'targetShape', fitting, 'set-target-shape', shown(fitting)) : [];
}

/** An order of so many dimensions that keeps as much of another as it can. */
function orderOf(dims: Json | undefined, count: number): number[] {
  const kept = (Array.isArray(dims) ? (dims as number[]) : []).filter((dim) => dim <= count);
  const added = Array.from({ length: count }, (_, at) => at + 1).filter((dim) => !kept.includes(dim));
  return [...kept, ...added];
}

/** Sets something of the layer inside a block. */
function inLayer(
  scene: Scene,
  block: BlockId,
  change: { readonly [param: string]: Json },
  repair: Repair['repair'],
): readonly Repair[] {
  const { layer } = scene.graph.blocks[block]!.params;
  return isRecord(layer)
    ? setParamIfFit(scene, block, 'layer', { ...layer, ...change }, repair, String(layer.type))
    : [];
}

/** Switches off the mask of the Embedding that it comes from. */
function maskRepair({ graph }: Scene, block: BlockId): readonly Repair[] {
  const seen = new Set<BlockId>();
  for (let id = sourceOf(graph, block); id !== undefined && !seen.has(id); id = sourceOf(graph, id)) {
    seen.add(id);
    const { type, params } = graph.blocks[id]!;
    if (type === 'Embedding' && params.maskZero === true)
      return [setParam(id, 'maskZero', false, 'set-mask-zero', titleOf(graph.blocks[id]!))];
  }
  return [];
}

/** The layer inside in place of the block around it, where there are no steps to do it for. */
function unwrapRepair(scene: Scene, block: BlockId): readonly Repair[] {
  const { graph } = scene;
  const { layer } = graph.blocks[block]!.params;
  const [feed] = feedsOf(scene, block);
  if (!isRecord(layer) || !feed?.spec) return [];
  const { type, ...params } = layer;
  const alone = newBlock(String(type), params);
  if (!outcome(alone, [feed.spec])) return [];
  return [{ repair: 'unwrap', values: { value: String(type) }, edits: replaceBlock(graph, block, alone) }];
}

/** The value that a param has in a new block, where that says in a word what it is. */
function defaultRepair(type: string, block: BlockId, param: string, value: Json | undefined): readonly Repair[] {
  const spec = findBlock(type)?.params[param];
  if (!spec || 'components' in spec) return [];
  const usual = spec.default as Json;
  if (
    usual === null || typeof usual === 'object'
      ? !Array.isArray(usual) || usual.some((one) => typeof one !== 'number')
      : usual === ''
  )
    return [];
  if (JSON.stringify(usual) === JSON.stringify(value)) return [];
  return [setParam(block, param, usual, 'set-default', Array.isArray(usual) ? usual.join('×') : String(usual))];
}
