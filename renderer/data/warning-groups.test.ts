import { expect, it } from 'vitest';
import { dataMessages, dataWarnings } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import { groupWarnings } from './warning-groups.ts';

const guessed = say(dataWarnings['target-guessed'], { column: 'price' });
const filled = (column: string) =>
  say(dataWarnings['numbers-missing'], { column, count: 2, strategy: 'the mean', value: 1 });
const none = (column: string) => say(dataWarnings['categories-missing'], { column, count: 2 });
const ignored = (column: string) => say(dataWarnings['ignored-empty'], { column });

it('empty cells of three columns and more are one item, at the place of the first', () => {
  const [a, b, c] = [filled('a'), none('b'), filled('c')];
  expect(groupWarnings([a, guessed, b, ignored('d'), c])).toEqual([
    { group: 'empty-cells', warnings: [a, b, c] },
    { warning: guessed },
    { warning: ignored('d') },
  ]);
});

it('broken images are one item among many', () => {
  const broken = (file: string) => say(dataMessages['image-unreadable'], { file, received: 'nothing' });
  const large = say(dataMessages['image-large'], { file: 'c.png', expected: 1, received: '2×2' });
  const images = [broken('a.png'), broken('b.png'), large];
  expect(groupWarnings([...images, guessed])).toEqual([{ group: 'images', warnings: images }, { warning: guessed }]);
});

it('two of a group, and what is in none, stand as they are', () => {
  const warnings = [filled('a'), 'words of a library', filled('b'), ignored('c'), ignored('d')];
  expect(groupWarnings(warnings)).toEqual(warnings.map((warning) => ({ warning })));
});

it('many of any other kind are the first with those like it', () => {
  const constant = (column: string) => say(dataWarnings['input-constant'], { column });
  const [first, ...alike] = [...'abcde'].map(constant);
  expect(groupWarnings([first!, guessed, ...alike])).toEqual([{ warning: first, alike }, { warning: guessed }]);
  const few = [first!, ...alike.slice(1)];
  expect(groupWarnings(few)).toEqual(few.map((warning) => ({ warning })));
});
