import { expect, test } from 'vitest';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { trainingOf } from '../../testing/networks.ts';
import { codeLanguages } from './code-languages.ts';
import { pythonPieces } from './python-words.ts';
import { typescriptPieces } from './typescript-words.ts';

test('pieces of Python together are the line, each of its kind', () => {
  const line = '    strides=None, rate=1e-07, name="a #1")  # why';
  const pieces = pythonPieces(line);
  expect(pieces.map(({ text }) => text).join('')).toBe(line);
  expect(pieces.filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'None' },
    { kind: 'number', text: '1e-07' },
    { kind: 'string', text: '"a #1"' },
    { kind: 'comment', text: '# why' },
  ]);
});

test('a call is the name before its bracket', () => {
  expect(pythonPieces('x = keras.layers.Conv2D(32)').find(({ kind }) => kind === 'call')).toEqual({
    kind: 'call',
    text: 'Conv2D',
  });
});

test('pieces of TypeScript are of their kind', () => {
  const line = "  const of = tf.layers.dense({ type: 'a // b', units: -1.5e-7 }).apply(x) as tf.SymbolicTensor; // why";
  expect(typescriptPieces(line).filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'const' },
    { kind: 'keyword', text: 'of' },
    { kind: 'call', text: 'dense' },
    { kind: 'keyword', text: 'type' },
    { kind: 'string', text: "'a // b'" },
    { kind: 'number', text: '-1.5e-7' },
    { kind: 'call', text: 'apply' },
    { kind: 'keyword', text: 'as' },
    { kind: 'comment', text: '// why' },
  ]);
});

test.each(['/** The one tensor. */', ' * The first input, 1 of 2.', ' */'])('%j is a comment', (line) => {
  expect(typescriptPieces(line)).toEqual([{ kind: 'comment', text: line }]);
});

test('a product over two lines is no comment', () => {
  expect(typescriptPieces('  *factor').some(({ kind }) => kind === 'comment')).toBe(false);
});

test.each(codeLanguages)('$id: pieces are the lines, and every kind is among them', ({ write, pieces }) => {
  const kinds = new Set<string>();
  for (const model of Object.values(kerasOnlyCases)) {
    for (const { text } of write(model, { name: 'a', training: trainingOf() }).lines) {
      const cut = pieces(text);
      expect(cut.map((piece) => piece.text).join('')).toBe(text);
      for (const { kind } of cut) kinds.add(kind);
    }
  }
  expect([...kinds].sort()).toEqual(expect.arrayContaining(['call', 'keyword', 'number', 'plain', 'string']));
});
