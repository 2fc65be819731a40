import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { blockCases } from '../../testing/block-cases.ts';
import { withoutDrawing } from '../../testing/exports.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { chainOf, modelOf, networks, trainingOf } from '../../testing/networks.ts';
import type { ModelDocument } from '../graph/document.ts';
import { parseProjectFile } from '../graph/parse.ts';
import { codeText } from './code.ts';
import { toKeras } from './keras.ts';
import { layerRows, sortedRows, summaryOf } from './summary.ts';
import { batchShape, kerasBytes, summaryCsv, summaryText } from './summary-text.ts';

const keras = kerasFromTheStart();
beforeAll(() => keras.run(`${withoutDrawing}\noutput = None`));

const templates = new URL('../../assets/templates/', import.meta.url);
const starters = Object.fromEntries(
  readdirSync(templates).map((name) => {
    const read = parseProjectFile('model', readFileSync(new URL(`${name}/model.json`, templates), 'utf8'));
    if (!read.ok) throw new Error(`${name} does not open.`);
    return [name, read.value] as const;
  }),
);

const training = trainingOf('Adam');

interface Judged {
  readonly rows: readonly (readonly [
    name: string,
    type: string,
    shape: string,
    parameters: number,
    connected: string,
  ])[];
  readonly trainable: number;
  readonly fixed: number;
  readonly slots: number;
}

/** What real Keras says of the layers that our source makes, and of its Adam once it is built. */
async function judge(model: ModelDocument): Promise<Judged> {
  return keras.run<Judged>(
    `
scope = {}
exec(input, scope)
model = scope["model"]
layers = set(id(layer) for layer in model.layers)
def connected(layer):
    # Operations that compute masks are no layers.
    return ", ".join(
        tensor._keras_history.operation.name
        for node in layer._inbound_nodes
        for tensor in node.input_tensors
        if id(tensor._keras_history.operation) in layers
    )
def shape(layer):
    return str(tuple(layer.output.shape))
model.optimizer.build(model.trainable_variables)
def count(weights):
    return int(sum(np.prod(weight.shape) for weight in weights))
output = {
    "rows": [[l.name, type(l).__name__, shape(l), l.count_params(), connected(l)] for l in model.layers],
    "trainable": count(model.trainable_weights),
    "fixed": count(model.non_trainable_weights),
    "slots": count(v for v in model.optimizer.variables if v.path.count("/") > 1 or len(v.shape) > 0),
}`,
    codeText(toKeras(model, { training })),
  );
}

describe.each(Object.entries({ ...starters, ...networks, ...blockCases }))('%s', (_name, model) => {
  test('has the layers, shapes, parameters and connections of Keras', async () => {
    const { rows, total, keras: graph } = summaryOf(model, training);
    const judged = await judge(model);
    const byKey = new Map(layerRows(rows).map((row) => [row.key, row]));
    const ours = graph.layers.map(({ block }) => {
      const { name, type, shape, costs, connectedTo } = byKey.get(block)!;
      return [name, type, batchShape(shape!), costs!.parameters, connectedTo.join(', ')];
    });
    expect(ours).toEqual(judged.rows);
    expect([total.trainable, total.parameters - total.trainable, total.memory.slots / 4]).toEqual([
      judged.trainable,
      judged.fixed,
      judged.slots,
    ]);
  });
});

/** The text that Keras prints for our source, with columns as wide as ours. */
async function printed(model: ModelDocument, ours: string, name: string): Promise<string> {
  const rule = ours.split('\n')[1]!;
  return keras.run<string>(
    `
import os
os.environ["COLUMNS"] = "1000"
scope = {}
exec(input["source"], scope)
lines = []
total = sum(input["widths"])
ends = [sum(input["widths"][: at + 1]) for at in range(len(input["widths"]))]
length = input["length"]
scope["model"].summary(
    print_fn=lines.append, line_length=length, positions=[(end + 0.5) / length for end in ends]
)
output = "\\n".join(lines)`,
    {
      source: codeText(toKeras(model, { name, training })),
      length: rule.length,
      widths: rule
        .slice(1, -1)
        .split('┳')
        .map((part) => part.length - 2),
    },
  );
}

test.each([
  ['a chain', networks.cnn],
  ['a chain without hidden layers', chainOf(['Input', { shape: [4] }], ['Dense', { units: 2 }], ['Output'])],
  [
    'a shortcut',
    modelOf({ a: ['Input', { shape: [6] }, 'rows'], b: ['Dense', { units: 6 }], c: ['Add'], d: ['Output'] }, [
      'a -> b',
      'b -> c:1',
      'a -> c:2',
      'c -> d',
    ]),
  ],
  ['a repeated group', blockCases['a residual block as a group, three times']!],
])('the text of %s is the one that Keras prints', async (_name, model) => {
  const text = summaryText(summaryOf(model, training), 'My model');
  expect(text).toBe(await printed(model, text, 'My model'));
});

