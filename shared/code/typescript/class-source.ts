/** A declaration that stands at the top of a module which needs it: a class, or what several classes use. */
export interface Declaration {
  readonly name: string;
  /** Names of declarations that have to stand before it. */
  readonly needs: readonly string[];
  readonly source: string;
}

/** A class of a layer, with its registration, which a saved model needs to be read again. */
export function layerClass(name: string, needs: readonly string[], source: string): Declaration {
  return { name, needs, source: `${source.trim()}\ntf.serialization.registerClass(${name});` };
}

/** What several classes use. */
export const helpers: readonly Declaration[] = [
  {
    name: 'LayerArgs',
    needs: [],
    source: 'type LayerArgs = ConstructorParameters<typeof tf.layers.Layer>[0];',
  },
  {
    name: 'only',
    needs: [],
    source: `/** The one tensor that a layer gets. */
function only(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}`,
  },
  {
    name: 'revive',
    needs: [],
    source: `type Initializer = ReturnType<typeof tf.initializers.ones>;
type Regularizer = ReturnType<typeof tf.regularizers.l1l2>;
/** An object as it stands in a saved model. */
type Saved = { className: string; config: tf.serialization.ConfigDict };
type Given<T> = T | Saved | null;

/** An initializer or regularizer, whether given as such or as it stands in a saved model. */
function revive<T extends tf.serialization.Serializable>(given?: Given<T>): T | undefined {
  if (!given) return undefined;
  if (given instanceof tf.serialization.Serializable) return given;
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const [found, fromConfig] = classNameMap[given.className];
  return fromConfig(found, given.config) as T;
}

/** An initializer or regularizer as it stands in a saved model. */
function saved(given?: Given<tf.serialization.Serializable>): Saved | null {
  const object = revive(given);
  return object ? { className: object.getClassName(), config: object.getConfig() } : null;
}`,
  },
];
