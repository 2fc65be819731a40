import type { ActivationName } from './activations.ts';
import { activationsOverClasses } from './activations.ts';
import type { PyTorchHelper } from './pytorch-form.ts';

/** An activation as a function of PyTorch, with the arguments that give it Keras's settings. */
interface PyTorchActivation {
  readonly function: string;
  readonly arguments?: string;
  readonly helper?: PyTorchHelper;
}

function written(name: string, formula: string): PyTorchActivation {
  return { function: name, helper: { name, source: `def ${name}(x):\n    return ${formula}` } };
}

const functions: Readonly<Record<Exclude<ActivationName, 'linear'>, PyTorchActivation>> = {
  relu: { function: 'F.relu' },
  sigmoid: { function: 'torch.sigmoid' },
  tanh: { function: 'torch.tanh' },
  softmax: { function: 'F.softmax' },
  leaky_relu: { function: 'F.leaky_relu', arguments: 'negative_slope=0.2' },
  relu6: { function: 'F.relu6' },
  elu: { function: 'F.elu' },
  selu: { function: 'F.selu' },
  gelu: { function: 'F.gelu' },
  silu: { function: 'F.silu' },
  mish: { function: 'F.mish' },
  softplus: { function: 'F.softplus' },
  softsign: { function: 'F.softsign' },
  hard_sigmoid: { function: 'F.hardsigmoid' },
  hard_silu: { function: 'F.hardswish' },
  hard_tanh: { function: 'F.hardtanh' },
  log_sigmoid: { function: 'F.logsigmoid' },
  log_softmax: { function: 'F.log_softmax' },
  exponential: { function: 'torch.exp' },
  celu: { function: 'F.celu' },
  squareplus: written('squareplus', '(x + torch.sqrt(x.square() + 4)) / 2'),
  sparse_plus: written('sparse_plus', 'F.relu(x - 1) + (x.clamp(-1, 1) + 1).square() / 4'),
  sparse_sigmoid: written('sparse_sigmoid', '((x + 1) / 2).clamp(0, 1)'),
  tanh_shrink: { function: 'F.tanhshrink' },
  soft_shrink: { function: 'F.softshrink' },
  hard_shrink: { function: 'F.hardshrink' },
};

/** Python for an activation of `x`, whose channels lie along `axis`. */
export function activated(name: ActivationName, x: string, axis: number): string {
  if (name === 'linear') return x;
  const { function: called, arguments: settings } = functions[name];
  const over = activationsOverClasses.includes(name) ? `dim=${axis}` : undefined;
  return `${called}(${[x, settings, over].filter((text) => text !== undefined).join(', ')})`;
}

/** Python for an activation as a value: a function of one tensor. */
export function activationFunction(name: ActivationName): string {
  const isSimple = name !== 'linear' && !functions[name].arguments && !activationsOverClasses.includes(name);
  return isSimple ? functions[name].function : `lambda x: ${activated(name, 'x', -1)}`;
}

/** What an activation uses above the model. */
export function activationHelpers(...names: readonly ActivationName[]): readonly PyTorchHelper[] {
  return names.flatMap((name) => (name === 'linear' ? [] : (functions[name].helper ?? [])));
}
