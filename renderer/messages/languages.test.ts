import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { structures } from '../../shared/blocks/group.ts';
import { blocks } from '../../shared/blocks/index.ts';
import { initializers } from '../../shared/blocks/initializers.ts';
import { type Component, defaultParams, type Param } from '../../shared/blocks/params.ts';
import { regularizers } from '../../shared/blocks/regularizers.ts';
import { emptyData } from '../../shared/data/document.ts';
import { readyMade } from '../../shared/graph/ready-made.ts';
import { expectedWords } from '../../shared/messages/expected.ts';
import { firstSpoken } from '../../shared/messages/languages.ts';
import { blockGuides } from '../../shared/messages/zh/definitions/block-guides.ts';
import { paramWords } from '../../shared/messages/zh/definitions/params.ts';
import { templates } from '../../shared/messages/zh/templates.ts';
import { losses } from '../../shared/training/losses.ts';
import { metrics } from '../../shared/training/metrics.ts';
import { optimizers } from '../../shared/training/optimizers.ts';
import { defaultTraining } from '../../shared/training/settings.ts';
import { searchBlocks } from '../palette/palette-list.ts';
import { chineseWords, keyWords, worded, wordedEntry } from './definitions.ts';
import { language, shownLanguage, speak } from './language.ts';
import { englishAreas, inWords, sentence, text } from './text.ts';
import { chineseAreas } from './zh/areas.ts';

afterEach(() => speak('en'));

const all = (areas: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  new Map(
    Object.entries(areas).flatMap(([area, words]) =>
      Object.entries(words).map(([key, word]) => [`${area}.${key}`, word]),
    ),
  );
const english = all(englishAreas);
const chinese = all(chineseAreas);
const namesIn = (message: string) => `${[...new Set(message.match(/\{\w+\}/g))].sort()}`;

describe('every message of the window', () => {
  test('is there in both languages and has words in both', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...english, ...chinese].filter(([, message]) => message.trim() === '' && message !== ', ')).toEqual([]);
  });

  test('has the same values in both', () => {
    const differing = [...english].filter(([key, message]) => namesIn(message) !== namesIn(chinese.get(key)!));
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('is in Chinese, unless all of it is names, numbers or signs', () => {
    const latin = [...chinese].filter(([, message]) => {
      const words = message.replace(/\{\w+\}/g, '');
      return !/\p{Script=Han}/u.test(words) && /\p{L}/u.test(words);
    });
    expect(latin.map(([key]) => key)).toEqual([
      'engines.packFile',
      'exports.keras',
      'exports.kerasMark',
      'exports.kerasNeeds',
      'exports.tfjs',
      'exports.tfjsMark',
      'start.kindConvolutional',
      'start.kindLstm',
      'start.kindGru',
      'start.kindDense',
      'window.name',
    ]);
  });
});

const lists: Readonly<Record<string, readonly Component[]>> = {
  block: [...blocks, ...structures] as readonly unknown[] as readonly Component[],
  loss: losses,
  metric: metrics as readonly unknown[] as readonly Component[],
  optimizer: optimizers as readonly unknown[] as readonly Component[],
  initializer: initializers as readonly unknown[] as readonly Component[],
  regularizer: regularizers as readonly unknown[] as readonly Component[],
};

/** A value as it may stand in a line; of a layer inside, its type and its own values. */
function namesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesOf) : [String(value)];
}

/** Letters of a line that are no value and no sign: what is left once names that stay are taken out. */
function englishWordsOf(summary: readonly string[], values: readonly unknown[]): readonly string[] {
  const staying = new Set([...values.flatMap(namesOf), 'epsilon', 'alpha', 'int32', 'float32', 'L1', 'L2']);
  return summary
    .flatMap((part) => part.split(/[^A-Za-z0-9_]+/))
    .filter((word) => /[A-Za-z]{2}/.test(word) && !staying.has(word));
}

