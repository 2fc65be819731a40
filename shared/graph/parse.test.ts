import { describe, expect, test } from 'vitest';
import { emptyData } from '../data/document.ts';
import { inEnglish, tell } from '../messages/sentence.ts';
import { byKey } from '../messages/tables.ts';
import { chineseTables } from '../messages/zh/tables.ts';
import { defaultTraining } from '../training/settings.ts';
import { emptyModel, type ModelDocument } from './document.ts';
import { newBlock } from './edits.ts';
import { checkMigrations, migrate, migrations } from './migrations.ts';
import { describeParseProblem, parseProjectFile } from './parse.ts';
import { fileDepth, serialize } from './serialize.ts';

const model: ModelDocument = {
  ...emptyModel,
  graphs: {
    main: {
      blocks: { 'dense-1': newBlock('Dense', { units: 4 }), 'input-1': newBlock('Input') },
      wires: { 'wire-1': { from: { block: 'input-1', port: 'output' }, to: { block: 'dense-1', port: 'input' } } },
    },
  },
};
const text = serialize(model, fileDepth.model);

function failure(source: string): string {
  const parsed = parseProjectFile('model', source);
  if (parsed.ok) throw new Error('It was read.');
  return inEnglish(describeParseProblem('model.json', parsed.problem));
}

describe('a project file', () => {
  test('reads back as it was written, one entity a line with sorted keys', () => {
    expect(parseProjectFile('model', text)).toEqual({ ok: true, value: model });
    const lines = text.split('\n');
    expect(lines.filter((line) => line.includes('"type": "Dense"'))).toHaveLength(1);
    expect(text.indexOf('"dense-1"')).toBeLessThan(text.indexOf('"input-1"'));
    expect(serialize(JSON.parse(text), fileDepth.model)).toBe(text);
  });

  test('cut short is named with the place, at every length', () => {
    const whole = text.trimEnd();
    for (let length = 1; length < whole.length; length++) {
      const parsed = parseProjectFile('model', whole.slice(0, length));
      expect(parsed.ok).toBe(false);
    }
    const cut = whole.slice(0, whole.indexOf('"units"'));
    const line = cut.split('\n').length;
    expect(failure(cut)).toContain(`At line ${line}, column `);
    for (let length = 0; length < whole.length; length++)
      expect(failure(whole.slice(0, length))).toMatch(/Received: the end of the file\.$/);
    expect(failure(cut)).toMatch(/Received: the end of the file\.$/);
  });

  test.each([
    [
      '[]',
      'model.json is not a Layerloom file. Expected: "app": "layerloom" at its top level. Received: something else.',
    ],
    [
      '{"app":"other","version":1}',
      'model.json is not a Layerloom file. Expected: "app": "layerloom" at its top level. Received: something else.',
    ],
    [
      '{"app":"layerloom","version":99,"graphs":{}}',
      'model.json was written by a newer Layerloom. Expected: version 1 or older. Received: version 99.',
    ],
    [
      '{"app":"layerloom","version":"1"}',
      'model.json cannot be read, so nothing was opened or changed. At version: expected a whole number, 1 or more. Received: "1".',
    ],
    [
      '{"app":"layerloom","version":1,"graphs":{}}',
      'model.json cannot be read, so nothing was opened or changed. At graphs: expected a graph named "main". Received: {}.',
    ],
    [
      '{"app":"layerloom","version":1,"graphs":{"main":{"blocks":{},"wires":{}}},"extra":1}',
      'model.json cannot be read, so nothing was opened or changed. At the file: expected no other entries. Received: extra.',
    ],
    [
      '{"app":"layerloom",\n"version":x}',
      'model.json cannot be read, so nothing was opened or changed. At line 2, column 11: expected JSON. Received: "x".',
    ],
    [
      '{"app":"layerloom","version":1,"graphs":{"main":{"blocks":{"a":{"type":""}},"wires":{}}}}',
      'model.json cannot be read, so nothing was opened or changed. At graphs.main.blocks.a.type: expected a text that is not empty. Received: "".',
    ],
    [
      '{"app":"layerloom","version":1,"graphs":[]}',
      'model.json cannot be read, so nothing was opened or changed. At graphs: expected an object. Received: [].',
    ],
  ])('%s says what is wrong and ends in what was received', (source, words) => {
    expect(failure(source)).toBe(words);
  });

  test.each([
    [
      'model',
      '{"app":"layerloom","version":1,',
      '无法读取 model.json，因此没有打开或更改任何内容。位置 第 1 行第 32 列：期望 JSON。实际：文件末尾。',
    ],
    [
      'model',
      '{"app":"layerloom","version":1,"graphs":{}}',
      '无法读取 model.json，因此没有打开或更改任何内容。位置 graphs：期望 名为“main”的图。实际：{}。',
    ],
    ['data', JSON.stringify({ ...emptyData, source: { kind: 'cloud' } }), '无法读取 data.json'],
    ['training', JSON.stringify({ ...defaultTraining, optimizer: { type: 'Best' } }), '无法读取 training.json'],
    ['training', JSON.stringify({ ...defaultTraining, epochs: 'many' }), '无法读取 training.json'],
    ['training', JSON.stringify({ ...defaultTraining, batchSize: 0 }), '无法读取 training.json'],
  ] as const)('of %s that is broken says so in Chinese: %s', (name, source, words) => {
    const parsed = parseProjectFile(name, source);
    if (parsed.ok) throw new Error('It was read.');
    const chinese = byKey(chineseTables);
    const told = tell(describeParseProblem(`${name}.json`, parsed.problem), (key) => chinese.get(key));
    expect(told).toContain(words);
    expect(told.slice(told.indexOf('位置'), told.indexOf('。实际'))).not.toMatch(/ (expected|number|input|of|or) /i);
  });

  test('keeps blocks of unknown types as they are', () => {
    const strange = {
      ...model,
      graphs: { main: { blocks: { x: { type: 'Hologram', name: 'h', params: { a: [1, { b: null }] } } }, wires: {} } },
    };
    expect(parseProjectFile('model', serialize(strange, fileDepth.model))).toEqual({ ok: true, value: strange });
  });
});

