import type { Shape, WeightSpec } from '../blocks/define-block.ts';
import { fans, startInPyTorch } from '../blocks/initializers.ts';
import type { PyTorchWeight } from '../blocks/pytorch-form.ts';

/** Python that gives a parameter the first values it has in Keras; nothing where PyTorch starts it so. */
export function startLines(parameter: string, form: PyTorchWeight, spec: WeightSpec): readonly string[] {
  const wholes = spec.initialParts ?? [{ shape: spec.shape, initializer: spec.initializer }];
  if (wholes.length === 1) {
    const { shape, initializer } = wholes[0]!;
    if (initializer.type === (form.startsAs === 1 ? 'Ones' : form.startsAs === 0 ? 'Zeros' : undefined)) return [];
    const { fanIn, fanOut } = fans(shape);
    const text = form.parts && initializer.type === 'Identity' ? null : parameter;
    const target = { fanIn, fanOut, isCountedAlike: countsAlike(form.shape, { fanIn, fanOut }) };
    if (text !== null) return [startInPyTorch(initializer, { text, ...target })];
    return identityInParts(parameter, form, Number(initializer.gain));
  }
  // The parts of a row lie one after the other, and PyTorch's order of them is the same.
  let at = 0;
  return wholes.map(({ shape, initializer }) => {
    const text = `${parameter}[${at}:${at + shape[0]!}]`;
    at += shape[0]!;
    return startInPyTorch(initializer, { text, ...fans(shape), isCountedAlike: false });
  });
}

/** An identity is the only start in which the order of gates matters. */
function identityInParts(parameter: string, { shape, parts }: PyTorchWeight, gain: number): readonly string[] {
  const [rows, columns] = shape as readonly [number, number];
  const eye = `torch.eye(${rows}, ${columns}).chunk(${parts!.length})`;
  const inOrder = `torch.cat([gates[at] for at in (${parts!.join(', ')})])`;
  return [`gates = ${eye}`, `${parameter}.copy_(${gain === 1 ? '' : `${gain} * `}${inOrder})`];
}

/** Whether PyTorch, which has outputs and inputs first, counts as many inputs and outputs of a unit as Keras. */
function countsAlike(shape: Shape, { fanIn, fanOut }: { readonly fanIn: number; readonly fanOut: number }): boolean {
  if (shape.length < 2) return false;
  const field = shape.slice(2).reduce((product, size) => product * size, 1);
  return fanIn === shape[1]! * field && fanOut === shape[0]! * field;
}
