import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { createNamer, pythonComment, pythonNumber, pythonString, pythonTuple } from './python.ts';

const keras = kerasFromTheStart();

test('Python reads every text and number as it was', async () => {
  const texts = ['', '"', "\\'", 'a\nb\r\t\0', '词向量 é 🧠', '\u2028{}%', '{name!r}', '# no comment'];
  texts.push(...fc.sample(fc.string({ unit: 'binary' }), 200));
  const numbers = [
    0,
    -0,
    1,
    -3,
    0.1,
    1e-7,
    1.5e300,
    123456789012,
    ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 200),
  ];
  const literals = [...texts.map(pythonString), ...numbers.map((value) => pythonNumber(value, true))];
  const read = await keras.run('import ast\noutput = [ast.literal_eval(one) for one in input]', literals);
  expect(read).toEqual([...texts, ...numbers]);
});

test('literals stay on one line of printable ASCII', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^"[ -~]*"$/.test(pythonString(text))));
});

test('a comment cannot be left by what stands in it', () => {
  expect(pythonComment('one\ntwo\r\nthree\u2028four')).toBe('# one two three four');
});

test('whole numbers are floats where a decimal number is meant', () => {
  expect([pythonNumber(1, true), pythonNumber(1, false), pythonNumber(0.5, true)]).toEqual(['1.0', '1', '0.5']);
  expect([pythonTuple([]), pythonTuple(['1']), pythonTuple(['1', '2'])]).toEqual(['()', '(1,)', '(1, 2)']);
});

test.each([
  [['', 'Conv2D'], 'conv2d'],
  [['', 'MaxPooling2D'], 'max_pooling2d'],
  [['Text words', 'Input'], 'text_words'],
  [['Überschrift', 'Dense'], 'uberschrift'],
  [['词向量', 'Embedding'], 'embedding'],
  [['3 ways', 'Dense'], 'dense_3_ways'],
  [['class', 'Dense'], 'class_dense'],
  [['keras', 'Dense'], 'keras_dense'],
  [['a/b.c', 'Dense'], 'a_b_c'],
  [['', 'Concatenate'], 'concatenate_layer'],
  [['Not equal 3', 'Dense'], 'not_equal_3_layer'],
] as const)('%j is spelled %s', ([name, type], spelled) => {
  expect(createNamer()(name, type)).toBe(spelled);
});

test('names are valid in Python, and each is given once, whatever people write', async () => {
  const nameOf = createNamer();
  const written = fc.sample(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('dense', 'dense_2', 'Dense 2', 'if')),
    200,
  );
  const names = written.map((name) => nameOf(name, 'Dense'));
  expect(new Set(names).size).toBe(names.length);
  const valid = await keras.run<boolean[]>(
    'import keyword\noutput = [one.isidentifier() and not keyword.iskeyword(one) and one.isascii() for one in input]',
    names,
  );
  expect(valid.every(Boolean)).toBe(true);
});
