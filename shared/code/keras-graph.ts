import type { Shape, TensorSpec } from '../blocks/define-block.ts';
import { type KerasLayer, type KerasObject, kerasLayerOf, kerasObjectOf, packageOf } from '../blocks/keras-form.ts';
import type { Component, ComponentValue } from '../blocks/params.ts';
import type { BlockId, Graph, ModelDocument } from '../graph/document.ts';
import { expand } from '../graph/expand.ts';
import { flowOf } from '../graph/flow.ts';
import { type BlockFacts, type Inference, infer, inputPorts } from '../graph/infer.ts';
import { losses } from '../training/losses.ts';
import { metricNames, metrics } from '../training/metrics.ts';
import { optimizers } from '../training/optimizers.ts';
import type { TrainingDocument } from '../training/settings.ts';
import { createNamer } from './python.ts';

/** A weight of a layer. */
export interface KerasWeight {
  /** Finds its values: `blockId/weightName`. */
  readonly key: string;
  readonly name: string;
  readonly shape: Shape;
  readonly trainable: boolean;
}

/** A layer of the model as Keras has it, with the layers that feed it. */
export interface KerasNode {
  /** The block it stands for. */
  readonly block: BlockId;
  /** The layer's name in Keras and its variable in Python: an identifier, unique in the graph. */
  readonly name: string;
  /** Null for an Input, which is no layer with arguments but a tensor with a shape. */
  readonly layer: KerasLayer | null;
  /** The component whose params the arguments of `layer` come from. */
  readonly definition: Component;
  readonly inputs: readonly KerasNode[];
  readonly output: TensorSpec;
  /** In Keras's order. */
  readonly weights: readonly KerasWeight[];
}

/** An Output of the model: the layer it reads, and how it is judged. */
export interface KerasOutput {
  readonly block: BlockId;
  readonly node: KerasNode;
  readonly loss: KerasObject;
  readonly lossWeight: number;
  /** Each with its `name` among the arguments, so that Keras logs it as we do. */
  readonly metrics: readonly KerasObject[];
}

/** The model as Keras sees it. */
export interface KerasGraph {
  /** Every sound block in order of flow, Inputs included, whether or not it leads to an Output. */
  readonly nodes: readonly KerasNode[];
  /** Inputs that lead to an Output, in order of flow. */
  readonly inputs: readonly KerasNode[];
  readonly outputs: readonly KerasOutput[];
  /** The layers that lead to an Output in the order of Keras's `model.layers`. */
  readonly layers: readonly KerasNode[];
  readonly inference: Inference;
}

/** Passes a tensor through; stands where Keras needs an Output to have a layer of its own. */
const identity: Component = { type: 'Identity', title: 'Identity', docs: 'Gives back what it gets.', params: {} };

/** Reads a model as a Keras graph. Never throws: broken blocks and those after them are left out (`inference` says why). */
export function kerasGraph(model: ModelDocument): KerasGraph {
  const { graph } = expand(model);
  const inference = infer(graph);
  const nameOf = createNamer();
  const byBlock = new Map<BlockId, KerasNode>();
  const nodes: KerasNode[] = [];
  const outputs: KerasOutput[] = [];
  const add = (node: KerasNode) => {
    byBlock.set(node.block, node);
    nodes.push(node);
    return node;
  };
  for (const id of inference.order) {
    const facts = inference.facts.get(id);
    if (!facts) continue;
    const block = graph.blocks[id]!;
    const inputs = feeders(graph, id, facts).map((feeder) => byBlock.get(feeder));
    if (!inputs.every((node) => node !== undefined)) continue;
    if (isOutput(facts)) {
      // Keras has no model whose output is its input, nor one with the same output twice.
      const fed = inputs[0]!;
      const node =
        fed.layer === null || outputs.some((output) => output.node === fed)
          ? add(identityNode(id, nameOf(block.name, 'output'), fed))
          : fed;
      outputs.push({ block: id, node, ...judged(facts) });
      continue;
    }
    const isInput = facts.definition.inputs === 'none';
    const layer = isInput ? null : kerasLayerOf(facts.definition, facts.params, facts.inputs);
    if (!isInput && !layer) continue;
    add({
      block: id,
      name: nameOf(block.name, isInput && block.name === '' ? 'inputs' : block.type),
      layer,
      definition: facts.definition,
      inputs,
      output: facts.output!,
      weights: facts.weights.map(({ name, shape, trainable }) => ({ key: `${id}/${name}`, name, shape, trainable })),
    });
  }
  const layers = kerasOrder(outputs.map(({ node }) => node));
  const inModel = new Set(layers);
  return {
    nodes,
    inputs: nodes.filter((node) => node.layer === null && inModel.has(node)),
    outputs,
    layers,
    inference,
  };
}

