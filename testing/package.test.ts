import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildNode, buildWindow, isStale } from '../scripts/build.mjs';
import { lacks } from './leave-out.ts';
import { temporaryFolder } from './temporary-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const title = 'a package has all that the app loads at runtime, and nothing that only builds it';
const isLinux = process.platform === 'linux';

/** What stands in for Electron: a binary with nothing but the switches that a package sets in Electron's. */
function writeElectron(folder: string): void {
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true });
  const switches = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 9]),
    Buffer.alloc(9, '0'),
  ]);
  writeFileSync(join(folder, 'electron'), switches);
  chmodSync(join(folder, 'electron'), 0o755);
  for (const name of ['version', 'LICENSE', 'chrome-sandbox']) writeFileSync(join(folder, name), '');
}

test.skipIf(lacks(isLinux, title, 'system', 'it packs for Linux'))(title, async () => {
  if (isStale('node')) await buildNode();
  if (isStale('window')) await buildWindow();
  const folder = temporaryFolder();
  const electron = join(folder, 'electron');
  writeElectron(electron);
  const run = (file: string, ...line: string[]) => {
    const { VITEST: _inTest, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...line], {
      cwd: root,
      encoding: 'utf8',
      env: { ...env, LAYERLOOM_HOME: join(folder, 'settings'), LAYERLOOM_PYTHON: '', LAYERLOOM_THREADS: '2' },
    });
    expect(status, `${line.join(' ')}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`).toBe(0);
    return stdout;
  };
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const output = join(folder, 'packed');
  run(
    builder,
    '--linux',
    'dir',
    '--publish',
    'never',
    `-c.electronDist=${electron}`,
    `-c.directories.output=${output}`,
  );

  // The packed tree stands where no `node_modules` of ours is above it.
  const app = join(output, 'linux-unpacked', 'resources', 'app');
  const layerloom = (...line: string[]) => run(join(app, 'build', 'cli.mjs'), ...line);
  for (const file of [
    'main.mjs',
    'engine.mjs',
    'decode-worker.cjs',
    'augment-worker.cjs',
    'preload.cjs',
    'renderer/index.html',
  ]) {
    expect(existsSync(join(app, 'build', file)), file).toBe(true);
  }
  const findings = layerloom('doctor', '--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; state: string });
  expect(findings.filter(({ state }) => state === 'missing')).toEqual([]);
  for (const template of ['mlp-diabetes', 'cnn-mnist', 'lstm-spam']) {
    const project = join(folder, `${template}.loom`);
    layerloom('new', template, project);
    layerloom('train', project, '--epochs', '1', '--limit', '64');
  }
  const runs = join(folder, 'mlp-diabetes.loom', 'runs');
  const trained = join(runs, readdirSync(runs)[0]!);
  layerloom('export', trained, '--format', 'keras', '--out', join(folder, 'model.keras'));
  layerloom('export', trained, '--format', 'tfjs', '--out', join(folder, 'model'));

  const packed = readdirSync(join(app, 'node_modules'));
  const tools = [
    'electron',
    'axios',
    'cmake-js',
    'electron-builder',
    'esbuild',
    'react',
    'recharts',
    'typescript',
    'vite',
    'vitest',
    '@mantine',
  ];
  expect(tools.filter((name) => packed.includes(name))).toEqual([]);
  expect(readdirSync(join(app, 'node_modules', '@stdlib'))).toEqual(['datasets-spam-assassin']);
  const jpeg = join(app, 'node_modules', '@julusian', 'jpeg-turbo');
  expect(readdirSync(join(jpeg, 'prebuilds')).filter((name) => !name.startsWith('jpeg-turbo-linux-'))).toEqual([]);
  expect(createRequire(join(app, 'build', 'decode-worker.cjs'))('@julusian/jpeg-turbo')).toMatchObject({
    FORMAT_RGB: expect.any(Number),
  });
});
