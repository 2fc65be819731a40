// A node of the Keras graph as statements of TypeScript.
import type { Json } from '../../blocks/params.ts';
import type { KerasGraph, KerasNode } from '../keras-graph.ts';
import { withAxesFromStart } from '../tfjs-form.ts';
import { literal, type Notebook, pickedFields } from './arguments.ts';
import { type Step, stepsOf } from './steps.ts';
import { type Call, createVariables, type Field, typescriptString } from './text.ts';

/** `const variable = call.apply(inputs)`, or the call alone where nothing is applied. */
export interface Statement {
  readonly variable: string;
  readonly call: Call;
  readonly inputs: readonly string[] | null;
}

export interface Written {
  readonly statements: readonly Statement[];
  /** What is not the same in TensorFlow.js, in sentences. */
  readonly notes: readonly string[];
}

/** What a node is called in the source. */
export interface Names {
  readonly variable: string;
  /** The name of the layer that gives its output. */
  readonly layer: string;
}

/** Writes the nodes of a graph one after the other, in order of flow. */
export interface Writer {
  /** Null for a node that TensorFlow.js cannot compute, or that reads one. */
  write(node: KerasNode): Written | null;
  namesOf(node: KerasNode): Names | undefined;
  /** The variable of an Input itself, where other layers read something made of it. */
  inputOf(node: KerasNode): string;
  /** The declarations that what was written needs. */
  readonly declarations: ReadonlySet<string>;
}

const recurrent: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'SimpleRNN', 'Bidirectional']);
const merging: ReadonlySet<string> = new Set([
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
]);

