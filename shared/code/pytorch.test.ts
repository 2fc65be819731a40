import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloatTensor, NumberTensor } from '../../electron/formats/format.ts';
import { keras as kerasFormat } from '../../electron/formats/keras.ts';
import { blockCases } from '../../testing/block-cases.ts';
import { exportableOf, predictionsInKeras, sent } from '../../testing/exports.ts';
import { type Keras, startKeras } from '../../testing/keras.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { lacks } from '../../testing/leave-out.ts';
import { networks, randomInputs, randomWeights, trainingOf } from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { findTorchPython, startTorch, type Torch } from '../../testing/torch.ts';
import type { ModelDocument } from '../graph/document.ts';
import { codeText } from './code.ts';
import { pyTorchClassName, toPyTorch } from './pytorch.ts';
import { pyTorchState, pyTorchValues } from './pytorch-weights.ts';

const python = findTorchPython();
const isLeftOut = lacks(
  python !== null,
  'PyTorch source in real PyTorch',
  'system',
  'no Python with PyTorch was found (Debian: python3-torch; else name one in LAYERLOOM_TORCH_PYTHON)',
);

let keras: Keras;
let torch: Torch;
beforeAll(() => {
  if (isLeftOut) return;
  keras = startKeras();
  torch = startTorch(python!);
});
afterAll(() => {
  keras?.close();
  torch?.close();
});

/** Python for the oracle: the model of the source with the weights sent, and what it answers. */
const predict = `
scope = {}
exec(input["source"], scope)
model = scope[input["name"]]()
given = {one["key"]: torch.tensor(one["data"], dtype=torch.float32).reshape(one["shape"]) for one in input["state"]}
state = model.state_dict()
for key, value in given.items():
    assert state[key].shape == value.shape, (key, state[key].shape, value.shape)
missing = model.load_state_dict(given, strict=False)
assert not missing.unexpected_keys, missing
learned = {key for key, value in model.named_parameters() if value.requires_grad}
assert learned <= given.keys(), learned - given.keys()
model.eval()
with torch.no_grad():
    outputs = model(*(torch.from_numpy(np.asarray(one["data"], one["dtype"]).reshape(one["shape"])) for one in input["inputs"]))
outputs = outputs if isinstance(outputs, tuple) else (outputs,)
output = [{"shape": list(one.shape), "data": one.flatten()} for one in outputs]
`;

async function predictionsInTorch(
  model: ModelDocument,
  weights: ReadonlyMap<string, FloatTensor>,
  inputs: readonly NumberTensor[],
): Promise<readonly FloatTensor[]> {
  const state = pyTorchState(model).map(({ key, source, form }) => ({
    key,
    shape: form.shape,
    data: [...pyTorchValues(form, weights.get(source)!)],
  }));
  const source = codeText(toPyTorch(model, { name: 'a model', training: trainingOf() }));
  const answer = await torch.run<{ shape: number[]; data: number[] }[]>(predict, {
    source,
    name: pyTorchClassName('a model'),
    state,
    inputs: inputs.map(sent),
  });
  return answer.map(({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
}

/** The largest difference, measured by the largest number of the tensor; infinite if shapes differ. */
function relativeDifference(ours: readonly FloatTensor[], theirs: readonly FloatTensor[]): number {
  if (ours.map(({ shape }) => shape).join('|') !== theirs.map(({ shape }) => shape).join('|')) return Infinity;
  const differences = ours.map(({ data }, index) => {
    const other = theirs[index]!.data;
    const size = Math.max(...other.map(Math.abs), 1e-3);
    return Math.max(...data.map((value, at) => Math.abs(value - other[at]!))) / size;
  });
  return Math.max(...differences);
}

test.skipIf(isLeftOut).each(Object.entries({ ...networks, ...blockCases, ...kerasOnlyCases }))(
  'PyTorch computes what Keras does: %s',
  async (_name, model) => {
    const weights = randomWeights(model);
    const path = join(temporaryFolder(), 'model.keras');
    await kerasFormat.write({ ...exportableOf(model), weights }, path);
    const inputs = randomInputs(model, 5);
    const ours = await predictionsInTorch(model, weights, inputs);
    const theirs = await predictionsInKeras(keras, 'model = keras.saving.load_model(input["path"])', { path }, inputs);
    expect(relativeDifference(ours, theirs.outputs)).toBeLessThan(1e-5);
  },
);
