import { z } from 'zod';

/** Where the inspector shows a param; everything but `main` is folded until asked for, `hidden` is never shown. */
export type ParamGroup = 'main' | 'initializers' | 'penalties' | 'advanced' | 'hidden';

interface ParamOf<Kind extends string, T> {
  readonly kind: Kind;
  /** Shown before the field. */
  readonly label: string;
  /** Keras 3's default. */
  readonly default: T;
  readonly group: ParamGroup;
  /** What a saved or typed value must be; its message says what was expected. */
  readonly check: z.ZodType<T>;
  /** One sentence under the field. */
  readonly help?: string;
  /** The Keras argument, where it is not the snake case of the key; null where Keras has none. */
  readonly keras?: string | null;
  /** Whether Keras takes it as an argument of the layer's call, and not of the layer. */
  readonly inCall?: boolean;
}

/** A whole number. `optional` admits none (null). */
export interface IntParam<T = number | null> extends ParamOf<'int', T> {
  readonly min: number;
  readonly max?: number;
  readonly optional: boolean;
  /** What null means, shown in place of the number. */
  readonly whenNull?: string;
}
export interface FloatParam<T = number | null> extends ParamOf<'float', T> {
  readonly min?: number;
  readonly max?: number;
  /** What null means, shown in place of the number, where the spec admits none. */
  readonly whenNull?: string;
}
export type BooleanParam = ParamOf<'boolean', boolean>;
export type TextParam = ParamOf<'text', string>;
export interface ChoiceParam<Option extends string = string> extends ParamOf<'choice', Option> {
  readonly options: readonly Option[];
}
/** Two whole numbers: height and width, such as a kernel size, unless `sides` names others. `optional` admits none (null). */
export interface PairParam<T = readonly [number, number] | null> extends ParamOf<'pair', T> {
  readonly min: number;
  readonly max?: number;
  readonly sides?: readonly [string, string];
  readonly optional: boolean;
  /** What null means, shown in place of the two numbers. */
  readonly whenNull?: string;
}
/** From one decimal number to another that is no smaller. */
export type Range = readonly [number, number];
/** How far something is drawn at random: a range, or one number, the same in both directions. */
export type Factor = number | Range;
/** Two decimal numbers, from and to, or a factor. `optional` admits none (null). */
export interface RangeParam<T = Factor | null> extends ParamOf<'range', T> {
  readonly optional: boolean;
  /** What null means, shown in place of the numbers. */
  readonly whenNull?: string;
}
/** What is done at the four sides of a picture: `[[top, bottom], [left, right]]`, in Keras's order. */
export type Sides = readonly [readonly [number, number], readonly [number, number]];
export interface SidesParam extends ParamOf<'sides', Sides> {
  readonly min: number;
}
/** Sizes of the dimensions without the batch. */
export type ShapeParam = ParamOf<'shape', readonly number[]>;
/** Dimensions by their place, from 1; the batch is none of them. */
export interface AxesParam extends ParamOf<'axes', readonly number[]> {
  /** What an empty list means, shown in its place, where the spec admits one. */
  readonly whenEmpty?: string;
}
/** One of several components, each with settings of its own: an initializer, a loss. `optional` admits none (null). */
export interface ComponentParam<T = ComponentValue | null> extends ParamOf<'component', T> {
  readonly components: readonly Component[];
  readonly optional: boolean;
}
/** Any number of components: metrics. */
export interface ComponentsParam<T = readonly ComponentValue[]> extends ParamOf<'components', T> {
  readonly components: readonly Component[];
}

export type Param =
  | IntParam
  | FloatParam
  | BooleanParam
  | TextParam
  | ChoiceParam
  | PairParam
  | RangeParam
  | SidesParam
  | ShapeParam
  | AxesParam
  | ComponentParam
  | ComponentsParam;

export type ParamSpecs = Readonly<Record<string, Param>>;

/** The values a set of param specs describes. */
export type ParamValues<Specs extends ParamSpecs> = { readonly [Key in keyof Specs]: Specs[Key]['default'] };

/** Plain JSON, as stored in a document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What blocks, initializers, regularizers, losses, metrics and optimizers have in common: a Keras class name, words about it and
 * params. Its value in a document is `{ type, ...params }`, every param written out.
 */
export interface Component<Specs extends ParamSpecs = ParamSpecs> {
  /** The Keras class name. */
  readonly type: string;
  readonly title: string;
  /** What it is for, in a sentence or two; shown in the inspector. */
  readonly docs: string;
  readonly params: Specs;
  /** What the params must be together, beside what each must be by itself; `expected` is shown where they are not. */
  readonly together?: { readonly expected: string; holds(params: ParamValues<Specs>): boolean };
  /** The Keras module of the class, such as `keras.initializers`; `keras.layers` where not given. */
  readonly module?: KerasModule;
  /** Keras arguments that are no params here, by their Keras names, with the value they always have. */
  readonly kerasFixed?: Readonly<Record<string, Json>>;
}

