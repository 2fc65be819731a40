/** The words of one param. */
export interface ParamWords {
  readonly label?: string;
  readonly help?: string;
  /** What null, or an empty list, stands for. */
  readonly whenNull?: string;
  /** The names of the two fields of a pair that is not height and width. */
  readonly sides?: readonly [string, string];
}

/** The words of one block, loss, metric, optimizer, initializer or regularizer; its Keras name stays. */
export interface DefinitionWords {
  /** Where the title is not the Keras name. */
  readonly title?: string;
  readonly docs: string;
  /** Where the words differ from those that all params of that key share. */
  readonly params?: Readonly<Record<string, ParamWords>>;
  /** The card's second line, where it has words; as a definition's own `summary`. */
  summary?(params: never, inputs: readonly { readonly shape: readonly number[] }[]): readonly string[];
}

/** Words by Keras class name. */
export type DefinitionTable = Readonly<Record<string, DefinitionWords>>;
