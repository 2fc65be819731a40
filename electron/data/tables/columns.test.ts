import { expect, test } from 'vitest';
import { encode } from '../../../shared/data/steps/encode.ts';
import { defaultSteps, type Step } from '../../../shared/data/steps/index.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { isKey, resolveColumns, suggestKind } from './columns.ts';
import type { ColumnProfile } from './table.ts';

const numbers = { present: 100, distinct: 90, numbers: 100, notNumbers: 0, whole: false, dates: 0, meanWords: 0 };
const words = { present: 100, distinct: 5, numbers: 0, notNumbers: 100, whole: true, dates: 0, meanWords: 1 };
const texts = { present: 100, distinct: 95, numbers: 0, notNumbers: 100, whole: true, dates: 0, meanWords: 12 };

function profile(name: string, of: Omit<ColumnProfile, 'name'>, changes: Partial<ColumnProfile> = {}): ColumnProfile {
  return { name, ...of, ...changes };
}

function rolesOf(
  profiles: readonly ColumnProfile[],
  settings: Parameters<typeof resolveColumns>[1] = {},
  target?: string,
) {
  const { columns, warnings, problems } = resolveColumns(profiles, settings, { knownTarget: target ?? null });
  return {
    columns: columns.map(({ name, kind, role }) => `${name}: ${kind} ${role}`),
    warnings: warnings.map(inEnglish),
    problems: problems.map(inEnglish),
  };
}

test('a column that is nearly all numbers or dates, or looks like them, is told with a cell that is none', () => {
  const odd = {
    notNumber: null,
    notNumberWords: 9,
    notDate: null,
    likeNumbers: 0,
    likeNumber: null,
    likeDates: 0,
    likeDate: null,
    nested: 0,
    nestedCell: null,
  };
  const target = profile('y', numbers);
  const warningOf = (changes: Partial<ColumnProfile>) =>
    rolesOf([profile('x', words, changes), target], {}, 'y').warnings;
  expect(warningOf({ numbers: 97, notNumbers: 3, odd: { ...odd, notNumber: 'inf' } })).toEqual([
    '"x" is not read as numbers because of 3 cells that are none, such as "inf". Set its kind to number to take them as empty.',
  ]);
  const oneWord = { numbers: 60, notNumbers: 40, odd: { ...odd, notNumber: '--', notNumberWords: 1 } };
  expect(warningOf({ ...oneWord, distinct: 50 })[0]).toMatch(/^"x" is not read as numbers because of 40 cells .* "--"/);
  expect(warningOf({ ...oneWord, distinct: 5 })).toEqual([]);
  expect(warningOf({ dates: 95, odd: { ...odd, notDate: '2023-02-30' } })).toEqual([
    '"x" is not read as dates because of 5 cells that are none, such as "2023-02-30". Set its kind to date to take them as empty.',
  ]);
  expect(warningOf({ odd: { ...odd, likeNumbers: 99, likeNumber: '$3' } })[0]).toMatch(
    /^"x" looks like numbers, but 99 .* "\$3"/,
  );
  expect(warningOf({ odd: { ...odd, likeDates: 90, likeDate: '31.12.24' } })[0]).toMatch(
    /^"x" looks like dates, but 90 /,
  );
  expect(warningOf({ odd: { ...odd, nested: 95, nestedCell: '{"id": 3}' } })[0]).toMatch(
    /^95 cells of "x" are lists or objects of several values, such as "\{"id": 3\}"/,
  );
  const dear = profile('x', words, { odd: { ...odd, likeNumbers: 99, likeNumber: '$3' } });
  const saved = (kind: 'categorical' | 'numeric') =>
    rolesOf([dear, target], { x: { kind, role: 'ignored' } }, 'y').warnings.length;
  expect([saved('categorical'), saved('numeric')]).toEqual([1, 0]);
  expect(
    warningOf({ numbers: 60, notNumbers: 40, odd: { ...odd, notNumber: 'red', likeDates: 80, likeNumbers: 10 } }),
  ).toEqual([]);
});