const group = summaryOf(blockCases['a residual block as a group, three times']!, training);

test('a group has the sum of all its copies, and holds their rows', () => {
  const tower = group.rows.find(({ copies }) => copies === 3)!;
  const { name, type, shape, costs, rows } = tower;
  const ofRows = rows.reduce((sum, row) => sum + row.costs!.parameters, 0);
  expect({ name, type, shape, rows: rows.length, parameters: costs!.parameters }).toEqual({
    name: 'tower',
    type: 'Group',
    shape: [6],
    rows: 9,
    parameters: 3 * 2 * (6 * 6 + 6),
  });
  expect(ofRows).toBe(costs!.parameters);
});

test('rows are sorted inside of groups as well, and what is not known comes last', () => {
  const broken = chainOf(
    ['Input', { shape: [4] }],
    ['Dense', { units: 2 }],
    ['Dense', { units: 8 }],
    ['Conv2D'],
    ['Dense'],
    ['Output'],
  );
  const names = (column: 'parameters', direction: 'ascending' | 'descending') =>
    sortedRows(summaryOf(broken, training).rows, column, direction).map(({ name, costs }) => [name, costs?.parameters]);
  expect(names('parameters', 'descending')).toEqual([
    ['dense_2', 24],
    ['dense', 10],
    ['inputs', 0],
    ['Conv2D', undefined],
    ['Dense', undefined],
  ]);
  expect(names('parameters', 'ascending')[0]).toEqual(['inputs', 0]);
  const tower = sortedRows(group.rows, 'parameters', 'descending').find(({ copies }) => copies === 3)!;
  expect(tower.rows.map(({ costs }) => costs!.parameters)).toEqual([42, 42, 42, 42, 42, 42, 0, 0, 0]);
});

test('the table for a spreadsheet has a line for each layer, cells with commas quoted', () => {
  const model = modelOf(
    { a: ['Input', { shape: [6] }, 'patient'], b: ['Dense', { units: 6 }], c: ['Add'], d: ['Output'] },
    ['a -> b', 'b -> c:1', 'a -> c:2', 'c -> d'],
  );
  expect(summaryCsv(summaryOf(model, { ...training, batchSize: 10 }))).toBe(
    [
      'name,type,output_shape,parameters,trainable_parameters,multiply_adds,memory_bytes,connected_to',
      'patient,InputLayer,"(None, 6)",0,0,0,240,',
      // 42 weights, gradients and two means of Adam each; 10 rows of 6 numbers: (42 · 4 + 60) · 4 bytes.
      'dense,Dense,"(None, 6)",42,42,36,912,patient',
      'add,Add,"(None, 6)",0,0,0,240,"dense, patient"',
      '',
    ].join('\r\n'),
  );
});

describe('times that were measured', () => {
  const model = chainOf(['Input', { shape: [6] }, 'patient'], ['Dense', { units: 6 }], ['Flatten'], ['Output']);
  const times = new Map([['b01', { forward: 0.123_456, forwardBackward: 1.5 }]]);

  test('stand in the table for a spreadsheet, empty where nothing was measured', () => {
    const [header, ...lines] = summaryCsv(summaryOf(model, training, times)).split('\r\n');
    expect(header).toContain(',memory_bytes,forward_ms,forward_backward_ms,connected_to');
    const cells = lines.map((line) =>
      line
        .replace(/"[^"]*"/g, '')
        .split(',')
        .slice(-3),
    );
    expect(cells.slice(0, 3)).toEqual([
      ['', '', ''],
      ['0.1235', '1.500', 'patient'],
      ['', '', 'dense'],
    ]);
  });

  test('add up in groups, and are sorted by with what was not measured last', () => {
    const held = group.rows.find(({ copies }) => copies === 3)!;
    const each = held.rows.map(({ key }, index) => [key, { forward: 1, forwardBackward: index }] as const);
    const timed = summaryOf(blockCases['a residual block as a group, three times']!, training, new Map(each));
    const row = timed.rows.find(({ copies }) => copies === 3)!;
    expect(row.times).toEqual({ forward: 9, forwardBackward: 36 });
    const sorted = sortedRows(timed.rows, 'time', 'ascending');
    expect(sorted.map(({ times: own }) => own?.forwardBackward ?? null)[0]).toBe(36);
    expect(sorted.find(({ copies }) => copies === 3)!.rows.map((inner) => inner.times!.forwardBackward)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
});

test('a shape has the batch before it; sizes are in units of 1,024 as Keras has them', () => {
  expect([batchShape([28, 28, 1]), batchShape([]), kerasBytes(1023), kerasBytes(220_200)]).toEqual([
    '(None, 28, 28, 1)',
    '(None,)',
    '1023.00 B',
    '215.04 KB',
  ]);
});
