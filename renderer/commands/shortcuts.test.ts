import { describe, expect, test } from 'vitest';
import { text } from '../messages/text.ts';
import { allCommands } from './all-commands.ts';
import { matches, showShortcut } from './shortcuts.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
  code = '',
) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('a shortcut', () => {
  test.each([
    ['mod+z', press('z', { ctrlKey: true }), false, true],
    ['mod+z', press('z', { metaKey: true }), true, true],
    ['mod+z', press('z', { ctrlKey: true }), true, false],
    ['mod+z', press('Z', { ctrlKey: true, shiftKey: true }), false, false],
    ['mod+shift+z', press('Z', { ctrlKey: true, shiftKey: true }), false, true],
    ['a', press('a'), false, true],
    ['a', press('a', { ctrlKey: true }), false, false],
    ['/', press('/'), false, true],
    ['/', press('/', { shiftKey: true }), false, true],
    ['mod++', press('+', { ctrlKey: true, shiftKey: true }), false, true],
    ['alt+arrowup', press('ArrowUp', { altKey: true }), false, true],
    ['alt+2', press('™', { altKey: true }, 'Digit2'), true, true],
    ['alt+a', press('å', { altKey: true }, 'KeyA'), true, true],
    ['alt+a', press('å', { altKey: true, shiftKey: true }, 'KeyA'), true, false],
    ['shift+1', press('1', { shiftKey: true }), false, true],
    ['shift+!', press('!', { shiftKey: true }), false, true],
  ])('%s', (shortcut, pressed, mac, expected) => {
    expect(matches(shortcut, pressed, mac)).toBe(expected);
  });

  test('reads as the keyboard does', () => {
    expect([
      showShortcut('mod+shift+z', false),
      showShortcut('mod+shift+z', true),
      showShortcut('mod++', false),
    ]).toEqual(['Ctrl Shift Z', '⌘⇧Z', 'Ctrl +']);
  });
});

test('no two commands have the same id or shortcut', () => {
  const ids = allCommands.map(({ id }) => id);
  const shortcuts = allCommands.flatMap((command) => command.shortcuts ?? []);
  expect([new Set(ids).size, new Set(shortcuts).size]).toEqual([ids.length, shortcuts.length]);
});

test('every command has a name', () => {
  expect(allCommands.map(({ label }) => text(label)).filter((label) => label.length < 3)).toEqual([]);
});
