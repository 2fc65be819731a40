import type { FloatTensor, NumberTensor } from '../electron/formats/format.ts';
import { keras as kerasFormat } from '../electron/formats/keras.ts';
import { sizeOf } from '../shared/blocks/define-block.ts';
import type { ComponentValue, Json } from '../shared/blocks/params.ts';
import { codeText } from '../shared/code/code.ts';
import { toKeras } from '../shared/code/keras.ts';
import { pyTorchClassName, toPyTorch } from '../shared/code/pytorch.ts';
import { pyTorchGraph } from '../shared/code/pytorch-graph.ts';
import { pyTorchState, pyTorchValues } from '../shared/code/pytorch-weights.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { lossOf } from '../shared/training/losses.ts';
import { createRandom } from '../shared/training/random.ts';
import type { TrainingDocument } from '../shared/training/settings.ts';
import { exportableOf, predictInPython, sent, withoutDrawing } from './exports.ts';
import type { Keras } from './keras.ts';
import type { Torch } from './torch.ts';

const name = 'a model';

/** Python for the oracle: a model with the weights sent; those that PyTorch has alone keep what the source gives them. */
const loaded = `
scope = {}
exec(input["source"], scope)
model = scope["model"] if "model" in scope else scope[input["name"]]()
given = {one["key"]: torch.tensor(one["data"], dtype=torch.float32).reshape(one["shape"]) for one in input["state"]}
state = model.state_dict()
for key, value in given.items():
    assert state[key].shape == value.shape, (key, state[key].shape, value.shape)
model.load_state_dict(given, strict=False)
learned = {key for key, value in model.named_parameters() if value.requires_grad}
assert learned <= given.keys(), learned - given.keys()

def arrays(listed):
    return [torch.from_numpy(np.asarray(one["data"], one["dtype"]).reshape(one["shape"])) for one in listed]

def predicted():
    model.eval()
    with torch.no_grad():
        outputs = model(*arrays(input["inputs"]))
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    return [{"shape": list(one.shape), "data": one.flatten()} for one in outputs]
`;

type Weights = ReadonlyMap<string, FloatTensor>;

function stateOf(model: ModelDocument, weights: Weights): Json {
  return pyTorchState(model).map(({ key, source, form }) => ({
    key,
    shape: form.shape,
    data: [...pyTorchValues(form, weights.get(source)!)],
  }));
}

interface SentTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const received = (tensors: readonly SentTensor[]): readonly FloatTensor[] =>
  tensors.map(({ shape, data }) => ({ shape, data: Float32Array.from(data) }));

/** What the source of a model answers in real PyTorch. */
export async function predictionsInTorch(
  torch: Torch,
  model: ModelDocument,
  weights: Weights,
  inputs: readonly NumberTensor[],
): Promise<readonly FloatTensor[]> {
  const answer = await torch.run<SentTensor[]>(`${loaded}\noutput = predicted()`, {
    source: codeText(toPyTorch(model, { name })),
    name: pyTorchClassName(name),
    state: stateOf(model, weights),
    inputs: inputs.map(sent),
  });
  return received(answer);
}

/** The first values that the source gives its parameters, by their keys. */
export async function firstValuesInTorch(
  torch: Torch,
  model: ModelDocument,
): Promise<Readonly<Record<string, number[]>>> {
  const source = codeText(toPyTorch(model, { name }));
  return await torch.run(
    `
torch.manual_seed(1)
scope = {}
exec(input["source"], scope)
output = {key: value.float().flatten() for key, value in scope[input["name"]]().state_dict().items()}`,
    { source, name: pyTorchClassName(name) },
  );
}

/** Losses of some steps of training, and what a model answers after them. */
export interface Trained {
  readonly losses: readonly number[];
  readonly outputs: readonly FloatTensor[];
}

const steps = 3;