test('every definition has Chinese words; what is missing is listed', () => {
  const missing: string[] = [];
  for (const [kind, list] of Object.entries(lists)) {
    for (const definition of list) {
      const name = `${kind} ${definition.type}`;
      const words = chineseWords(definition);
      if (!words?.docs) missing.push(`${name}: docs`);
      if (kind === 'block' && !blockGuides[definition.type]) missing.push(`${name}: guide`);
      if (definition.title !== definition.type && !words?.title && /[a-z] [a-z]/i.test(definition.title))
        missing.push(`${name}: title`);
      for (const [key, spec] of Object.entries(definition.params) as [string, Param][]) {
        if (spec.group === 'hidden') continue;
        const own = { ...paramWords[key], ...words?.params?.[key] };
        if (!own.label) missing.push(`${name}, ${key}: label`);
        if (spec.help !== undefined && !own.help) missing.push(`${name}, ${key}: help`);
        if ('whenNull' in spec && spec.whenNull !== undefined && !own.whenNull)
          missing.push(`${name}, ${key}: whenNull`);
        if ('whenEmpty' in spec && !own.whenNull) missing.push(`${name}, ${key}: whenNull`);
        if ('sides' in spec && !own.sides) missing.push(`${name}, ${key}: sides`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test('what every param must be is said in Chinese', () => {
  speak('zh');
  const left = Object.values(lists).flatMap((list) =>
    list.flatMap(({ type, params }) =>
      (Object.entries(params) as [string, Param][]).flatMap(([key, spec]) => {
        // No param takes this value.
        const checked = (spec.check as z.ZodType).safeParse({ type: 'nothing' });
        const words = checked.success ? '' : inWords(expectedWords(checked.error.issues[0]!.message));
        return /\p{Script=Han}|^ true/u.test(words) ? [] : [`${type}, ${key}: ${words}`];
      }),
    ),
  );
  expect(left).toEqual([]);
});

test('what a setting of a loss must be is said in Chinese', () => {
  speak('zh');
  const { loss } = blocks.find(({ type }) => type === 'Output')!.params as Readonly<Record<string, Param>>;
  const checked = (loss!.check as z.ZodType).safeParse({ type: 'Huber', delta: 'much' });
  expect(inWords(expectedWords(checked.error!.issues[0]!.message))).toMatch(/数值$/);
});

test('every group that comes ready-made has Chinese words', () => {
  const english = readyMade.map((entry) => wordedEntry(entry));
  expect(english).toEqual(readyMade);
  speak('zh');
  const words = readyMade
    .map((entry) => wordedEntry(entry))
    .flatMap(({ title, docs, guide }) => [title, docs, guide.when, guide.shape]);
  expect(words.filter((word) => !/\p{Script=Han}/u.test(word))).toEqual([]);
});

test('every setting of a project has a Chinese name', () => {
  speak('zh');
  const { app: _app, version: _version, ...settings } = { ...emptyData, ...defaultTraining };
  const keys = Object.entries(settings).flatMap(([key, value]) => [
    key,
    ...(typeof value === 'object' && value !== null && key !== 'optimizer'
      ? Object.keys(value).map((inner) => `${key}.${inner}`)
      : []),
  ]);
  expect(keys.map(keyWords).filter((words) => /[A-Za-z]/.test(words))).toEqual([]);
});

test('no card has an English line in Chinese', () => {
  speak('zh');
  const left = lists.block!.flatMap((definition) => {
    const params = defaultParams(definition.params);
    const { summary } = worded(definition) as unknown as (typeof blocks)[number];
    const inputs = [
      { shape: [4], dtype: 'float32', masked: false },
      { shape: [4], dtype: 'float32', masked: false },
    ];
    return [[], inputs].flatMap((given) =>
      englishWordsOf(summary(params as never, given as never), Object.values(params)),
    );
  });
  expect(left).toEqual([]);
});

test('every starter has Chinese words', () => {
  const names = readdirSync(new URL('../../assets/templates', import.meta.url));
  expect(names.filter((name) => !templates[name]?.title || !templates[name].learns || !templates[name].origin)).toEqual(
    [],
  );
});

describe('a language', () => {
  test('is the first of the system that the window speaks', () => {
    expect([['zh-CN', 'en'], ['fr', 'zh-Hans-CN', 'en'], ['en-GB', 'zh'], ['fr'], []].map(firstSpoken)).toEqual([
      'zh',
      'zh',
      'en',
      'en',
      'en',
    ]);
  });

  test('that was set counts before the system', () => {
    expect([shownLanguage('zh'), shownLanguage('en')]).toEqual(['zh', 'en']);
  });

  test('changes what is said, also of what was kept before', () => {
    const kept = sentence('engines.installed', { engine: 'wasm' });
    const before = [text('window.train'), inWords(kept)];
    speak('zh');
    expect([language(), ...before, text('window.train'), inWords(kept)]).toEqual([
      'zh',
      'Train',
      'wasm is installed.',
      '训练',
      'wasm 已安装。',
    ]);
  });

  test('finds blocks by what they are for, and by other names of the field', () => {
    const types = (search: string) => searchBlocks(search).map(({ type }) => type);
    const expected: Readonly<Record<string, readonly string[]>> = {
      vanishing: ['LSTM', 'GRU', 'LeakyReLU', 'Add', 'BatchNormalization'],
      image: ['Conv2D', 'MaxPooling2D', 'Resizing'],
      sequence: ['LSTM', 'Conv1D', 'MultiHeadAttention'],
      residual: ['Add'],
      overfitting: ['Dropout'],
    };
    const chinese: Readonly<Record<string, readonly string[]>> = {
      梯度消失: ['LSTM', 'LeakyReLU'],
      图像: ['Conv2D', 'MaxPooling2D', 'Resizing'],
      序列: ['LSTM', 'Conv1D', 'MultiHeadAttention'],
      过拟合: ['Dropout'],
    };
    const missed = (all: typeof expected) =>
      Object.entries(all).flatMap(([search, wanted]) => wanted.filter((type) => !types(search).includes(type)));
    expect(missed(expected)).toEqual([]);
    expect(types('image')).not.toContain('LSTM');
    speak('zh');
    expect([missed(expected), missed(chinese)]).toEqual([[], []]);
  });

  test('finds blocks by its words and by the English ones', () => {
    const types = (search: string) => searchBlocks(search).map(({ type }) => type);
    expect(types('卷积')).toEqual([]);
    speak('zh');
    expect([types('卷积').includes('Conv2D'), types('conv')[0], types('picture').includes('Conv2D')]).toEqual([
      true,
      'Conv2D',
      true,
    ]);
  });
});
