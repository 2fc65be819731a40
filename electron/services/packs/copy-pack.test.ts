import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import { fakeSteps, fakeSystem } from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { createPacks } from './packs.ts';
import { systemObstacle } from './recipes.ts';

const title = 'packs copied from machine to machine';
const noSystem = lacks(systemObstacle(fakeSystem) === null, title, 'system', 'no pack can be made for it');

/** A machine with a pack, and a file that it was exported to. */
async function exported() {
  const folder = temporaryFolder();
  const packs = createPacks({ folder: join(folder, 'engines'), steps: fakeSteps({}, 200_000) });
  await packs.install('tensorflow');
  const file = join(folder, 'pack.tar.gz');
  const { bytes } = await packs.exportTo('tensorflow', file);
  expect(bytes).toBe(readFileSync(file).length);
  return { folder, packs, file, place: join(folder, 'engines', 'tensorflow') };
}

/** Another machine, which has no pack yet. */
function other() {
  const folder = join(temporaryFolder(), 'engines');
  return { folder, packs: createPacks({ folder, steps: fakeSteps() }) };
}

/** Writes a tar of some files of a folder, as someone might by hand. */
async function tarOf(cwd: string, names: readonly string[], own: object = {}): Promise<string> {
  const file = join(temporaryFolder(), 'made.tar.gz');
  await create({ cwd, file, gzip: true, portable: true, preservePaths: true, ...own }, [...names]);
  return file;
}

describe.skipIf(noSystem)(title, () => {
  it('a pack comes out as it went in', async () => {
    const { file, place } = await exported();
    const { folder, packs } = other();
    expect(await packs.importFrom(file)).toEqual({ outcome: 'done', engine: 'tensorflow' });
    expect(await packs.inspect('tensorflow')).toBeNull();
    expect(readdirSync(folder)).toEqual(['tensorflow']);
    const read = (at: string) => (readdirSync(at, { recursive: true }) as string[]).sort();
    expect(read(join(folder, 'tensorflow'))).toEqual(read(place));
    expect(readFileSync(join(folder, 'tensorflow', 'pack.json'), 'utf8')).toBe(
      readFileSync(join(place, 'pack.json'), 'utf8'),
    );
  });

  it('an export replaces nothing, and a damaged pack is not passed on', async () => {
    const { packs, file, place, folder } = await exported();
    await expect(packs.exportTo('tensorflow', file)).rejects.toThrow('it is left as it is');
    const binding = join(place, 'lib', 'napi-v8', 'tfjs_binding.node');
    writeFileSync(binding, 'bindinG');
    await expect(packs.exportTo('tensorflow', join(folder, 'second'))).rejects.toThrow('was changed');
    expect(existsSync(join(folder, 'second'))).toBe(false);
    await expect(other().packs.exportTo('tensorflow', join(folder, 'third'))).rejects.toThrow(
      'There is no pack of tensorflow',
    );
  });

  it('a changed byte, the half of a file and what is none are refused, and nothing is kept', async () => {
    const { file } = await exported();
    const raw = gunzipSync(readFileSync(file));
    const changed = Buffer.from(raw);
    changed.write('BINDING', raw.indexOf('binding', raw.indexOf('tfjs_binding.node', raw.lastIndexOf('}\n')) + 400));
    const variants: [Buffer, RegExp][] = [
      [gzipSync(changed), /Expected: SHA-256 \w+ of /],
      [readFileSync(file).subarray(0, 700), /is not an engine pack/],
      [gzipSync(raw.subarray(0, raw.length - 150_000)), /is not (an|a sound) engine pack/],
      [Buffer.from('<html>'), /is not an engine pack.*incorrect header check/],
      [gzipSync(Buffer.from('no tar at all')), /is not an engine pack/],
      [gzipSync(Buffer.alloc(0)), /is not an engine pack/],
    ];
    for (const [content, words] of variants) {
      const { folder, packs } = other();
      const at = join(temporaryFolder(), 'changed');
      writeFileSync(at, content);
      await expect(packs.importFrom(at)).rejects.toThrow(words);
      expect(readdirSync(folder)).toEqual([]);
    }
    await expect(other().packs.importFrom('/nowhere/pack')).rejects.toThrow('/nowhere/pack could not be read');
  });

  it('a pack for another system, or of another TensorFlow, is refused before anything of it is written', async () => {
    const { place } = await exported();
    const text = readFileSync(join(place, 'pack.json'), 'utf8');
    const pack = JSON.parse(text);
    for (const [own, words] of [
      [{ arch: 'sparc' }, `Received: ${process.platform} sparc.`],
      [{ platform: 'plan9' }, `Expected: ${process.platform} ${process.arch}. Received: plan9`],
      [{ tensorflow: '1.0.0' }, 'Expected: TensorFlow 2.21.0. Received: 1.0.0.'],
    ] as const) {
      writeFileSync(join(place, 'pack.json'), JSON.stringify({ ...pack, ...own }));
      const file = await tarOf(place, ['pack.json', ...Object.keys(pack.files)]);
      await expect(other().packs.importFrom(file)).rejects.toThrow(words);
    }
    // The same pack in place, as when a home folder is shared.
    expect(await createPacks({ folder: join(place, '..'), steps: fakeSteps() }).look('tensorflow')).toMatchObject({
      state: 'unavailable',
    });
  });

  it('nothing gets out of the folder: paths that lead out, links and files that are not listed are refused', async () => {
    const { place, folder: machine } = await exported();
    const pack = JSON.parse(readFileSync(join(place, 'pack.json'), 'utf8'));
    const entry = { bytes: 4, sha256: '0'.repeat(64) };
    writeFileSync(join(machine, 'evil'), 'evil');
    for (const path of ['../evil', '/evil', 'a/../../evil', 'a\\evil', 'C:evil', './evil', '']) {
      const at = temporaryFolder();
      writeFileSync(join(at, 'pack.json'), JSON.stringify({ ...pack, files: { [path]: entry } }));
      await expect(other().packs.importFrom(await tarOf(at, ['pack.json']))).rejects.toThrow('is not an engine pack');
    }
    const at = temporaryFolder();
    mkdirSync(join(at, 'sub'));
    writeFileSync(join(at, 'evil'), 'evil');
    writeFileSync(join(at, 'sub', 'pack.json'), JSON.stringify({ ...pack, files: {} }));
    const { folder, packs } = other();
    await expect(packs.importFrom(await tarOf(join(at, 'sub'), ['pack.json', '../evil']))).rejects.toThrow(
      /each file of its list once|evil/,
    );
    writeFileSync(join(at, 'pack.json'), JSON.stringify({ ...pack, files: { link: { ...entry, bytes: 0 } } }));
    symlinkSync('/etc/passwd', join(at, 'link'));
    await expect(packs.importFrom(await tarOf(at, ['pack.json', 'link']))).rejects.toThrow(
      'Expected: files alone. Received: SymbolicLink "link".',
    );
    await expect(packs.importFrom(await tarOf(at, ['evil', 'pack.json']))).rejects.toThrow('"evil" at its beginning');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('an import that is cancelled, or does not load, leaves what was there', async () => {
    const { file } = await exported();
    const { folder, packs } = other();
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect(await packs.importFrom(file, { signal: controller.signal, onProgress })).toEqual({
      outcome: 'cancelled',
      engine: null,
    });
    const steps = fakeSteps({ provePack: () => Promise.reject(new Error('does not load')) });
    await expect(createPacks({ folder, steps }).importFrom(file)).rejects.toThrow('does not load');
    expect(readdirSync(folder)).toEqual([]);
  });
});
