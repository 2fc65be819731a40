import { type BlockDefinition, sizeOf } from '../blocks/define-block.ts';
import {
  type PyTorchCall,
  type PyTorchForm,
  type PyTorchLayout,
  type PyTorchResult,
  resultOf,
  turned,
} from '../blocks/pytorch-form.ts';
import type { BlockId, ModelDocument } from '../graph/document.ts';
import type { BlockFacts } from '../graph/infer.ts';
import { type KerasGraph, type KerasNode, kerasGraph } from './keras-graph.ts';

/** A block of the model in PyTorch. */
export interface PyTorchNode {
  readonly block: BlockId;
  /** Its variable in `forward`, and its module: that of Keras, unless PyTorch has something else of that name. */
  readonly name: string;
  readonly facts: BlockFacts;
  /** Null for an Input, and for a block that has no PyTorch form. */
  readonly form: PyTorchForm | null;
  /** What its form works with; null where it has none. */
  readonly call: PyTorchCall | null;
  /** What `forward` computes; null for an Input. */
  readonly result: PyTorchResult | null;
  readonly layout: PyTorchLayout;
}

/** An Output: what it gives, channels last, and for its loss the mask of the steps that count, kept in the model under a name. */
export interface PyTorchOutput {
  readonly block: BlockId;
  readonly node: PyTorchNode;
  readonly value: string;
  readonly counts: { readonly name: string; readonly mask: string } | null;
}

/** The model as PyTorch sees it. */
export interface PyTorchGraph {
  readonly keras: KerasGraph;
  /** Blocks that lead to an Output, in order of flow; all sound ones while there is no Output. */
  readonly nodes: readonly PyTorchNode[];
  /** Sound blocks that lead to no Output. */
  readonly leftOut: readonly BlockId[];
  readonly inputs: readonly PyTorchNode[];
  readonly outputs: readonly PyTorchOutput[];
  /** The masks that are used, each with the Python that makes it after its block. */
  readonly masks: ReadonlyMap<BlockId, { readonly name: string; readonly value: string }>;
  /** Gives a variable a name that no other has. */
  unique(base: string): string;
}

/** Names that mean something else in the source: what `nn.Module` has, and what stands above the class. */
const taken: ReadonlySet<string> = new Set(
  (
    'self torch nn math add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval ' +
    'extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules ' +
    'named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer ' +
    'register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook ' +
    'register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter ' +
    'register_state_dict_post_hook register_state_dict_pre_hook set_extra_state set_submodule share_memory state_dict ' +
    'to to_empty train training type xpu mtia zero_grad penalty activity_penalty reset_parameters ' +
    'squareplus sparse_plus sparse_sigmoid skip_masked gate_products keep_factors ' +
    'draw_per_image centered_grid transform_images flip_randomly rotate_randomly zoom_randomly translate_randomly ' +
    'crop_randomly change_contrast change_brightness'
  ).split(' '),
);

/** Reads a model as a PyTorch graph; masks of Outputs are made where `losses` are wanted. Never throws. */
export function pyTorchGraph(model: ModelDocument, losses = false): PyTorchGraph {
  const keras = kerasGraph(model);
  const inModel = new Set(keras.outputs.length > 0 ? keras.layers : keras.nodes);
  const chosen = keras.nodes.filter((node) => inModel.has(node) && !isIdentity(node));
  const used = new Set([...taken, ...chosen.map(({ name }) => name)]);
  const unique = (base: string): string => {
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
    used.add(name);
    return name;
  };
  const byNode = new Map<KerasNode, PyTorchNode>();
  const masks = new Map<BlockId, { name: string; value: string }>();

  /** The variable of a node's mask. */
  function maskOf(node: KerasNode): string | null {
    const { block, name, form, call } = byNode.get(node)!;
    if (!node.output.masked || !call) return null;
    const known = masks.get(block);
    if (known) return known.name;
    if (!form?.mask) return call.mask(0);
    const value = form.mask(call);
    if (/^\w+$/.test(value)) return value;
    const made = unique(`${name}_mask`);
    masks.set(block, { name: made, value });
    return made;
  }

  for (const node of chosen) {
    const facts = keras.inference.facts.get(node.block)!;
    const name = taken.has(node.name) ? unique(`${node.name}_layer`) : node.name;
    const inputs = node.inputs.map((input) => byNode.get(input)!);
    // From here on the params are only data.
    const form = (facts.definition as BlockDefinition).toPyTorch?.(facts.params, facts.inputs) ?? null;
    if (!form || node.layer === null) {
      byNode.set(node, { block: node.block, name, facts, form: null, call: null, result: null, layout: 'last' });
      continue;
    }
    const layout = layoutFor(form, inputs);
    const xs = inputs.map((input) => turned(input.name, input.layout, layout, input.facts.output!.shape.length));
    const locals = new Map<string, string>();
    const members = new Map<string, string>([['', name]]);
    for (const { suffix = '' } of form.members ?? []) {
      if (suffix !== '') members.set(suffix, unique(`${name}_${suffix}`));
    }
    const call: PyTorchCall = {
      name,
      x: xs[0]!,
      xs,
      layout,
      self: (suffix = '') => `self.${members.get(suffix)}`,
      local(suffix) {
        const local = locals.get(suffix) ?? unique(`${name}_${suffix}`);
        locals.set(suffix, local);
        return local;
      },
      mask: (index) => maskOf(node.inputs[index]!),
    };
    const result = resultOf(form.forward(call));
    const isFirst = layout === 'first' && node.output.shape.length > 1 && sizeOf(node.output.shape) > 0;
    byNode.set(node, { block: node.block, name, facts, form, call, result, layout: isFirst ? 'first' : 'last' });
  }

  const outputs = keras.outputs.map(({ block, node: given }) => {
    const read = isIdentity(given) ? given.inputs[0]! : given;
    const node = byNode.get(read)!;
    const value = turned(node.name, node.layout, 'last', read.output.shape.length);
    const mask = losses ? maskOf(read) : null;
    return { block, node, value, counts: mask === null ? null : { name: unique(`${node.name}_counts`), mask } };
  });
  return {
    keras,
    nodes: [...byNode.values()],
    leftOut: keras.nodes.filter((node) => !inModel.has(node) && !isIdentity(node)).map(({ block }) => block),
    inputs: (keras.outputs.length > 0 ? keras.inputs : keras.nodes.filter(({ layer }) => layer === null)).map(
      (node) => byNode.get(node)!,
    ),
    outputs,
    masks,
    unique,
  };
}

/** Keras needs a layer where an Output reads an Input, or what another Output reads; PyTorch does not. */
function isIdentity({ layer }: KerasNode): boolean {
  return layer?.className === 'Identity';
}

/** Channels stay where they are if a block does not mind and all its inputs agree. */
function layoutFor({ layout }: PyTorchForm, inputs: readonly PyTorchNode[]): PyTorchLayout {
  if (layout !== 'any') return layout ?? 'last';
  const withPlaces = inputs.filter(({ facts }) => facts.output!.shape.length > 1);
  return withPlaces.length > 0 && withPlaces.every((input) => input.layout === 'first') ? 'first' : 'last';
}