/** Where Keras keeps its classes. */
export type KerasModule =
  | 'keras'
  | 'keras.layers'
  | 'keras_hub.layers'
  | 'keras.initializers'
  | 'keras.regularizers'
  | 'keras.losses'
  | 'keras.metrics'
  | 'keras.optimizers';

export interface ComponentValue {
  readonly type: string;
  readonly [param: string]: Json;
}

/** The value type of one component, or of each in a union of them. */
export type ValueOf<C extends Component> =
  C extends Component<infer Specs> ? { readonly type: C['type'] } & ParamValues<Specs> : never;

/** What every kind of param may say besides. */
export interface Extra {
  readonly group?: ParamGroup;
  readonly help?: string;
  readonly keras?: string | null;
  readonly inCall?: boolean;
}

/** A whole number. */
export function int(label: string, value: number, limits: { min: number; max?: number } & Extra): IntParam<number> {
  const { min, max, ...extra } = limits;
  const check = intSchema(min, max);
  return { kind: 'int', label, default: value, group: 'main', check, min, max, optional: false, ...extra };
}

/** A whole number, or null; `whenNull` says what null stands for, such as "as key". */
export function optionalInt(label: string, limits: { min: number; max?: number; whenNull: string } & Extra): IntParam {
  const { min, max, ...extra } = limits;
  const check = intSchema(min, max).nullable();
  return { kind: 'int', label, default: null, group: 'main', check, min, max, optional: true, ...extra };
}

