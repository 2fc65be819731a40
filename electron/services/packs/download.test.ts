import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeSystem, fakeWheelFiles, fakeWheelName, makeWheel, wheelInfo } from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { downloadWheel, pipArguments, sizeSaid } from './download.ts';
import { recipeFor, systemObstacle } from './recipes.ts';
import { thisSystem } from './system.ts';
import { findTools, type Python } from './tools.ts';

const supported = systemObstacle(fakeSystem) === null;
const noSystem = lacks(supported, 'downloads of packs', 'system', 'no pack can be made for it');

describe.skipIf(noSystem)('downloads', async () => {
  const { wheel } = recipeFor('tensorflow', supported ? fakeSystem : { ...fakeSystem, platform: 'linux', arch: 'x64' });
  const { python } = await findTools(thisSystem());

  function download(
    env: NodeJS.ProcessEnv,
    own: { python?: Python; signal?: AbortSignal; onBytes?: (bytes: number) => void } = {},
  ) {
    const folder = temporaryFolder();
    const staging = join(folder, 'staging');
    mkdirSync(staging);
    const options = {
      wheel,
      python,
      downloads: join(folder, 'downloads'),
      staging,
      signal: new AbortController().signal,
      onBytes: () => undefined,
    };
    // Settings of pip that this machine may have, such as an index, must not reach the network here.
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PIP_')));
    return downloadWheel({
      ...options,
      ...own,
      env: { ...clean, PIP_CONFIG_FILE: process.platform === 'win32' ? 'nul' : '/dev/null', ...env },
    });
  }

  it("takes the wheel from where the machine's pip is set to look", async () => {
    const index = temporaryFolder();
    const content = makeWheel({
      ...fakeWheelFiles(),
      [`${wheelInfo}/METADATA`]: `Metadata-Version: 2.1\nName: ${wheel.package}\nVersion: ${wheel.version}\n`,
      [`${wheelInfo}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    });
    writeFileSync(join(index, fakeWheelName()), content);
    const heard: number[] = [];
    const file = await download(
      { PIP_NO_INDEX: '1', PIP_FIND_LINKS: index },
      { onBytes: (bytes) => heard.push(bytes) },
    );
    expect(basename(file)).toBe(fakeWheelName());
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(heard.at(-1)).toBe(content.length);
  });

  it('an index without the package is named, with what to do', async () => {
    const asking = download({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: temporaryFolder() });
    await expect(asking).rejects.toThrow(`has no ${wheel.package} ${wheel.version} for this system`);
    await expect(asking).rejects.toThrow('-m pip config list');
  });

  it('an index that cannot be reached is told of as such', async () => {
    const env = { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_RETRIES: '1', PIP_TIMEOUT: '5' };
    await expect(download(env)).rejects.toThrow('could not be reached');
  });

  it('a wheel that is there whole is not downloaded again', async () => {
    const downloads = temporaryFolder();
    writeFileSync(join(downloads, fakeWheelName()), 'kept');
    const never = { ...python, executable: 'no-such-python' };
    const options = {
      wheel,
      python: never,
      downloads,
      staging: downloads,
      signal: new AbortController().signal,
      onBytes: () => undefined,
    };
    expect(await downloadWheel(options)).toBe(join(downloads, fakeWheelName()));
  });

  const growing = 'tells how the file grows and of how much, and ends pip when cancelled';
  const noShell = lacks(process.platform !== 'win32', growing, 'system', 'pip is played by a shell script');
  it.skipIf(noShell)(growing, async () => {
    const script = join(temporaryFolder(), 'python');
    writeFileSync(
      script,
      '#!/bin/sh\necho "Collecting x"\necho "  Downloading x-1-py3-none-any.whl (2.0 kB)"\nmkdir $TMPDIR/pip-unpack-1\nprintf 12345 > $TMPDIR/pip-unpack-1/x-1-py3-none-any.whl\nsleep 60\n',
    );
    chmodSync(script, 0o755);
    const controller = new AbortController();
    const heard: (number | null)[][] = [];
    const began = Date.now();
    const running = download(
      { PATH: process.env.PATH },
      {
        python: { ...python, executable: script },
        signal: controller.signal,
        onBytes: (...said: (number | null)[]) => {
          heard.push(said);
          if (said[0] === 5) controller.abort(new Error('enough'));
        },
      },
    );
    await expect(running).rejects.toThrow('enough');
    expect(heard.at(-1)).toEqual([5, 2000]);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  const full = 'a full disk while pip writes is told of as such';
  const noScript = lacks(process.platform !== 'win32', full, 'system', 'pip is played by a shell script');
  it.skipIf(noScript)(full, async () => {
    const script = join(temporaryFolder(), 'python');
    writeFileSync(
      script,
      '#!/bin/sh\necho "ERROR: Could not install: [Errno 28] No space left on device" >&2\nexit 1\n',
    );
    chmodSync(script, 0o755);
    await expect(download({}, { python: { ...python, executable: script } })).rejects.toThrow('The disk is full.');
  });

  it("a Python that has no wheel of its own takes the newest one's", () => {
    const asked = (minor: number, usual = true) => pipArguments(wheel, { ...python, minor, usual }, 'd').join(' ');
    expect(asked(11)).not.toContain('--python-version');
    for (const words of [asked(9), asked(14), asked(13, false)]) {
      expect(words).toContain('--python-version 3.13 --implementation cp --abi cp313');
      expect(words).toContain('--only-binary=:all:');
    }
  });
});

it('the size is read from what pip says', () => {
  expect(sizeSaid('Collecting a\n  Downloading a-1-cp311.whl (273.8 MB)\n')).toBe(273_800_000);
  expect(sizeSaid('  Downloading a-1.whl (612 bytes)')).toBe(612);
  expect(sizeSaid('  Downloading a-1.whl.metadata')).toBeNull();
});
