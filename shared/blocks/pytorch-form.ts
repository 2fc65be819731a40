import { pythonTuple } from '../code/python.ts';
import type { Shape } from './define-block.ts';
import type { ComponentValue } from './params.ts';

/**
 * Where a value's channels lie in PyTorch: behind the batch, as its convolutions want them, or last, as here. A value of one dimension has
 * them in the same place either way.
 */
export type PyTorchLayout = 'first' | 'last';

/** A module or parameter that `__init__` makes: `self.<name>[_<suffix>] = call(args)`. */
export interface PyTorchMember {
  readonly suffix?: string;
  readonly call: string;
  readonly args: readonly string[];
}

/** A parameter or buffer of a member. */
interface PyTorchPlace {
  /** The member's suffix; none for the member that has the block's own name. */
  readonly member?: string;
  /** Its name in the member, dots included; empty where the member is the parameter itself. */
  readonly attribute: string;
}

/** Where one of our weights, or a row of it, stands in PyTorch, and how its numbers get there: in the order of these fields. */
export interface PyTorchWeight extends PyTorchPlace {
  readonly weight: string;
  /** Takes one row of the weight. */
  readonly row?: number;
  readonly reshape?: Shape;
  /** Brings the dimensions into another order. */
  readonly permute?: readonly number[];
  /** Brings equal parts along the first dimension into another order, as gates have in PyTorch. */
  readonly parts?: readonly number[];
  /** The shape in PyTorch. */
  readonly shape: Shape;
  /** What PyTorch starts it with, if that is one number. */
  readonly startsAs?: 0 | 1;
}

/** A parameter that PyTorch has and Keras has not: it keeps the value with which it changes nothing. */
export interface PyTorchConstant extends PyTorchPlace {
  readonly value: 0 | 1;
  readonly startsAs?: 0 | 1;
}

/** Classes and functions that stand above the model where a block uses them; each is written once. */
export interface PyTorchHelper {
  readonly name: string;
  readonly source: string;
  readonly uses?: readonly PyTorchHelper[];
}

/** What a line of `forward` may use. */
export interface PyTorchCall {
  /** The variable that gets the output. */
  readonly name: string;
  /** The first input. */
  readonly x: string;
  /** Python for each input, with its channels where `layout` says. */
  readonly xs: readonly string[];
  readonly layout: PyTorchLayout;
  /** A member: `self.dense`. */
  self(suffix?: string): string;
  /** A variable of this block's own. */
  local(suffix: string): string;
  /** The variable of an input's mask, or null if it has none. */
  mask(index: number): string | null;
}

/** Python for the output, after lines that make it ready. */
export interface PyTorchResult {
  readonly before: readonly string[];
  readonly value: string;
}

/** A block in PyTorch. */
export interface PyTorchForm {
  /** Where it wants the channels of its inputs, and gives those of its output: last, unless told; `any` works either way. */
  readonly layout?: 'first' | 'any' | undefined;
  readonly members?: readonly PyTorchMember[];
  readonly weights?: readonly PyTorchWeight[];
  readonly constants?: readonly PyTorchConstant[];
  readonly helpers?: readonly PyTorchHelper[];
  /** What PyTorch's version does otherwise. */
  readonly notes?: readonly string[];
  /** A penalty on what comes out, or on the variables named. */
  readonly activity?: { readonly regularizer: ComponentValue | null; of?(call: PyTorchCall): readonly string[] };
  forward(call: PyTorchCall): string | PyTorchResult;
  /** Python for the output's mask, where that is not simply the mask of the first input. */
  mask?(call: PyTorchCall): string;
}

/** What `forward` gives, with the lines before it. */
export function resultOf(given: string | PyTorchResult): PyTorchResult {
  return typeof given === 'string' ? { before: [], value: given } : given;
}

/** A named argument, or none where it has PyTorch's own default. */
export function argument(name: string, text: string, usual: string): readonly string[] {
  return text === usual ? [] : [`${name}=${text}`];
}

/** A size along time, or along height and width: one number where they are the same. */
export function sizeText(sizes: readonly number[]): string {
  return sizes.every((size) => size === sizes[0]) ? String(sizes[0]) : pythonTuple(sizes.map(String));
}

/** A truth in Python. */
export function truth(value: boolean): string {
  return value ? 'True' : 'False';
}

/** Numbers before and after each dimension that a window moves over. */
export type Around = readonly (readonly [number, number])[];

/** Python that adds numbers around an input whose last dimensions are these; negative ones cut. */
export function padded(x: string, around: Around, value?: string): string {
  if (around.every(([before, after]) => before === 0 && after === 0)) return x;
  // PyTorch counts from the last dimension.
  const sizes = pythonTuple(around.toReversed().flat().map(String));
  return `F.pad(${x}, ${sizes}${value === undefined ? '' : `, value=${value}`})`;
}

/** A dimension of a sample, counted from 1, as PyTorch counts in this layout. */
export function axisIn(layout: PyTorchLayout, place: number, rank: number): number {
  if (layout === 'last' || rank < 2) return place;
  return place === rank ? 1 : place + 1;
}

/** The dimension of the channels. */
export function channelAxis(layout: PyTorchLayout, rank: number): number {
  return layout === 'first' && rank > 1 ? 1 : -1;
}

/** Python that brings the channels from one layout into the other. */
export function turned(x: string, from: PyTorchLayout, to: PyTorchLayout, rank: number): string {
  if (from === to || rank < 2) return x;
  const places = Array.from({ length: rank - 1 }, (_, index) => index + 1);
  const order = to === 'first' ? [0, rank, ...places] : [0, ...places.map((place) => place + 1), 1];
  return `${x}.permute(${order.join(', ')})`;
}
