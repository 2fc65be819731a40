import { beforeAll, expect, test } from 'vitest';
import { blockCases } from '../../testing/block-cases.ts';
import { withoutDrawing } from '../../testing/exports.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { chainOf, modelOf, networks, trainingOf } from '../../testing/networks.ts';
import { expand } from '../graph/expand.ts';
import { infer } from '../graph/infer.ts';
import { balancedWeights } from '../training/class-weights.ts';
import { optimizers } from '../training/optimizers.ts';
import { codeText } from './code.ts';
import { toKeras } from './keras.ts';
import { kerasGraph } from './keras-graph.ts';

const keras = kerasFromTheStart();
beforeAll(() => keras.run(`${withoutDrawing}\noutput = None`));

test('every argument is written out, by its Keras name', () => {
  const model = chainOf(['Input', { shape: [10] }, 'patient'], ['Dense', { units: 1 }, 'risk'], ['Output']);
  expect(codeText(toKeras(model, { name: 'My model', training: trainingOf('SGD') }))).toBe(`import keras

patient = keras.Input(shape=(10,), dtype="float32", name="patient")
risk = keras.layers.Dense(
    units=1,
    activation="linear",
    use_bias=True,
    kernel_initializer=keras.initializers.GlorotUniform(seed=None),
    bias_initializer=keras.initializers.Zeros(),
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    name="risk",
)(patient)

model = keras.Model(inputs=patient, outputs=risk, name="my_model")

model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.0, nesterov=False),
    loss=keras.losses.MeanSquaredError(),
    loss_weights=[1.0],
    metrics=[],
)
`);
});

test('a layer whose inputs are arguments of their own is called so, with what Keras takes in the call', () => {
  const blocks = {
    a: ['Input', { shape: [5, 4] }, 'text'],
    b: ['Input', { shape: [3, 4] }, 'picture'],
    c: ['MultiHeadAttention', { useCausalMask: true }, 'looks'],
  } as const;
  const wires = ['a -> c:query', 'b -> c:value'];
  const callIn = (model: ReturnType<typeof modelOf>) =>
    toKeras(model).lines.findLast(({ block }) => block === 'c')?.text;
  expect([callIn(modelOf(blocks, wires)), callIn(modelOf(blocks, [...wires, 'b -> c:key']))]).toEqual([
    ')(text, picture, use_causal_mask=True)',
    ')(text, picture, picture, use_causal_mask=True)',
  ]);
});

test('a layer inside another is a call of its own, every argument on a line, and has a name that never changes', () => {
  const model = chainOf(['Input', { shape: [4, 2] }], ['Bidirectional'], ['Output']);
  const { lines } = toKeras(model);
  const texts = lines.filter(({ block }) => block === 'b01').map(({ text }) => text);
  expect(texts.slice(0, 4)).toEqual([
    'bidirectional = keras.layers.Bidirectional(',
    '    layer=keras.layers.LSTM(',
    '        units=32,',
    '        activation="tanh",',
  ]);
  expect(texts.slice(-7)).toEqual([
    '        name="lstm",',
    '    ),',
    '    merge_mode="concat",',
    '    weights=None,',
    '    backward_layer=None,',
    '    name="bidirectional",',
    ')(inputs)',
  ]);
});

test('every line of a block knows its block, and a line of the whole model knows none', () => {
  const { lines } = toKeras(networks.mlp, { training: trainingOf() });
  const about = lines.map(({ text, block }) => `${block ?? '-'} ${text.trim().split(/[=(]/)[0]}`);
  expect(about.filter((line) => line.startsWith('b01')).length).toBe(13);
  expect(about).toContain('b04 loss');
  expect(about).toContain('b04 metrics');
  expect(about).toContain('- model ');
  expect(new Set(lines.map(({ block }) => block))).toEqual(new Set([null, 'b00', 'b01', 'b02', 'b03', 'b04']));
});

