import { type Shape, sizeOf } from '../blocks/define-block.ts';
import type { PyTorchWeight } from '../blocks/pytorch-form.ts';
import type { ModelDocument } from '../graph/document.ts';
import { type PyTorchNode, pyTorchGraph } from './pytorch-graph.ts';

/** An entry of a model's `state_dict` and the weight of ours that its numbers come from. */
export interface PyTorchStateEntry {
  readonly key: string;
  /** `blockId/weightName`. */
  readonly source: string;
  readonly form: PyTorchWeight;
}

/** Python for a parameter of a node's member. */
export function parameterOf({ call }: PyTorchNode, place: { readonly member?: string; readonly attribute: string }) {
  return [call!.self(place.member), place.attribute].filter((part) => part !== '').join('.');
}

/** Where the weights of a model stand in the `state_dict` of its PyTorch source. */
export function pyTorchState(model: ModelDocument): readonly PyTorchStateEntry[] {
  return pyTorchGraph(model).nodes.flatMap((node) =>
    (node.form?.weights ?? []).map((form) => ({
      key: parameterOf(node, form).slice('self.'.length),
      source: `${node.block}/${form.weight}`,
      form,
    })),
  );
}

/** A weight's numbers as PyTorch has them, in the shape that the form names. */
export function pyTorchValues(
  { row, reshape, permute, parts, shape }: PyTorchWeight,
  weight: { readonly shape: Shape; readonly data: Float32Array },
): Float32Array {
  let { data } = weight;
  let sizes = reshape ?? weight.shape;
  if (row !== undefined) {
    const length = data.length / weight.shape[0]!;
    data = data.slice(row * length, (row + 1) * length);
    sizes = weight.shape.slice(1);
  }
  if (permute) {
    data = permuted(data, sizes, permute);
    sizes = permute.map((axis) => sizes[axis]!);
  }
  if (parts) {
    const length = data.length / parts.length;
    const given = data;
    data = new Float32Array(given.length);
    for (const [to, from] of parts.entries()) data.set(given.subarray(from * length, (from + 1) * length), to * length);
  }
  if (data.length !== sizeOf(shape)) {
    throw new Error(`A weight in PyTorch has ${sizeOf(shape)} numbers. Received: ${data.length}.`);
  }
  return data;
}

function permuted(data: Float32Array, sizes: Shape, order: readonly number[]): Float32Array {
  const strides = sizes.map((_size, axis) => sizeOf(sizes.slice(axis + 1)));
  const to = order.map((axis) => ({ size: sizes[axis]!, stride: strides[axis]! }));
  const result = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    let rest = at;
    let from = 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const { size, stride } = to[axis]!;
      from += (rest % size) * stride;
      rest = Math.floor(rest / size);
    }
    result[at] = data[from]!;
  }
  return result;
}