/** Random targets for each Output, as its loss wants them. */
function targetsOf(model: ModelDocument, rows: number): readonly NumberTensor[] {
  const random = createRandom(3);
  const { keras, outputs } = pyTorchGraph(model);
  return outputs.map(({ block, node }): NumberTensor => {
    const shape = [rows, ...node.facts.output!.shape];
    const { targets } = lossOf(keras.inference.facts.get(block)!.params.loss as unknown as ComponentValue);
    const size = sizeOf(shape);
    const classes = shape.at(-1)!;
    if (targets === 'numbers') return { shape, data: random.normal(size) };
    if (targets === 'binary') return { shape, data: Float32Array.from({ length: size }, () => random.integer(2)) };
    const chosen = Int32Array.from({ length: size / classes }, () => random.integer(classes));
    if (targets === 'classes') return { shape: shape.slice(0, -1), data: chosen };
    const data = Float32Array.from({ length: size }, (_, at) =>
      chosen[Math.floor(at / classes)] === at % classes ? 1 : 0,
    );
    return { shape, data };
  });
}

/** Some steps of training by the source of a model, in real PyTorch and in real Keras. */
export async function trainInBoth(
  { torch, keras }: { readonly torch: Torch; readonly keras: Keras },
  model: ModelDocument,
  weights: Weights,
  inputs: readonly NumberTensor[],
  training: TrainingDocument,
  path: string,
): Promise<{ readonly ours: Trained; readonly theirs: Trained }> {
  await kerasFormat.write({ ...exportableOf(model), weights }, path);
  const given = { steps, inputs: inputs.map(sent), targets: targetsOf(model, inputs[0]!.shape[0]!).map(sent) };
  const ours = await torch.run<{ losses: number[]; outputs: SentTensor[] }>(
    `${loaded}
targets = [one.long() if one.dtype == torch.int32 else one for one in arrays(input["targets"])]
losses = [scope["train_step"](*arrays(input["inputs"]), *targets) for _ in range(input["steps"])]
output = {"losses": losses, "outputs": predicted()}`,
    { ...given, source: codeText(toPyTorch(model, { name, training })), state: stateOf(model, weights) },
  );
  const theirs = await keras.run<{ losses: number[]; outputs: SentTensor[] }>(
    `${withoutDrawing}${predictInPython}
# What an optimizer starts from counts.
keras.initializers.Constant.__call__ = lambda self, shape, dtype=None, **arguments: np.full(shape, self.value, "float32")
scope = {}
exec(input["source"], scope)
model = scope["model"]
model.set_weights(keras.saving.load_model(input["path"], compile=False).get_weights())
one_or_list = lambda listed: given(listed[0]) if len(listed) == 1 else [given(one) for one in listed]
losses = []
for _ in range(input["steps"]):
    model.reset_metrics()
    answer = model.train_on_batch(one_or_list(input["inputs"]), one_or_list(input["targets"]), return_dict=True)
    losses.append(float(answer["loss"]))
output = {"losses": losses, "outputs": predicted(model, input["inputs"])}`,
    { ...given, source: codeText(toKeras(model, { training })), path },
  );
  return {
    ours: { losses: ours.losses, outputs: received(ours.outputs) },
    theirs: { losses: theirs.losses, outputs: received(theirs.outputs) },
  };
}

/** The largest difference, measured by the largest number of its tensor; infinite if shapes differ. */
export function relativeDifference(ours: readonly FloatTensor[], theirs: readonly FloatTensor[]): number {
  if (ours.map(({ shape }) => shape).join('|') !== theirs.map(({ shape }) => shape).join('|')) return Infinity;
  const differences = ours.map(({ data }, index) => {
    const other = theirs[index]!.data;
    const size = other.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const largest = data.reduce((most, value, at) => {
      const difference = Math.abs(value - other[at]!);
      return difference <= most ? most : difference;
    }, 0);
    return Number.isNaN(largest) ? Infinity : largest / size;
  });
  return Math.max(...differences);
}
