import { defineShader, type Shader } from './shader.ts';

/** A program for one step of sequences, and the one for sequences with a mask. */
export interface StepShader<Tensor extends string, Number extends string> {
  readonly plain: Shader<Tensor, Number>;
  readonly masked: Shader<Tensor | 'mask', Number>;
}

/** Declares both programs: `code` is given what is done about a mask, which is nothing or `masked`. */
export function defineStepShader<Tensor extends string, const Number extends string>(
  shader: Omit<Shader<Tensor, Number>, 'code'>,
  code: (mask: string) => string,
  masked: string,
): StepShader<Tensor, Number> {
  const reads = { ...shader.reads, mask: 'i32' } as Shader<Tensor | 'mask'>['reads'];
  const writes = shader.writes as Shader<Tensor | 'mask'>['writes'];
  const name = shader.name.replace('Loom', 'LoomMasked');
  return {
    plain: defineShader({ ...shader, code: code('') }),
    masked: defineShader<Tensor | 'mask', Number>({ name, reads, writes, numbers: shader.numbers, code: code(masked) }),
  };
}

/** WGSL: sigmoid and tanh, without a number that grows beyond all bounds. */
export const curves = `fn sigmoidOf(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn tanhOf(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e);
}`;

/** WGSL: the `row` and `unit` of `index`, and the row's step as a `place` among those of all rows. */
export const placeOfStep = `let units = given.units;
  let row = index / units;
  let unit = index % units;
  let place = row * given.time + given.at;`;

/** What a step forwards is told besides its tensors; see `stepsForward`. */
export const forwardNumbers = ['time', 'units', 'outputTime', 'at', 'next', 'first', 'outputAt'] as const;

/** What a step back is told; see `stepsBack`. */
export const backNumbers = ['time', 'units', 'outputTime', 'at', 'later', 'outputAt'] as const;
