import type { Exportable, FloatTensor, NumberTensor } from '../electron/formats/format.ts';
import type { Json } from '../shared/blocks/params.ts';
import { kerasGraph } from '../shared/code/keras-graph.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import type { Keras } from './keras.ts';
import { randomWeights, trainingOf } from './networks.ts';

/** A model with random weights, ready to be written. */
export function exportableOf(model: ModelDocument, preparation: Json = null): Exportable {
  return {
    name: 'test model',
    model,
    graph: kerasGraph(model),
    training: trainingOf(),
    weights: randomWeights(model),
    optimizerState: null,
    preparation,
  };
}

/** A tensor for the oracle: `given(one)` there makes an array of it. */
export function sent({ shape, data }: NumberTensor): Json {
  return { shape, data: [...data], dtype: data instanceof Int32Array ? 'int32' : 'float32' };
}

/**
 * Python for the oracle: all first weights are zeros. They are replaced or only counted, and drawing them takes JAX seconds a model.
 */
export const withoutDrawing = `
import inspect
for initializer in vars(keras.initializers).values():
    if inspect.isclass(initializer):
        initializer.__call__ = lambda self, shape, dtype=None, **arguments: np.zeros(shape, "float32")
`;

/** Python for the oracle: reads arrays sent, and answers the model's predictions as `FloatTensor`s. */
export const predictInPython = `
def given(one):
    return np.asarray(one["data"], one["dtype"]).reshape(one["shape"])

def predicted(model, inputs):
    arrays = [given(one) for one in inputs]
    outputs = model(arrays if len(arrays) > 1 else arrays[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [{"shape": list(one.shape), "data": np.asarray(one).ravel().tolist()} for one in outputs]
`;

/** What a model made by Python source answers in real Keras; the source sees the sent values as `input` and defines `model`. */
export async function predictionsInKeras(
  keras: Pick<Keras, 'run'>,
  source: string,
  input: Readonly<Record<string, Json>>,
  inputs: readonly NumberTensor[],
): Promise<{
  readonly outputs: readonly FloatTensor[];
  readonly parameters: number;
  readonly names: readonly string[];
}> {
  const answer = await keras.run<{
    outputs: { shape: number[]; data: number[] }[];
    parameters: number;
    names: string[];
  }>(
    `${withoutDrawing}${predictInPython}
${source}
output = {
    "outputs": predicted(model, input["inputs"]),
    "parameters": model.count_params(),
    "names": [layer.name for layer in model.layers],
}`,
    { ...input, inputs: inputs.map(sent) },
  );
  const outputs = answer.outputs.map(({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
  return { ...answer, outputs };
}
