/**
 * Where an operation's type attributes come from: the input, by its place, whose type each is. Eager operations take their types from
 * their inputs and leave wrong attributes aside, and the package passes some that are wrong; a graph needs them right.
 */
const places: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Cast: { SrcT: 0 },
  AvgPoolGrad: { T: 1 },
  Conv2DBackpropInput: { T: 1 },
  DepthwiseConv2dNativeBackpropInput: { T: 1 },
  Fill: { index_type: 0, T: 1 },
  GatherV2: { Tparams: 0, Tindices: 1, Taxis: 2 },
  OneHot: { TI: 0, T: 2 },
  Pad: { T: 0, Tpaddings: 1 },
  PadV2: { T: 0, Tpaddings: 1 },
  Select: { T: 1 },
  SelectV2: { T: 1 },
  Slice: { T: 0, Index: 1 },
  StridedSlice: { T: 0, Index: 1 },
  Sum: { T: 0, Tidx: 1 },
  Mean: { T: 0, Tidx: 1 },
  Max: { T: 0, Tidx: 1 },
  Min: { T: 0, Tidx: 1 },
  Prod: { T: 0, Tidx: 1 },
  Tile: { T: 0, Tmultiples: 1 },
  Transpose: { T: 0, Tperm: 1 },
  Reshape: { T: 0, Tshape: 1 },
  UnsortedSegmentSum: { T: 0, Tindices: 1, Tnumsegments: 2 },
  SpaceToBatchND: { T: 0, Tblock_shape: 1, Tpaddings: 2 },
  BatchToSpaceND: { T: 0, Tblock_shape: 1, Tcrops: 2 },
  ReverseV2: { Tidx: 1, T: 0 },
};

/** Operations that have no attribute `T`. */
const without = new Set(['Cast', 'GatherV2', 'LogicalAnd', 'LogicalOr', 'LogicalNot', 'All', 'Any']);

/** The type attributes of an operation on inputs of these types; others are as they were given. */
export function typeAttributes(operation: string, inputs: readonly number[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  // Operations of ours have one type each.
  const typed = !without.has(operation) && !operation.startsWith('Loom');
  if (typed && inputs.length > 0) found.set('T', inputs[0]!);
  for (const [attribute, place] of Object.entries(places[operation] ?? {})) {
    const type = inputs[place];
    if (type !== undefined) found.set(attribute, type);
  }
  return found;
}