/** The Python packages that have the layers of a model: `keras`, and others after it. */
export function kerasPackages({ nodes }: KerasGraph): readonly string[] {
  return [...new Set(['keras', ...nodes.flatMap(({ layer }) => (layer ? [packageOf(layer.module)] : []))])];
}

/** What a model takes besides Keras itself, as pip names it: `keras-hub`. */
export function hubPackages(graph: KerasGraph): readonly string[] {
  return kerasPackages(graph).flatMap((name) => (name === 'keras' ? [] : [name.replaceAll('_', '-')]));
}

/** The optimizer of the training settings as a Keras object. */
export function kerasOptimizer(training: TrainingDocument): KerasObject {
  return kerasObjectOf(optimizers, training.optimizer);
}

/**
 * Layers in the order of Keras's `model.layers`, after which weights are named in files: farthest from an output first, ties in the
 * order in which a walk from the outputs back to the inputs meets them. (Keras 3, `map_graph`.)
 */
export function kerasOrder(outputs: readonly KerasNode[]): readonly KerasNode[] {
  const met = new Map<KerasNode, number>();
  const finished: KerasNode[] = [];
  // A stack of its own: a model may be deeper than the call stack.
  const stack: { readonly node: KerasNode; next: number }[] = [];
  for (const output of outputs) {
    if (met.has(output)) continue;
    met.set(output, met.size);
    stack.push({ node: output, next: 0 });
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        finished.push(top.node);
        stack.pop();
      } else if (!met.has(input)) {
        met.set(input, met.size);
        stack.push({ node: input, next: 0 });
      }
    }
  }
  const depths = new Map<KerasNode, number>();
  for (const node of finished.reverse()) {
    const depth = depths.get(node) ?? 0;
    depths.set(node, depth);
    for (const input of node.inputs) depths.set(input, Math.max(depth + 1, depths.get(input) ?? 0));
  }
  return [...met.keys()].sort((a, b) => depths.get(b)! - depths.get(a)! || met.get(a)! - met.get(b)!);
}

function isOutput({ definition }: BlockFacts): boolean {
  return !definition.output;
}

/** The blocks at a block's input ports, in port order. */
function feeders(graph: Graph, id: BlockId, { definition }: BlockFacts): readonly BlockId[] {
  const incoming = (flowOf(graph).incoming.get(id) ?? []).map(({ wire }) => wire);
  const ports = inputPorts(
    definition,
    incoming.map(({ to }) => to.port),
  );
  if (definition.inputs === 'none') return [];
  return ports.map((port) => incoming.find(({ to }) => to.port === port)!.from.block);
}

function identityNode(block: BlockId, name: string, fed: KerasNode): KerasNode {
  const layer: KerasLayer = { className: identity.type, config: {} };
  return { block, name, layer, definition: identity, inputs: [fed], output: fed.output, weights: [] };
}

function judged({ params }: BlockFacts): Pick<KerasOutput, 'loss' | 'lossWeight' | 'metrics'> {
  const {
    loss,
    lossWeight,
    metrics: chosen,
  } = params as unknown as {
    readonly loss: ComponentValue;
    readonly lossWeight: number;
    readonly metrics: readonly ComponentValue[];
  };
  const names = metricNames(chosen);
  return {
    loss: kerasObjectOf(losses, loss),
    lossWeight,
    metrics: chosen.map((value, index) => {
      const metric = kerasObjectOf(metrics, value);
      return { ...metric, config: { ...metric.config, name: names[index]! } };
    }),
  };
}
