import { pythonNumber } from '../code/python.ts';
import type { ActivationName } from './activations.ts';
import type { TensorSpec } from './define-block.ts';
import type { ComponentValue } from './params.ts';
import { activationFunction, activationHelpers } from './pytorch-activations.ts';
import {
  argument,
  type PyTorchCall,
  type PyTorchConstant,
  type PyTorchForm,
  type PyTorchHelper,
  type PyTorchMember,
  type PyTorchWeight,
  truth,
} from './pytorch-form.ts';
import { skipMasked, stepwiseGru, stepwiseLstm, stepwiseRnn } from './pytorch-stepwise.ts';

/** What the three recurrent layers are set by; what one of them lacks is left out. */
export interface PyTorchRecurrentParams {
  readonly units: number;
  readonly activation: ActivationName;
  readonly recurrentActivation?: ActivationName;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly useBias: boolean;
  readonly resetAfter?: boolean;
  readonly activityRegularizer?: ComponentValue | null;
}

interface Kind {
  readonly layer: string;
  readonly gates: number;
  /** The order of gates in PyTorch, by their place in Keras. */
  readonly order?: readonly number[];
  readonly stepwise: PyTorchHelper;
  /** Whether PyTorch's own layer computes it. */
  isOwn(params: PyTorchRecurrentParams): boolean;
}

const hasUsualGates = ({ activation, recurrentActivation }: PyTorchRecurrentParams) =>
  activation === 'tanh' && recurrentActivation === 'sigmoid';

const kinds = {
  LSTM: { layer: 'LSTM', gates: 4, stepwise: stepwiseLstm, isOwn: hasUsualGates },
  GRU: {
    layer: 'GRU',
    gates: 3,
    order: [1, 0, 2],
    stepwise: stepwiseGru,
    isOwn: (params) => hasUsualGates(params) && params.resetAfter === true,
  },
  SimpleRNN: {
    layer: 'RNN',
    gates: 1,
    stepwise: stepwiseRnn,
    isOwn: ({ activation }) => activation === 'tanh' || activation === 'relu',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type RecurrentKind = keyof typeof kinds;

/** A recurrent layer in PyTorch. */
export interface PyTorchRecurrent {
  /** Whether PyTorch's own layer computes it; else it goes step by step. */
  readonly isOwn: boolean;
  member(suffix?: string, settings?: readonly string[]): PyTorchMember;
  /** Its weights, whose names begin with `prefix`, in the member of this suffix; PyTorch's names may end in one of their own. */
  weights(prefix?: string, member?: string, ending?: string): readonly PyTorchWeight[];
  constants(member?: string, ending?: string): readonly PyTorchConstant[];
  readonly helpers: readonly PyTorchHelper[];
  /** Python for the outputs of all steps. */
  steps(call: PyTorchCall, suffix?: string, isBackwards?: boolean): string;
}

/** Finds how PyTorch computes a recurrent layer. */
export function recurrentOf(type: RecurrentKind, params: PyTorchRecurrentParams, input: TensorSpec): PyTorchRecurrent {
  const { layer, gates, order, stepwise, isOwn: fits }: Kind = kinds[type];
  const { units, useBias, activation, recurrentActivation } = params;
  const features = input.shape.at(-1)!;
  const isOwn = fits(params) && params.recurrentDropout === 0;
  // In Keras, gates of which all would be dropped drop nothing.
  const rate = (share: number) => (share === 1 && gates > 1 ? 0 : share);
  const [dropout, recurrentDropout] = [rate(params.dropout), rate(params.recurrentDropout)];
  const isSimple = type === 'SimpleRNN';
  const ownArgs = [
    ...(isSimple ? argument('nonlinearity', `"${activation}"`, '"tanh"') : []),
    ...argument('bias', truth(useBias), 'True'),
    'batch_first=True',
  ];
  const stepwiseArgs = [
    ...argument('bias', truth(useBias), 'True'),
    ...argument('activation', activationFunction(activation), 'torch.tanh'),
    ...(recurrentActivation
      ? argument('recurrent_activation', activationFunction(recurrentActivation), 'torch.sigmoid')
      : []),
    ...(type === 'GRU' ? argument('reset_after', truth(params.resetAfter === true), 'True') : []),
    ...argument('input_dropout', pythonNumber(dropout, true), '0.0'),
    ...argument('state_dropout', pythonNumber(recurrentDropout, true), '0.0'),
  ];
  const size = gates * units;
  const inOrder = order ? { parts: order } : {};
  const hasTwoBiases = type === 'GRU' && params.resetAfter === true;
  return {
    isOwn,
    member: (suffix = '', settings = []) => ({
      suffix,
      call: isOwn ? `nn.${layer}` : stepwise.name,
      args: [`${features}`, `${units}`, ...(isOwn ? ownArgs : stepwiseArgs), ...settings],
    }),
    weights(prefix = '', member = '', ending = '') {
      const kernel = { member, permute: [1, 0], ...inOrder };
      const bias = { weight: `${prefix}bias`, member, ...inOrder, shape: [size] };
      const row = (at: number) => (hasTwoBiases ? { row: at } : {});
      return [
        { ...kernel, weight: `${prefix}kernel`, attribute: `weight_ih_l0${ending}`, shape: [size, features] },
        { ...kernel, weight: `${prefix}recurrent_kernel`, attribute: `weight_hh_l0${ending}`, shape: [size, units] },
        ...(useBias ? [{ ...bias, ...row(0), attribute: `bias_ih_l0${ending}` }] : []),
        ...(useBias && hasTwoBiases ? [{ ...bias, ...row(1), attribute: `bias_hh_l0${ending}` }] : []),
      ];
    },
    // PyTorch has a bias for the state where Keras has one for all.
    constants: (member = '', ending = '') =>
      useBias && !hasTwoBiases ? [{ member, attribute: `bias_hh_l0${ending}`, value: 0 }] : [],
    helpers: [
      ...(input.masked ? [skipMasked] : []),
      ...(isOwn ? [] : [stepwise, ...activationHelpers(activation, recurrentActivation ?? 'linear')]),
    ],
    steps({ self, x, mask }, suffix, isBackwards = params.goBackwards) {
      // PyTorch's own layer drops nothing of its input: one choice for all steps, as in Keras.
      const kept = `F.dropout(torch.ones_like(${x}[:, :1]), ${pythonNumber(dropout, true)}, self.training)`;
      const given = isOwn && dropout > 0 ? `(${x} * ${kept})` : x;
      const flipped = (text: string) => (isBackwards ? `${text}.flip(1)` : text);
      const counts = mask(0);
      return counts
        ? `skip_masked(${self(suffix)}, ${flipped(given)}, ${flipped(counts)})`
        : `${self(suffix)}(${flipped(given)})[0]`;
    },
  };
}

/** A recurrent block in PyTorch. */
export function recurrentInPyTorch(
  type: RecurrentKind,
  params: PyTorchRecurrentParams,
  input: TensorSpec,
): PyTorchForm {
  const recurrent = recurrentOf(type, params, input);
  return {
    members: [recurrent.member()],
    weights: recurrent.weights(),
    constants: recurrent.constants(),
    helpers: recurrent.helpers,
    activity: { regularizer: params.activityRegularizer ?? null },
    forward: (call) => `${recurrent.steps(call)}${params.returnSequences ? '' : '[:, -1]'}`,
  };
}
