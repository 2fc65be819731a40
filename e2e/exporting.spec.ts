import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { lacks } from '../testing/leave-out.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';

test.use({
  /** A Python that says it has Keras, and then never answers. */
  environment: async ({ folder }, use) => {
    const command = join(folder, 'python');
    const says = '{"version": "3.15.1", "backend": "jax"}';
    await writeFile(command, `#!/bin/sh\nif [ $# = 3 ]; then echo '${says}'; else exec sleep 600; fi\n`);
    await chmod(command, 0o755);
    await use({ LAYERLOOM_PYTHON: command });
  },
});

const title =
  'an export says what it is at on whichever page one comes back to it, and Cancel ends it with nothing written';

test(title, async ({ layerloom, folder }) => {
  test.skip(lacks(process.platform !== 'win32', title, 'system', 'Windows runs no shell script by its first line'));
  const { page, start, canvas, paths, topBar, train, exports } = layerloom;
  const out = join(folder, 'diabetes.keras');
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await topBar.goTo('train');
  await train.set('epochs', 1);
  await layerloom.trainInto(join(folder, 'diabetes.loom'));
  await topBar.goTo('export');
  await exports.write.press('Enter');
  await paths.take('export', out);
  await expect(exports.progress).toHaveAttribute('aria-valuetext', text('exports.stage-read-back'), {
    timeout: 60_000,
  });
  expect(await findSerious(page)).toEqual([]);
  await expect(exports.cancel, 'the keyboard goes on where it was').toBeFocused();
  await topBar.goTo('results');
  await topBar.goTo('export');
  await expect(exports.progress).toBeVisible();
  const before = await readdir(folder);
  expect(before.filter((name) => name.startsWith('.diabetes.keras'))).toHaveLength(1);
  await exports.cancel.press('Enter');
  await expect(exports.main.getByRole('status')).toHaveText(text('exports.cancelled'), { timeout: 5_000 });
  expect((await readdir(folder)).filter((name) => name.includes('diabetes.keras'))).toEqual([]);
  await expect(exports.write).toBeFocused();
  expect(await findSerious(page)).toEqual([]);
});
