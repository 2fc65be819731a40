// A layer with one input as the layers of TensorFlow.js that do the same one after the other, mostly one.
import { beginningOfTranspose } from '../../blocks/conv-2d-transpose.ts';
import { isKerasObject, type KerasLayer } from '../../blocks/keras-form.ts';
import type { Json } from '../../blocks/params.ts';
import { windowLike } from '../../blocks/random-crop.ts';
import { type Place, placeInside } from '../tfjs-form.ts';
import { layers } from '../tfjs-layers.ts';
import { activationText, argumentFields, literal, type Notebook, pickedFields } from './arguments.ts';
import type { Call, Expression, Field } from './text.ts';

/** One layer of TensorFlow.js. */
export interface Step {
  readonly call: Call;
  /** What it is called beside the others; null for the one that has the name of the block, and its weights. */
  readonly suffix: string | null;
}

export interface Steps {
  readonly steps: readonly Step[];
  /** Whether a mask may come in, and what is done with it is right. */
  readonly takesMask: boolean;
}

const penalties = (kernel: string) => [
  `${kernel}_initializer`,
  'bias_initializer',
  `${kernel}_regularizer`,
  'bias_regularizer',
];

/** The layers that do what a Keras layer does; null for one that TensorFlow.js has not, nor a class here. */
export function stepsOf(place: Place, layer: KerasLayer, isMasked: boolean, notebook: Notebook): Steps | null {
  const { className, config } = layer;
  const shape = place.inputs[0]!.output.shape;
  const noted = (name: string, argument: string) => {
    if (config[argument] !== undefined && isKerasObject(config[argument]!)) argumentFields(place, layer, notebook);
    return name;
  };
  const own = (name: string, picked: readonly string[], more: readonly Field[] = []): Step => {
    notebook.declarations.add(name);
    noted(name, 'activity_regularizer');
    return main({ callee: `new ${name}`, fields: [...pickedFields(place, layer, picked, notebook), ...more] });
  };
  /** With the activation as a layer of its own. */
  const activated = (step: Step): readonly Step[] =>
    config.activation === 'linear' || config.activation === undefined
      ? [step]
      : [step, beside('activation', activation(String(config.activation), notebook))];
  const stock = (more: readonly Field[] = []): Step =>
    main({ callee: factory(className), fields: [...argumentFields(place, layer, notebook), ...more] });

  switch (className) {
    case 'Identity':
      return { steps: [main(activation('linear', notebook))], takesMask: true };
    case 'ActivityRegularization':
      notebook.notes.add(
        `TensorFlow.js has no penalty on what a layer gives: l1=${config.l1}, l2=${config.l2} are left out.`,
      );
      return { steps: [main(activation('linear', notebook))], takesMask: true };
    case 'RandomFlip':
    case 'RandomRotation':
    case 'RandomZoom':
    case 'RandomTranslation':
    case 'RandomContrast':
    case 'RandomBrightness':
      notebook.notes.add(
        `TensorFlow.js has no layer ${className}: pictures are handed on as they come, in training too.`,
      );
      return chain(main(activation('linear', notebook)));
    case 'Sequential':
      return cropOfMiddle();
    case 'SpatialDropout2D': {
      const [height, width, channels] = shape as [number, number, number];
      const dropout: Call = { callee: 'tf.layers.spatialDropout1d', fields: [['rate', literal(config.rate!)]] };
      return chain(beside('flat', reshape([height * width, channels])), main(dropout), beside('back', reshape(shape)));
    }
    case 'Softmax': {
      const axis = Number(config.axis);
      const place = axis < 0 ? shape.length + 1 + axis : axis;
      // As an activation: its own layer takes the mask of an earlier one, even of another shape.
      const softmax = main(activation('softmax', notebook));
      if (place === shape.length) return chain(softmax);
      const order = shape.map((_size, at) =>
        at + 1 === place ? shape.length : at + 1 === shape.length ? place : at + 1,
      );
      const turn: Call = { callee: 'tf.layers.permute', fields: [['dims', literal(order)]] };
      return chain(beside('turned', turn), softmax, beside('back', turn));
    }
    case 'ReLU':
      if (config.negative_slope !== 0 || config.threshold !== 0) {
        return { steps: [own('GeneralReLU', ['max_value', 'negative_slope', 'threshold'])], takesMask: true };
      }
      break;
    case 'ELU':
      if (config.alpha !== 1) return { steps: [own('ScaledELU', ['alpha'])], takesMask: true };
      break;
    case 'Reshape':
      return chain(main(reshape(place.output.shape)));
    case 'Flatten':
      // Its own wants something to flatten.
      if (shape.length < 2) return chain(main(reshape(place.output.shape)));
      break;
    case 'UpSampling2D':
    case 'Resizing': {
      if (className === 'UpSampling2D' && config.interpolation === 'nearest') break;
      const [height, width] = place.output.shape as [number, number];
      return chain(
        own(
          'ResizedPictures',
          [],
          [
            ['height', `${height}`],
            ['width', `${width}`],
            ['interpolation', literal(config.interpolation!)],
          ],
        ),
      );
    }
    case 'GlobalAveragePooling1D':
    case 'GlobalAveragePooling2D':
    case 'GlobalMaxPooling1D':
    case 'GlobalMaxPooling2D': {
      const followsMask = isMasked && className === 'GlobalAveragePooling1D';
      const pool = followsMask
        ? own('MaskedGlobalAveragePooling1D', [])
        : main({
            callee: factory(className),
            fields: className.endsWith('2D') ? [['dataFormat', "'channelsLast'"]] : [],
          });
      const kept = config.keepdims === true ? [beside('kept', reshape(place.output.shape))] : [];
      return { steps: [pool, ...kept], takesMask: followsMask };
    }
    case 'GroupNormalization': {
      const weights = ['beta_initializer', 'gamma_initializer', 'beta_regularizer', 'gamma_regularizer'];
      return { steps: [own(className, ['groups', 'epsilon', 'center', 'scale', ...weights])], takesMask: true };
    }
    case 'TokenAndPositionEmbedding': {
      // One initializer for two tables, of which each draws by its own size.
      const [tokens, positions] = place.weights.map((weight): Expression => {
        const own = { ...place, weights: [{ ...weight, name: 'embeddings' }] };
        return pickedFields(own, layer, ['embeddings_initializer'], notebook)[0]![1];
      });
      const settings = ['vocabulary_size', 'sequence_length', 'embedding_dim', 'mask_zero'];
      const tables: readonly Field[] = [
        ['tokenInitializer', tokens!],
        ['positionInitializer', positions!],
      ];
      return { steps: [own(className, settings, tables)], takesMask: true };
    }
    case 'BatchNormalization':
    case 'LayerNormalization':
      if (config.scale === false || config.center === false) {
        notebook.notes.add(
          'TensorFlow.js predicts with this layer, but fails in training where scale or center is off.',
        );
      }
      break;
    case 'Conv1D':
    case 'Conv2D':
      return convolution();
    case 'SeparableConv2D':
    case 'DepthwiseConv2D':
      if (config.depth_multiplier !== 1) {
        notebook.notes.add('TensorFlow.js forgets the depth multiplier of this layer where it saves a model.');
      }
      noteDilation();
      if (className === 'SeparableConv2D') break;
      if (isOnes(config.dilation_rate!)) break;
      return chain(
        ...activated(
          own('DilatedDepthwiseConv2D', [
            'kernel_size',
            'padding',
            'depth_multiplier',
            'dilation_rate',
            'use_bias',
            ...penalties('depthwise'),
          ]),
        ),
      );
    case 'Conv2DTranspose': {
      if (isOnes(config.dilation_rate!) && config.output_padding === null) break;
      const begin = beginningOfTranspose(config);
      const size = place.output.shape.slice(0, 2);
      return chain(
        ...activated(
          own(
            'CutConv2DTranspose',
            ['filters', 'kernel_size', 'strides', 'dilation_rate', 'use_bias', ...penalties('kernel')],
            [
              ['begin', literal(begin)],
              ['size', literal(size)],
            ],
          ),
        ),
      );
    }
    case 'GRU': {
      if (config.reset_after === false) break;
      const kernels = ['kernel', 'recurrent', 'bias'].flatMap((name) => [`${name}_initializer`, `${name}_regularizer`]);
      const picked = [
        'units',
        'activation',
        'recurrent_activation',
        'use_bias',
        ...kernels,
        'dropout',
        'recurrent_dropout',
      ];
      notebook.declarations.add('ResetAfterGRUCell');
      return { steps: [own('ResetAfterGRU', [...picked, 'return_sequences', 'go_backwards'])], takesMask: true };
    }
    case 'Bidirectional':
      return bidirectional();
    case 'TimeDistributed':
      return timeDistributed();
  }
  const rules = layers[className];
  if (!rules) return null;
  const { masks } = rules;
  return { steps: [stock()], takesMask: typeof masks === 'boolean' ? masks : masks(config) };

  /** What RandomCrop does in use. */
  function cropOfMiddle(): Steps {
    const [height, width] = place.output.shape as [number, number];
    const [givenHeight, givenWidth] = shape as [number, number, number];
    const window = windowLike([givenHeight, givenWidth], [height, width]);
    const cut = [
      [window.top, givenHeight - window.top - window.height],
      [window.left, givenWidth - window.left - window.width],
    ];
    notebook.notes.add('TensorFlow.js has no layer RandomCrop: the middle of pictures is taken, in training too.');
    const sizes: readonly Field[] = [
      ['height', `${height}`],
      ['width', `${width}`],
      ['interpolation', literal('bilinear')],
    ];
    return chain(
      beside('middle', { callee: 'tf.layers.cropping2D', fields: [['cropping', literal(cut)]] }),
      own('ResizedPictures', [], sizes),
    );
  }

  function convolution(): Steps {
    const isSequence = className === 'Conv1D';
    const before: Step[] = [];
    let { padding } = config;
    if (padding === 'causal') {
      const [steps, channels] = shape as [number, number];
      const reach = (Number(config.kernel_size) - 1) * Number(config.dilation_rate);
      const pad: Call = {
        callee: 'tf.layers.zeroPadding2d',
        fields: [
          [
            'padding',
            literal([
              [reach, 0],
              [0, 0],
            ]),
          ],
        ],
      };
      before.push(
        beside('picture', reshape([steps, 1, channels])),
        beside('padded', pad),
        beside('sequence', reshape([steps + reach, channels])),
      );
      padding = 'valid';
    }
    const given = { ...layer, config: { ...config, padding: padding! } };
    if (Number(config.groups) === 1) {
      noteDilation();
      return chain(...before, main({ callee: factory(className), fields: argumentFields(place, given, notebook) }));
    }
    noteDilation();
    notebook.declarations.add('GroupedConvolution');
    const list = (argument: string): Field => [
      argumentName(argument),
      literal(isSequence ? [config[argument]!] : config[argument]!),
    ];
    const fields: Field[] = [
      ...pickedFields(place, given, ['filters'], notebook),
      list('kernel_size'),
      list('strides'),
      ['padding', literal(padding!)],
      list('dilation_rate'),
      ...pickedFields(place, given, ['groups', 'use_bias', ...penalties('kernel')], notebook),
    ];
    noted('GroupedConvolution', 'activity_regularizer');
    return chain(...before, ...activated(main({ callee: 'new GroupedConvolution', fields })));
  }

  function noteDilation(): void {
    if (!isOnes(config.dilation_rate!)) {
      notebook.notes.add(
        'TensorFlow.js predicts with a dilation, but cannot train the layer: it has no gradient for it.',
      );
    }
  }

  /** The layer inside as one expression. */
  function bidirectional(): Steps | null {
    const inner = innerSteps(className);
    if (!inner) return null;
    const everyStep = (config.layer as { config: Record<string, Json> }).config.return_sequences === true;
    const read = main({
      callee: 'tf.layers.bidirectional',
      fields: [
        ['layer', inner[0]!.call],
        ['mergeMode', literal(config.merge_mode!)],
      ],
    });
    if (!isMasked || !everyStep) return { steps: [read], takesMask: true };
    notebook.declarations.add('ZeroWhereMasked');
    return { steps: [read, beside('masked', { callee: 'new ZeroWhereMasked', fields: [] })], takesMask: true };
  }

  function timeDistributed(): Steps | null {
    const inner = innerSteps(className);
    if (!inner) return null;
    const steps = inner.map(({ call, suffix }) => ({
      suffix,
      call: { callee: 'tf.layers.timeDistributed', fields: [['layer', call] as const] },
    }));
    return { steps, takesMask: true };
  }

  function innerSteps(wrapper: string): readonly Step[] | null {
    const inner = config.layer!;
    if (!isKerasObject(inner)) return null;
    const { name, ...others } = inner.config;
    const found = stepsOf(placeInside(place, wrapper), { className: inner.className, config: others }, false, notebook);
    return (
      found?.steps.map(({ call, suffix }) => ({
        suffix,
        call: { ...call, fields: suffix === null ? [...call.fields, ['name', literal(name!)]] : call.fields },
      })) ?? null
    );
  }
}

const main = (call: Call): Step => ({ call, suffix: null });
const beside = (suffix: string, call: Call): Step => ({ call, suffix });
const chain = (...steps: readonly Step[]): Steps => ({ steps, takesMask: false });

const reshape = (shape: readonly number[]): Call => ({
  callee: 'tf.layers.reshape',
  fields: [['targetShape', literal(shape)]],
});

function activation(name: string, notebook: Notebook): Call {
  return { callee: 'tf.layers.activation', fields: [['activation', activationText(name, notebook)]] };
}

function isOnes(value: Json): boolean {
  return [value].flat().every((size) => size === 1);
}

const argumentName = (argument: string) => argument.replace(/_([a-z])/g, (_all, first: string) => first.toUpperCase());

const factories: Readonly<Record<string, string>> = {
  LSTM: 'lstm',
  GRU: 'gru',
  ELU: 'elu',
  PReLU: 'prelu',
  Cropping2D: 'cropping2D',
};

/** The function of tf.layers that makes a layer of a class. */
export function factory(className: string): string {
  const name = factories[className] ?? className.charAt(0).toLowerCase() + className.slice(1).replace(/(\d)D/, '$1d');
  return `tf.layers.${name}`;
}