test('each step of preparation has a line of its own, so that two people can change two steps', () => {
  const lines = serialize(emptyData, fileDepth.data).split('\n');
  expect(lines.filter((line) => line.includes('"step":'))).toHaveLength(emptyData.preparation.length);
  expect(parseProjectFile('data', lines.join('\n'))).toEqual({ ok: true, value: emptyData });
});

describe('migrations', () => {
  test('of every file rise by one without a gap', () => {
    for (const steps of Object.values(migrations)) checkMigrations(steps);
    expect(() => checkMigrations([{ to: 3, name: 'gap', up: (document) => document }])).toThrow(
      'Expected: 2. Received: 3 (gap).',
    );
  });

  test('keep a layout without annotations as it is, and let one with annotations be read', () => {
    const first = { app: 'layerloom', version: 1, graphs: { main: { positions: { 'dense-1': [4, 8] } } } };
    expect(parseProjectFile('layout', JSON.stringify(first))).toEqual({ ok: true, value: { ...first, version: 2 } });
    const annotations = {
      'frame-1': { kind: 'frame', name: 'encoder', colour: 'conv', place: [0, 0], size: [300, 200] },
      'note-1': { kind: 'note', text: 'one\nline a note', place: [0, 0], size: [200, 80] },
    };
    const second = { ...first, version: 2, graphs: { main: { ...first.graphs.main, annotations } } };
    const written = serialize(second, fileDepth.layout);
    expect(parseProjectFile('layout', written)).toEqual({ ok: true, value: second });
    // One entity a line.
    expect(written.split('\n').filter((line) => /frame-1|note-1|dense-1/.test(line))).toHaveLength(3);
  });

  test('bring an old document up step by step and leave a new one alone', () => {
    const steps = [
      { to: 2, name: 'rename', up: ({ old, ...rest }: Record<string, unknown>) => ({ ...rest, fresh: old }) },
      {
        to: 3,
        name: 'double',
        up: (document: Record<string, unknown>) => ({ ...document, fresh: Number(document.fresh) * 2 }),
      },
    ];
    expect(migrate({ version: 1, old: 4 }, steps)).toEqual({ version: 3, fresh: 8 });
    expect(migrate({ version: 2, fresh: 4 }, steps)).toEqual({ version: 3, fresh: 8 });
    expect(migrate({ version: 3, fresh: 4 }, steps)).toEqual({ version: 3, fresh: 4 });
  });
});