test('a column is numeric if every cell is a number, text if its cells are long and differ, categorical otherwise', () => {
  expect(suggestKind(profile('a', numbers))).toBe('numeric');
  expect(suggestKind(profile('a', numbers, { notNumbers: 1 }))).toBe('categorical');
  expect(suggestKind(profile('a', texts))).toBe('text');
  expect(suggestKind(profile('a', texts, { distinct: 20 }))).toBe('categorical');
  expect(suggestKind(profile('a', words, { distinct: 100 }))).toBe('categorical');
  expect(suggestKind(profile('a', words, { present: 0, notNumbers: 0 }))).toBe('categorical');
});

test('the column with the name of a target is the target, and it takes no warning', () => {
  expect(rolesOf([profile('Label', words), profile('a', numbers)])).toEqual({
    columns: ['Label: categorical target', 'a: numeric input'],
    warnings: [],
    problems: [],
  });
});

test('without such a name the last column that is no text and no identifier is the target, and it is said', () => {
  const profiles = [
    profile('a', numbers),
    profile('b', numbers),
    profile('note', texts),
    profile('id', words, { distinct: 100 }),
  ];
  expect(rolesOf(profiles)).toEqual({
    columns: ['a: numeric input', 'b: numeric target', 'note: text input', 'id: categorical ignored'],
    warnings: [
      'The target is taken to be "b". If something else is to be predicted, make that column the target.',
      '"id" looks like an identifier, which says nothing about new rows. It is ignored.',
    ],
    problems: [],
  });
});

test('a column of moments, or with hardly a value, is not taken to be the target while there is another', () => {
  const moment = profile('timestamp', numbers, { whole: true });
  const half = profile('comment', numbers, { present: 49 });
  const rolesWith = (...profiles: readonly ColumnProfile[]) => rolesOf(profiles).columns;
  expect(rolesWith(profile('user', words), profile('rating', numbers), moment, half)).toEqual([
    'user: categorical input',
    'rating: numeric target',
    'timestamp: numeric input',
    'comment: numeric input',
  ]);
  expect(rolesWith(profile('note', texts), moment)).toEqual(['note: text input', 'timestamp: numeric target']);
});

test('a column with values in less than a hundredth of the rows is ignored, and it is said, unless its name is that of a target', () => {
  const rare = { present: 9, numbers: 9, distinct: 9 };
  const many = { present: 1000, numbers: 1000 };
  const { columns, warnings } = rolesOf([
    profile('a', numbers, many),
    profile('unnamed_6', numbers, rare),
    profile('label', numbers, rare),
  ]);
  expect(columns).toEqual(['a: numeric input', 'unnamed_6: numeric ignored', 'label: numeric target']);
  expect(warnings).toEqual(['"unnamed_6" has values in only 9 rows. It is ignored.']);
  expect(rolesOf([profile('a', numbers, many), profile('b', numbers, { ...rare, present: 10 })]).columns[1]).toBe(
    'b: numeric input',
  );
});

test('the target that is known of data that ships with the app is no guess', () => {
  expect(rolesOf([profile('a', numbers), profile('y', numbers)], {}, 'a')).toEqual({
    columns: ['a: numeric target', 'y: numeric input'],
    warnings: [],
    problems: [],
  });
});

test.each([
  ['two values', { distinct: 2, whole: true }, 'categorical'],
  ['few values in many rows', { distinct: 10, whole: true }, 'categorical'],
  ['few values in few rows', { distinct: 11, whole: true }, 'numeric'],
  ['values that are not whole', { distinct: 3, whole: false }, 'numeric'],
  ['one value', { distinct: 1, whole: true }, 'numeric'],
] as const)('a numeric target with %s is suggested as %3$s', (_, changes, kind) => {
  const { columns, warnings } = rolesOf([profile('a', numbers), profile('y', numbers, changes)]);
  expect(columns[1]).toBe(`y: ${kind} target`);
  expect(warnings.some((warning) => warning.includes('whole numbers'))).toBe(kind === 'categorical');
});

test('few whole numbers of an input stay numbers', () => {
  expect(rolesOf([profile('a', numbers, { distinct: 2, whole: true }), profile('y', numbers)]).columns[0]).toBe(
    'a: numeric input',
  );
});

test.each([
  ['id', 'whole'],
  ['Id', 'whole'],
  ['customer_id', 'whole'],
  ['PassengerId', 'whole'],
  ['unnamed_1', 'whole'],
  ['uuid', 'words'],
])('%s is ignored where its cells all differ', (name, cells) => {
  const of = cells === 'whole' ? { ...numbers, distinct: 100, whole: true } : { ...words, distinct: 100 };
  expect(rolesOf([profile(name, of), profile('y', numbers)]).columns[0]).toContain('ignored');
  expect(rolesOf([profile(name, { ...of, distinct: 12 }), profile('y', numbers)]).columns[0]).toContain('input');
});

