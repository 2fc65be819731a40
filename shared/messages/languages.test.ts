import { describe, expect, test } from 'vitest';
import { problems } from './en.ts';
import { phrases } from './phrases.ts';
import { inARow, inEnglish, recognize, say, tell } from './sentence.ts';
import { byKey, englishTables } from './tables.ts';
import { chineseTables } from './zh/tables.ts';

const english = byKey(englishTables);
const chinese = byKey(chineseTables);

/** The {names} in a message, each once. */
function namesIn(message: string): readonly string[] {
  return [...new Set(message.match(/\{\w+\}/g))].sort();
}

test('both languages have the same messages', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

describe('every Chinese message', () => {
  test('has words', () => {
    expect([...chinese].filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  test('has the values of the English one', () => {
    const differing = [...english].filter(
      ([key, message]) => `${namesIn(message)}` !== `${namesIn(chinese.get(key)!)}`,
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('is in Chinese, unless all of it is names', () => {
    const same = [...chinese].filter(([, message]) => !/\p{Script=Han}/u.test(message.replace(/\{\w+\}/g, '')));
    expect(same.map(([key]) => key)).toEqual([
      'engine/device-further',
      'pack/install-it',
      'phrase/two-sentences',
      'phrase/two-lines',
      'phrase/with-name',
      'phrase/two-in-list',
    ]);
  });

  test('has the quotation marks and stops of Chinese', () => {
    const wrong = [...chinese].filter(([, message]) => /\p{Script=Han}[,;:!?]|[,.;:!?]\p{Script=Han}/u.test(message));
    expect(wrong).toEqual([]);
  });
});

describe('a sentence', () => {
  const found = say(problems['rank-expected'], {
    type: 'Conv2D',
    expected: 3,
    form: say(phrases.picture),
    received: say(phrases.rank, { shape: '28×28', count: 2 }),
  });

  test('is told in either language, with the sentences in it', () => {
    expect(inEnglish(found)).toBe('Conv2D needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).');
    expect(tell(found, (key) => chinese.get(key))).toBe(
      'Conv2D 需要 3 个维度，即 高×宽×通道。实际：28×28（2 个维度）。',
    );
  });

  test('survives its way as plain JSON', () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test('that has no values may travel as its English words', () => {
    expect(tell(englishTables.pack['not-installed'], (key) => chinese.get(key))).toBe('未安装。');
    expect(tell('Segmentation fault', (key) => chinese.get(key))).toBe('Segmentation fault');
  });

  test('as a value, words of a person or a library stay as they are, whatever they are', () => {
    const named = say(problems['name-taken'], { received: 'nothing' });
    expect(tell(named, (key) => chinese.get(key))).toContain('“nothing”');
  });

  test('follows another', () => {
    const both = inARow([say(phrases.nothing), '', recognize('a text')]);
    expect([inEnglish(both), tell(both, (key) => chinese.get(key))]).toEqual(['nothing a text', '没有值文本']);
  });

  test('of a message that this version does not have shows its key', () => {
    expect(tell({ key: 'run/newer', values: {} }, (key) => chinese.get(key))).toBe('run/newer');
  });
});