export function createWriter(graph: KerasGraph): Writer {
  const declarations = new Set<string>();
  const variable = createVariables();
  const names = new Map<KerasNode, Names>();
  const inputs = new Map<KerasNode, string>();
  const layerNames = new Set(graph.nodes.map(({ name }) => name));
  const hasMasks = graph.nodes.some(({ output }) => output.masked);

  const freeName = (wanted: string): string => {
    let name = wanted;
    while (layerNames.has(name)) name += '_';
    layerNames.add(name);
    return name;
  };

  return {
    declarations,
    namesOf: (node) => names.get(node),
    inputOf: (node) => inputs.get(node)!,
    write(node) {
      if (!node.layer) return writeInput(node);
      if (!node.inputs.every((input) => names.has(input))) return null;
      const notebook: Notebook = { declarations, notes: new Set() };
      const statements: Statement[] = [];
      const own = variable(node.name);
      names.set(node, { variable: own, layer: node.name });
      const done = writeLayer(node, own, statements, notebook);
      if (!done) {
        names.delete(node);
        return null;
      }
      return { statements, notes: [...notebook.notes] };
    },
  };

  function writeInput(node: KerasNode): Written {
    const { name, output } = node;
    const own = variable(name);
    const isSingle = output.shape.length === 0;
    const shape = isSingle ? [1] : output.shape;
    const fields: Field[] = [
      ['shape', literal(shape)],
      ['dtype', typescriptString(output.dtype)],
      ['name', typescriptString(name)],
    ];
    const call: Call = { callee: 'tf.input', fields };
    if (!isSingle) {
      inputs.set(node, own);
      names.set(node, { variable: own, layer: name });
      return { statements: [{ variable: own, call, inputs: null }], notes: [] };
    }
    // When a model predicts, tfjs-layers makes rows of one number of single numbers, so such an Input has to have them.
    const row = variable(`${name}_row`);
    const single = freeName(`${name}_single`);
    inputs.set(node, row);
    names.set(node, { variable: own, layer: single });
    const flat: Call = {
      callee: 'tf.layers.reshape',
      fields: [
        ['targetShape', '[]'],
        ['name', typescriptString(single)],
      ],
    };
    return {
      statements: [
        { variable: row, call, inputs: null },
        { variable: own, call: flat, inputs: [row] },
      ],
      notes: ['TensorFlow.js takes single numbers as rows of one.'],
    };
  }

  function writeLayer(node: KerasNode, own: string, statements: Statement[], notebook: Notebook): boolean {
    const layer = node.layer!;
    const { className, config } = layer;

    /** Adds a layer beside the block's own and answers its variable. */
    const put = (suffix: string, callee: string, fields: readonly Field[], fed: readonly string[]): string => {
      const name = freeName(`${node.name}_${suffix}`);
      const made = variable(`${node.name}_${suffix}`);
      statements.push({
        variable: made,
        call: { callee, fields: [...fields, ['name', typescriptString(name)]] },
        inputs: fed,
      });
      return made;
    };
    const helper = (suffix: string, name: string, fed: readonly string[], fields: readonly Field[] = []): string => {
      declarations.add(name);
      return put(suffix, `new ${name}`, fields, fed);
    };
    /** The steps one after the other; the last one gives the block's variable, unless something follows. */
    const putSteps = (steps: readonly Step[], fed: readonly string[], isLast: boolean): string => {
      let given = fed;
      steps.forEach(({ call, suffix }, at) => {
        const ends = isLast && at === steps.length - 1;
        const name = suffix === null ? node.name : freeName(`${node.name}_${suffix}`);
        const made = ends ? own : variable(`${node.name}_${suffix ?? 'given'}`);
        if (ends) names.set(node, { variable: own, layer: name });
        statements.push({
          variable: made,
          call: { ...call, fields: [...call.fields, ['name', typescriptString(name)]] },
          inputs: given,
        });
        given = [made];
      });
      return given[0]!;
    };
    /** The block's variable, with the masks of these. */
    const masked = (given: string, of: readonly string[], axis: number | null = null): void => {
      declarations.add('WithMaskOf');
      const name = freeName(`${node.name}_mask`);
      names.set(node, { variable: own, layer: name });
      const fields: Field[] = [
        ...(axis === null ? [] : [['axis', `${axis}`] as const]),
        ['name', typescriptString(name)],
      ];
      statements.push({ variable: own, call: { callee: 'new WithMaskOf', fields }, inputs: [given, ...of] });
    };
    /** Variables of the inputs, each another: TensorFlow.js frees what one layer takes twice before others have taken it. */
    const distinct = (given: readonly string[]): readonly string[] =>
      given.map((each, at) =>
        given.indexOf(each) === at ? each : put('again', 'tf.layers.activation', [['activation', "'linear'"]], [each]),
      );
    const fed = node.inputs.map((input) => names.get(input)!.variable);
    const isMasked = node.inputs.map(({ output }) => output.masked);
    const withoutMasks = () => fed.map((each, at) => (isMasked[at] ? helper('unmasked', 'WithoutMask', [each]) : each));

    if (className === 'MultiHeadAttention' || className === 'Attention') return attention();
    if (className === 'Dot') return dot();
    if (merging.has(className)) return merge();
    return alone();

    function alone(): boolean {
      const found = stepsOf(node, layer, isMasked[0]!, notebook);
      if (!found) return false;
      const [x] = fed as [string];
      if (isMasked[0] && !found.takesMask) {
        const y = putSteps(found.steps, withoutMasks(), !node.output.masked);
        if (node.output.masked) masked(y, [x]);
        return true;
      }
      if (!hasMasks || isMasked[0] || !recurrent.has(className)) {
        if (hasMasks && className === 'TimeDistributed' && recurrent.has(innerClass(config))) {
          notebook.notes.add(
            'TensorFlow.js shows the layer inside the mask of an earlier layer, if one came before it.',
          );
        }
        putSteps(found.steps, [x], true);
        return true;
      }
      const full = helper('full_mask', 'WithFullMask', [x]);
      const inner = config.return_sequences ?? innerConfig(config).return_sequences;
      const y = putSteps(found.steps, [full], inner !== true);
      if (inner === true) {
        declarations.add('WithoutMask');
        putLast('unmasked', 'new WithoutMask', [], [y]);
      }
      return true;
    }

    /** A layer that is not the block's own, but gives its variable. */
    function putLast(suffix: string, callee: string, fields: readonly Field[], given: readonly string[]): void {
      const name = freeName(`${node.name}_${suffix}`);
      names.set(node, { variable: own, layer: name });
      statements.push({
        variable: own,
        call: { callee, fields: [...fields, ['name', typescriptString(name)]] },
        inputs: given,
      });
    }

    function merge(): boolean {
      const { axis } = withAxesFromStart(node, config);
      const fields: readonly Field[] = axis === undefined ? [] : [['axis', literal(axis)]];
      const given = withoutMasks();
      const isExtreme = className === 'Maximum' || className === 'Minimum';
      let callee = `tf.layers.${className.charAt(0).toLowerCase()}${className.slice(1)}`;
      let values = distinct(given);
      let more = fields;
      if (className === 'Subtract') {
        notebook.notes.add('TensorFlow.js has no Subtract: the second input is added with its sign turned.');
        const turned = put(
          'turned',
          'tf.layers.rescaling',
          [
            ['scale', '-1'],
            ['offset', '0'],
          ],
          [values[1]!],
        );
        values = [values[0]!, turned];
        callee = 'tf.layers.add';
      } else if (isExtreme && isMasked.some(Boolean)) {
        declarations.add('MaskedExtreme');
        callee = 'new MaskedExtreme';
        more = [
          ['smallest', `${className === 'Minimum'}`],
          ['masked', literal(isMasked)],
        ];
        values = [...values, ...fed.flatMap((each, at) => (isMasked[at] ? [helper('mask_of', 'MaskOf', [each])] : []))];
      }
      const step: Step = { call: { callee, fields: more }, suffix: null };
      const result = putSteps([step], values, !node.output.masked);
      if (node.output.masked) {
        const place = Number(axis ?? 0);
        const rank = node.output.shape.length + 1;
        masked(result, distinct(fed), axis !== undefined && place < rank - 1 ? place : null);
      }
      return true;
    }

    function dot(): boolean {
      const { axes } = withAxesFromStart(node, config);
      const isPlain = node.inputs.every(({ output }) => output.shape.length <= 2) && config.normalize === false;
      const fields: readonly Field[] = [
        ['axes', literal(axes!)],
        ['normalize', literal(config.normalize!)],
      ];
      if (!isPlain) declarations.add('AxesDot');
      const callee = isPlain ? 'tf.layers.dot' : 'new AxesDot';
      putSteps([{ call: { callee, fields }, suffix: null }], distinct(withoutMasks()), true);
      return true;
    }

    function attention(): boolean {
      const isMulti = className === 'MultiHeadAttention';
      const ports = ['query', 'value', 'key'];
      const [query, value, key = value] = fed as [string, string, string?];
      const given = withoutMasks();
      const [plainQuery, plainValue, plainKey = plainValue] = given as [string, string, string?];
      const all = [query, value, key!];
      const hidden = [isMasked[0]!, isMasked[1]!, isMasked[2] ?? isMasked[1]!];
      // A key's mask counts where it is another than that of the values; Attention knows none of keys.
      const counts = hidden.map((each, at) => each && (at < 2 || (isMulti && node.inputs.length > 2 && key !== value)));
      const masks = ports.filter((_port, at) => counts[at]);
      const maskInputs = all.flatMap((each, at) => (counts[at] ? [helper('mask_of', 'MaskOf', [each!])] : []));
      declarations.add(className);
      const causal = layer.call?.arguments.use_causal_mask ?? false;
      const fields = isMulti ? multiHead(causal, masks) : single(causal, masks);
      if (config.activity_regularizer) pickedNote();
      const step: Step = { call: { callee: `new ${className}`, fields }, suffix: null };
      const values = [...distinct([plainQuery, plainValue, plainKey!]), ...maskInputs];
      const result = putSteps([step], values, !node.output.masked);
      if (node.output.masked) masked(result, [query]);
      return true;
    }

    function pickedNote(): void {
      notebook.notes.add('TensorFlow.js has no penalty on what a layer gives: activity_regularizer is left out.');
    }

    function multiHead(causal: Json, masks: readonly string[]): readonly Field[] {
      const { value_dim: valueDim, key_dim: keyDim, output_shape: outputShape } = config;
      return [
        ...pickedFields(node, layer, ['num_heads', 'key_dim'], notebook),
        ['valueDim', literal(valueDim ?? keyDim!)],
        ['outputDim', literal(outputShape ?? node.inputs[0]!.output.shape[1]!)],
        ...pickedFields(node, layer, ['dropout', 'use_bias'], notebook),
        ['useCausalMask', literal(causal)],
        ['masks', literal(masks)],
        ...pickedFields(
          node,
          layer,
          ['kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer'],
          notebook,
        ),
      ];
    }

    function single(causal: Json, masks: readonly string[]): readonly Field[] {
      return [
        ...pickedFields(node, layer, ['use_scale', 'score_mode', 'dropout'], notebook),
        ['useCausalMask', literal(causal)],
        ['masks', literal(masks)],
      ];
    }
  }
}

function innerConfig(config: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const { layer } = config as { layer?: { config?: Readonly<Record<string, Json>> } };
  return layer?.config ?? {};
}

function innerClass(config: Readonly<Record<string, Json>>): string {
  const { layer } = config as { layer?: { className?: string } };
  return layer?.className ?? '';
}
