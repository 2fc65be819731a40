import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { onScreen, readWindowState, writeWindowState } from './window-state.ts';

const state = { x: 100, y: 50, width: 1200, height: 800, maximized: true };
const screens = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: -1280, y: 0, width: 1280, height: 1024 },
];

test('a place that was kept is read again', async () => {
  const file = join(temporaryFolder(), 'settings', 'window.json');
  expect(await readWindowState(file)).toBeNull();
  await writeWindowState(file, state);
  expect(await readWindowState(file)).toEqual(state);
});

test.each(['', '{"x": 1}', '[]', '{"x":0,"y":0,"width":"wide","height":1,"maximized":false}'])(
  'a place that is none (%j) counts as none',
  async (text) => {
    const file = join(temporaryFolder(), 'window.json');
    writeFileSync(file, text);
    expect(await readWindowState(file)).toBeNull();
  },
);

test.each([
  ['on the first screen', { x: 100, y: 50 }, true],
  ['on the second screen', { x: -1200, y: 10 }, true],
  ['mostly beside the screens', { x: 1850, y: 50 }, false],
  ['above them, where the title cannot be reached', { x: 100, y: -30 }, false],
  ['below them', { x: 100, y: 1050 }, false],
  ['on a screen that is gone', { x: 3000, y: 50 }, false],
])('a window %s is put back: %j, %s', (_title, place, isBack) => {
  expect(onScreen({ ...state, ...place }, screens) !== null).toBe(isBack);
});

test('without a place the system chooses', () => {
  expect(onScreen(null, screens)).toBeNull();
});
