import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenize } from './tokens.ts';

test.each([
  ['Hello, World!', ['hello', 'world']],
  ["Don't 'quote' rock'n'roll'", ["don't", 'quote', "rock'n'roll"]],
  ['It\u2019s 3.5% off: https://a.b/c_d', ["it's", '3', '5', 'off', 'https', 'a', 'b', 'c', 'd']],
  ['\u00c9t\u00e9 STRASSE \u00fcber', ['\u00e9t\u00e9', 'strasse', '\u00fcber']],
  ['e\u0301te', ['\u00e9te']],
  ['\u4f60\u597d world2', ['\u4f60', '\u597d', 'world2']],
  [
    '\u0928\u092e\u0938\u094d\u0924\u0947 \u0645\u0631\u062d\u0628\u0627',
    ['\u0928\u092e\u0938\u094d\u0924\u0947', '\u0645\u0631\u062d\u0628\u0627'],
  ],
  [' \n\t--- ', []],
  ['', []],
])('%j is the words %j', (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test('an ASCII text has the same words beside a letter that is not ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(tokenize(`${text} \u00e9`)).toEqual([...tokenize(text), '\u00e9']);
    }),
  );
});

test('a limit keeps the beginning', () => {
  expect(tokenize('one two three', 2)).toEqual(['one', 'two']);
});

test('a limit cuts no word', () => {
  const long = 'x'.repeat(40);
  expect(tokenize(`${long} one`, 1)).toEqual([long]);
  expect(tokenize(`one ${long} two`, 2)).toEqual(['one', long]);
});

test('a limit gives the first of all words, wherever the text is cut for it', () => {
  const unit = fc.constantFrom(
    'a',
    'B',
    '\u00e9',
    'e\u0301',
    '\u03a3',
    '\u2019',
    "'",
    ' ',
    '-',
    '\u4f60',
    '\ud83d\ude00',
    '\u{20000}',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 120 }), fc.integer({ min: 0, max: 6 }), (text, limit) => {
      expect(tokenize(text, limit)).toEqual(tokenize(text).slice(0, limit));
    }),
    { numRuns: 2000 },
  );
});