function intSchema(min: number, max: number | undefined): z.ZodType<number> {
  const expected = max === undefined ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`;
  return wholeNumber(min, expected, max);
}

interface FloatLimits {
  readonly min?: number;
  readonly max?: number;
}

/** A finite number. */
export function float(label: string, value: number, limits: FloatLimits & Extra = {}): FloatParam<number> {
  return { kind: 'float', label, default: value, group: 'main', check: floatSchema(limits), ...limits };
}

/** A finite number, or null; `whenNull` says what null stands for, such as "no limit". */
export function optionalFloat(label: string, limits: FloatLimits & { whenNull: string } & Extra): FloatParam {
  return { kind: 'float', label, default: null, group: 'main', check: floatSchema(limits).nullable(), ...limits };
}

function floatSchema({ min, max }: FloatLimits): z.ZodType<number> {
  const expected =
    min === undefined
      ? max === undefined
        ? 'a number'
        : `a number, ${max} or less`
      : max === undefined
        ? `a number, ${min} or more`
        : `a number from ${min} to ${max}`;
  return z
    .number(expected)
    .refine((n) => Number.isFinite(n) && n >= (min ?? -Infinity) && n <= (max ?? Infinity), expected);
}

/** Yes or no. */
export function flag(label: string, value: boolean, extra: Extra = {}): BooleanParam {
  return { kind: 'boolean', label, default: value, group: 'main', check: z.boolean('true or false'), ...extra };
}

/** Free text. */
export function text(label: string, value: string, extra: Extra = {}): TextParam {
  return { kind: 'text', label, default: value, group: 'main', check: z.string('a text'), ...extra };
}

/** One of a list of words. */
export function choice<const Option extends string>(
  label: string,
  options: readonly Option[],
  value: Option,
  extra: Extra = {},
): ChoiceParam<Option> {
  const check = z.enum(
    options as readonly [Option, ...Option[]],
    `one of ${options.join(', ')}`,
  ) as unknown as z.ZodType<Option>;
  return { kind: 'choice', label, default: value, group: 'main', check, options, ...extra };
}

/** Height and width, each a whole number; or what `sides` names. */
export function pair(
  label: string,
  value: readonly [number, number],
  limits: { min: number; max?: number; sides?: readonly [string, string] } & Extra,
): PairParam<readonly [number, number]> {
  const { min, max, ...extra } = limits;
  const check = pairSchema(min, max);
  return { kind: 'pair', label, default: value, group: 'main', check, min, max, optional: false, ...extra };
}

/** Height and width, or null; `whenNull` says what null stands for, such as "as pool size". */
export function optionalPair(label: string, limits: { min: number; whenNull: string } & Extra): PairParam {
  const { min, ...extra } = limits;
  return {
    kind: 'pair',
    label,
    default: null,
    group: 'main',
    check: pairSchema(min).nullable(),
    min,
    optional: true,
    ...extra,
  };
}

function pairSchema(min: number, max?: number): z.ZodType<readonly [number, number]> {
  const expected = max === undefined ? `two whole numbers, ${min} or more` : `two whole numbers from ${min} to ${max}`;
  const side = wholeNumber(min, expected, max);
  return z.tuple([side, side], expected);
}

/** What is done at the four sides of a picture, each a whole number. */
export function sides(label: string, value: Sides, extra: Extra = {}): SidesParam {
  const along = pairSchema(0);
  const check = z.tuple([along, along], 'two pairs of whole numbers, 0 or more');
  return { kind: 'sides', label, default: value, group: 'main', check, min: 0, ...extra };
}

/** Sizes of the dimensions without the batch. */
export function shape(label: string, value: readonly number[], extra: Extra = {}): ShapeParam {
  const expected = 'a list of whole numbers, each 1 or more';
  const size = wholeNumber(1, expected);
  return { kind: 'shape', label, default: value, group: 'main', check: z.array(size, expected), ...extra };
}

/** Sizes of the dimensions without the batch, of which one may be -1: what is left for it. */
export function shapeWithRest(label: string, value: readonly number[], extra: Extra = {}): ShapeParam {
  const expected = 'a list of whole numbers, each 1 or more; one of them may be -1';
  const size = wholeNumber(-1, expected).refine((n) => n !== 0, expected);
  const check = z.array(size, expected).refine((sizes) => sizes.filter((n) => n === -1).length <= 1, expected);
  return { kind: 'shape', label, default: value, group: 'main', check, ...extra };
}

/** Any of the dimensions, each once, in any order; `whenEmpty` says what none stands for. */
export function axes(label: string, extra: { whenEmpty: string } & Extra): AxesParam {
  const expected = 'dimensions by their place, 1 or more, each once';
  const check = z
    .array(wholeNumber(1, expected), expected)
    .refine((list) => new Set(list).size === list.length, expected);
  return { kind: 'axes', label, default: [], group: 'main', check, ...extra };
}

/** All dimensions from the first on, each once, in any order. */
export function order(label: string, value: readonly number[], extra: Extra = {}): AxesParam {
  const expected = '1, 2 and so on, each once, in any order';
  const check = z
    .array(wholeNumber(1, expected), expected)
    .refine((list) => list.length > 0 && list.toSorted((a, b) => a - b).every((n, at) => n === at + 1), expected);
  return { kind: 'axes', label, default: value, group: 'main', check, ...extra };
}

function wholeNumber(min: number, expected: string, max = Number.POSITIVE_INFINITY): z.ZodType<number> {
  return z.number(expected).refine((n) => Number.isSafeInteger(n) && n >= min && n <= max, expected);
}

/** One component out of a list, with its settings. */
export function component<const List extends readonly Component[]>(
  label: string,
  components: List,
  value: ValueOf<List[number]>,
  extra: Extra = {},
): ComponentParam<ValueOf<List[number]>> {
  const check = componentSchema(components) as unknown as z.ZodType<ValueOf<List[number]>>;
  return { kind: 'component', label, default: value, group: 'main', check, components, optional: false, ...extra };
}

/** One component out of a list, or none. */
export function optionalComponent<const List extends readonly Component[]>(
  label: string,
  components: List,
  extra: Extra = {},
): ComponentParam<ValueOf<List[number]> | null> {
  const check = componentSchema(components).nullable() as unknown as z.ZodType<ValueOf<List[number]> | null>;
  return { kind: 'component', label, default: null, group: 'main', check, components, optional: true, ...extra };
}

/** Any number of components out of a list. */
export function components<const List extends readonly Component[]>(
  label: string,
  list: List,
  value: readonly ValueOf<List[number]>[],
  extra: Extra = {},
): ComponentsParam<readonly ValueOf<List[number]>[]> {
  const check = z.array(componentSchema(list), 'a list') as unknown as z.ZodType<readonly ValueOf<List[number]>[]>;
  return { kind: 'components', label, default: value, group: 'main', check, components: list, ...extra };
}

/** Checks `{ type, ...params }` against a list of components: a known type, no param missing, none unknown. */
export function componentSchema(list: readonly Component[]): z.ZodType<ComponentValue> {
  const expected = `one of ${list.map(({ type }) => type).join(', ')}`;
  const options = list.map(({ type, params, together }) => {
    const schema = paramsSchema(params).extend({ type: z.literal(type) });
    return together
      ? schema.refine((value) => together.holds(value as ParamValues<ParamSpecs>), together.expected)
      : schema;
  });
  return z.discriminatedUnion('type', options as never, expected) as unknown as z.ZodType<ComponentValue>;
}

/** Checks the values of a set of params: none missing, none unknown. */
export function paramsSchema(specs: ParamSpecs): z.ZodObject {
  return z.strictObject(Object.fromEntries(Object.entries(specs).map(([key, { check }]) => [key, check])));
}

/** The default value of every param. */
export function defaultParams<Specs extends ParamSpecs>(specs: Specs): ParamValues<Specs> {
  return Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, spec.default])) as ParamValues<Specs>;
}

/** A component's value with every param at its default, or as given. */
export function componentValue<const C extends Component>(
  definition: C,
  params: Partial<ParamValues<C['params']>> = {},
): ValueOf<C> {
  return { type: definition.type, ...defaultParams(definition.params), ...params } as unknown as ValueOf<C>;
}

/** The Keras argument of a param key: `kernelSize` is `kernel_size`; null where Keras has no such argument. */
export function kerasArgument(key: string, spec: Param): string | null {
  return spec.keras === undefined ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : spec.keras;
}
