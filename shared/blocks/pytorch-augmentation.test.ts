import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startEngine } from '../../testing/backends.ts';
import { lacks } from '../../testing/leave-out.ts';
import { chainOf } from '../../testing/networks.ts';
import { prepareBlock, runBlock, tensorOf } from '../../testing/run-block.ts';
import { expectNear } from '../../testing/test-block.ts';
import { findTorchPython, startTorch, type Torch } from '../../testing/torch.ts';
import { codeText } from '../code/code.ts';
import { pyTorchClassName, toPyTorch } from '../code/pytorch.ts';
import { fillModes } from './affine-transform.ts';
import type { BlockDefinition, Tfjs } from './define-block.ts';
import { findBlock } from './index.ts';
import { defaultParams, type ParamSpecs, type ParamValues } from './params.ts';
import { interpolations } from './resample.ts';

type Case = readonly [type: string, params: Readonly<Record<string, unknown>>];

const fillings = fillModes.flatMap((fillMode) =>
  interpolations.map((interpolation) => ({ fillMode, interpolation, fillValue: 0.5 })),
);
const cases: readonly Case[] = [
  ['RandomFlip', { mode: 'horizontal' }],
  ['RandomFlip', { mode: 'vertical' }],
  ['RandomFlip', { mode: 'horizontal_and_vertical' }],
  ...fillings.map((filling): Case => ['RandomRotation', { factor: [-0.5, 0.4], ...filling }]),
  ['RandomZoom', { heightFactor: 0.7 }],
  ['RandomZoom', { heightFactor: [-0.5, 0.9], widthFactor: 0.3, fillMode: 'constant', fillValue: 2 }],
  ['RandomTranslation', { heightFactor: 0.4, widthFactor: [0.1, 0.8], fillMode: 'wrap' }],
  ['RandomCrop', { height: 3, width: 4 }],
  ['RandomContrast', { factor: [0.3, 0.8], valueRange: [-1, 0.7] }],
  ['RandomBrightness', { factor: 0.5, valueRange: [-0.8, 1] }],
];

/** Python for the oracle: the model in training, which gets the numbers that were drawn here in place of its own. */
const trained = `
scope = {}
exec(input["source"], scope)
model = scope[input["name"]]()
model.train()
left = list(input["draws"])

def rand(*shape, device=None):
    size = shape[0] if shape and isinstance(shape[0], tuple) else shape
    count = int(np.prod(size)) if size else 1
    taken = [left.pop(0) for _ in range(count)]
    return torch.tensor(taken, dtype=torch.float32).reshape(size)

own, torch.rand = torch.rand, rand
try:
    x = torch.tensor(input["x"], dtype=torch.float32).reshape(input["shape"])
    output = model(x).flatten()
finally:
    torch.rand = own
assert not left, f"{len(left)} numbers were not drawn"
`;

const python = findTorchPython();
const title = 'PyTorch source augments in training as the blocks do';
describe.skipIf(lacks(python !== null, title, 'torch', 'there is no Python with PyTorch'))(title, () => {
  let torch: Torch;
  let tf: Tfjs;
  beforeAll(async () => {
    torch = startTorch(python!);
    ({ tf } = await startEngine('wasm'));
  });
  afterAll(() => torch.close());

  test.each(cases)('%s %j', async (type, changed) => {
    const definition = findBlock(type) as BlockDefinition;
    const params = { ...defaultParams(definition.params), ...changed } as ParamValues<ParamSpecs>;
    const shape = [6, 5, 2];
    const subject = prepareBlock(definition, params, [{ shape }], { batch: 4, training: true, seed: `${type} torch` });
    const draws: number[] = [];
    const ours = tf.tidy(() =>
      runBlock(tf, subject, [tensorOf(tf, subject.inputs[0]!)], [], draws).value.tensor.clone(),
    );
    const model = chainOf(['Input', { shape }], [type, params as never], ['Output']);
    const theirs = await torch.run<number[]>(trained, {
      source: codeText(toPyTorch(model, { name: 'a model' })),
      name: pyTorchClassName('a model'),
      x: [...subject.inputs[0]!.values],
      shape: [4, ...shape],
      draws,
    });
    expectNear(await (ours as Tensor).data(), theirs, 'output');
    ours.dispose();
  });
});
