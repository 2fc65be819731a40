import type { Binding, OperationAttribute, TensorNumbers, TypeNumber } from '../../backends/tensorflow/binding.ts';
import { bytes, type Field, float, integer, join } from './protobuf.ts';

/** An attribute of a node. */
export type Attribute =
  | { readonly type: TypeNumber }
  | { readonly shape: readonly number[] }
  | { readonly text: string }
  | { readonly whole: number }
  | { readonly wholes: readonly number[] }
  | { readonly decimal: number }
  | { readonly decimals: readonly number[] }
  | { readonly yes: boolean }
  | {
      readonly tensor: {
        readonly dtype: TypeNumber;
        readonly shape: readonly number[];
        readonly values: TensorNumbers;
      };
    };

/** A node of a TensorFlow graph. Inputs are names: `node`, `node:1` for its second output, `^node` for "after it". */
export interface Node {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** The tag that our saved models carry. */
export const servingTag = 'serve';

/** Graphs are written as for TensorFlow 2.9 (its `TF_GRAPH_DEF_VERSION`), and later ones read them. */
const producer = 1087;

/** A saved model of one graph, without a folder of variables: the content of `saved_model.pb`. Field numbers are TensorFlow's. */
export function savedModel(nodes: readonly Node[]): Uint8Array {
  const graph = [...nodes.map((node) => bytes(1, nodeFields(node))), bytes(4, [integer(1, producer)])];
  const metaGraph = [bytes(1, [bytes(4, servingTag)]), bytes(2, graph)];
  return join([integer(1, 1), bytes(2, metaGraph)]);
}

function nodeFields({ name, operation, inputs, attributes }: Node): readonly Field[] {
  return [
    bytes(1, name),
    bytes(2, operation),
    ...inputs.map((input) => bytes(3, input)),
    ...Object.entries(attributes).map(([key, value]) => bytes(5, [bytes(1, key), bytes(2, [attributeField(value)])])),
  ];
}

function attributeField(value: Attribute): Field {
  if ('type' in value) return integer(6, value.type);
  if ('shape' in value) return bytes(7, shapeFields(value.shape));
  if ('text' in value) return bytes(2, value.text);
  if ('whole' in value) return integer(3, value.whole);
  if ('wholes' in value)
    return bytes(
      1,
      value.wholes.map((each) => integer(3, each)),
    );
  if ('decimal' in value) return float(4, value.decimal);
  if ('decimals' in value)
    return bytes(
      1,
      value.decimals.map((each) => float(4, each)),
    );
  if ('yes' in value) return integer(5, value.yes ? 1 : 0);
  const { dtype, shape, values } = value.tensor;
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return bytes(8, [integer(1, dtype), bytes(2, shapeFields(shape)), bytes(4, content)]);
}

const shapeFields = (shape: readonly number[]): readonly Field[] => shape.map((size) => bytes(2, [integer(1, size)]));

/** An attribute as the binding takes it, for a node. Throws an Error for a kind that no operation of ours has. */
export function attributeOf(binding: Binding, { name, type, value }: OperationAttribute): Attribute {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { type: value as number };
    case binding.TF_ATTR_SHAPE:
      return { shape: value as readonly number[] };
    case binding.TF_ATTR_STRING:
      return { text: value as string };
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? { wholes: value as readonly number[] } : { whole: value as number };
    case binding.TF_ATTR_FLOAT:
      return Array.isArray(value) ? { decimals: value as readonly number[] } : { decimal: value as number };
    case binding.TF_ATTR_BOOL:
      if (typeof value === 'boolean') return { yes: value };
  }
  throw new Error(`An attribute of an operation is of a known kind. Received: ${name} of kind ${type}.`);
}