test.each(['paid', 'valid', 'humid', 'x', 'grid'])('%s is no identifier', (name) => {
  expect(rolesOf([profile(name, numbers, { distinct: 100, whole: true }), profile('y', numbers)]).columns[0]).toBe(
    `${name}: numeric input`,
  );
});

test('empty columns and words that nearly all differ are ignored', () => {
  const empty = { present: 0, distinct: 0, numbers: 0, notNumbers: 0, whole: true, dates: 0, meanWords: 0 };
  expect(
    rolesOf([
      profile('a', numbers),
      profile('e', empty),
      profile('name', words, { distinct: 80 }),
      profile('y', numbers),
    ]),
  ).toMatchObject({
    columns: ['a: numeric input', 'e: categorical ignored', 'name: categorical ignored', 'y: numeric target'],
    warnings: [
      '"e" has no values. It is ignored.',
      '"name" has 80 different values in 100 rows, too many to learn as classes. It is ignored.',
    ],
  });
});

test('settings win over suggestions, and a target that is set leaves nothing to guess', () => {
  const settings = { a: { kind: 'categorical', role: 'target' }, id: { kind: 'numeric', role: 'input' } } as const;
  expect(
    rolesOf(
      [profile('id', numbers, { whole: true, distinct: 100 }), profile('a', numbers), profile('target', numbers)],
      settings,
    ),
  ).toEqual({
    columns: ['id: numeric input', 'a: categorical target', 'target: numeric input'],
    warnings: [],
    problems: [],
  });
});

test('a setting for a column that is not there is a problem, unless it was ignored', () => {
  const settings = { gone: { kind: 'numeric', role: 'input' }, old: { kind: 'text', role: 'ignored' } } as const;
  expect(rolesOf([profile('a', numbers), profile('y', numbers)], settings)).toMatchObject({
    warnings: ['The settings name a column "old" that the table does not have.'],
    problems: ['The table has no column "gone". Expected: "gone" as input. Received: a, y.'],
  });
});

test('a table without a target, without an input or with a text as target cannot be trained on', () => {
  expect(rolesOf([profile('note', texts)]).problems).toEqual([
    'No column is the target, so there is nothing to learn. Expected: one column with the role target. Received: none.',
  ]);
  expect(rolesOf([profile('y', numbers)]).problems).toEqual([
    'No column is an input, so there is nothing to learn from. Expected: at least one column with the role input. Received: none.',
  ]);
  expect(
    rolesOf([profile('a', numbers), profile('t', texts)], { t: { kind: 'text', role: 'target' } }).problems,
  ).toEqual(['The target "t" is text. Expected: numbers or classes. Received: text.']);
});

test('whole numbers that name things, each in several rows, are categories; by their number there may be any number of them', () => {
  const whole = { notNumbers: 0, dates: 0, meanWords: 0, whole: true };
  const user = { name: 'userId', present: 9000, distinct: 2000, numbers: 9000, ...whole };
  const count = { name: 'count', present: 9000, distinct: 2000, numbers: 9000, ...whole };
  const once = { name: 'orderId', present: 9000, distinct: 9000, numbers: 9000, ...whole };
  const rating = { name: 'rating', present: 9000, distinct: 50, numbers: 9000, ...whole, whole: false };
  expect([user, count, once, rating].map(isKey)).toEqual([true, false, false, false]);
  const all = [user, count, once, rating];
  const rolesOf = (steps: readonly Step[]) =>
    resolveColumns(all, {}, { steps }).columns.map(({ name, kind, role }) => [name, kind, role]);
  const others = [
    ['count', 'numeric', 'input'],
    ['orderId', 'numeric', 'ignored'],
    ['rating', 'numeric', 'target'],
  ];
  // One place each would be two thousand numbers.
  expect(rolesOf(defaultSteps)).toEqual([['userId', 'categorical', 'ignored'], ...others]);
  const byNumber: Step = { ...encode.defaults, method: 'index', columns: ['userId'] };
  expect(rolesOf([byNumber, ...defaultSteps])).toEqual([['userId', 'categorical', 'input'], ...others]);
});