test('a block that is not whole becomes a comment that says why, and there is no model', () => {
  const model = modelOf({ a: ['Input'], b: ['Dense', { units: 0 }, 'wide\nline'], c: ['Dense'], d: ['Output'] }, [
    'a -> b',
    'b -> c',
    'c -> d',
  ]);
  expect(codeText(toKeras(model, { training: trainingOf() }))).toBe(`import keras

inputs = keras.Input(shape=(10,), dtype="float32", name="inputs")
# wide line: Dense: Units must be a whole number, 1 or more. Received: 0.
# Dense: It follows from the blocks before it, which are not whole yet.
# Output: It follows from the blocks before it, which are not whole yet.
`);
});

test('blocks in a circle, and blocks nobody knows, are comments too', () => {
  const circle = modelOf({ a: ['Dense'], b: ['Dense'] }, ['a -> b', 'b -> a']);
  expect(
    toKeras(circle)
      .lines.filter(({ block }) => block !== null)
      .every(({ text }) => text.startsWith('# ')),
  ).toBe(true);
  const { main } = networks.mlp.graphs;
  const blocks = { ...main!.blocks, b01: { ...main!.blocks.b01!, type: 'Later' } };
  const later = toKeras({ ...networks.mlp, graphs: { main: { ...main!, blocks } } });
  expect(later.lines.find(({ block }) => block === 'b01')!.text).toContain('no block "Later"');
});

test('an empty model gives the import alone', () => {
  expect(codeText(toKeras(modelOf({}, [])))).toBe('import keras\n\n');
});

test.each(Object.entries({ ...networks, ...blockCases, ...kerasOnlyCases }))(
  'real Keras runs the source, and the model is the one drawn: %s',
  async (_name, model) => {
    const source = codeText(toKeras(model, { training: trainingOf() }));
    const answer = await keras.run<{ parameters: number; names: string[]; losses: number }>(
      `
scope = {}
exec(input, scope)
model = scope["model"]
output = {
    "parameters": model.count_params(),
    "names": [layer.name for layer in model.layers],
    "losses": len(keras.tree.flatten(model.get_compile_config()["loss_weights"])),
}`,
      source,
    );
    const graph = kerasGraph(model);
    expect(answer).toEqual({
      parameters: infer(expand(model).graph).parameters,
      names: graph.layers.map(({ name }) => name),
      losses: graph.outputs.length,
    });
  },
);

test('every optimizer is spelled as Keras spells it', async () => {
  for (const { type } of optimizers) {
    const source = codeText(toKeras(networks.mlp, { training: trainingOf(type) }));
    expect(
      await keras.run('scope = {}\nexec(input, scope)\noutput = type(scope["model"].optimizer).__name__', source),
    ).toBe(type);
  }
});

test('balanced classes are told where fit is called, and weigh there what they weigh here', async () => {
  const model = chainOf(
    ['Input', { shape: [4] }],
    ['Dense', { units: 3, activation: 'softmax' }],
    ['Output', { loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false } }],
  );
  const told = (classWeights: 'none' | 'balanced', of = model) =>
    codeText(toKeras(of, { training: { ...trainingOf(), classWeights } }));
  expect(told('none')).not.toContain('class_weight');
  expect(told('balanced', chainOf(['Input', { shape: [4] }], ['Dense'], ['Output']))).not.toContain('class_weight');
  const code = told('balanced').replace(/^# (counts|weights|model\.fit)/gm, '$1');
  const counts = [6, 0, 2];
  const y = counts.flatMap((count, number) => new Array<number>(count).fill(number));
  const weights = await keras.run<Record<string, number>>(
    'y = np.array(input["y"])\nx = np.ones((len(y), 4))\nscope = {"np": np, "x": x, "y": y}\nexec(input["code"], scope)\noutput = {str(c): float(w) for c, w in scope["weights"].items()}',
    { code, y },
  );
  const ours = balancedWeights(counts);
  expect(weights).toEqual({ 0: ours[0], 2: ours[2] });
});
