import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineState } from '../../shared/ipc/engines.ts';
import { describeRemedy, reasonWords } from '../../shared/messages/remedies.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { packNames } from '../../shared/training/settings.ts';
import { appFolder, userFolder } from '../data/disk/places.ts';

/** One thing this machine has, lacks or may lack. */
export interface Finding {
  readonly name: string;
  /** `missing` stands in the way of something; `absent` does not. */
  readonly state: 'well' | 'absent' | 'missing';
  readonly value: string;
  /** What to do about it; empty when well. */
  readonly remedy: string;
}

const gibibyte = 1024 ** 3;

/** What this machine has of what the app uses. `engines` describes the training engines, which only an engine process can. */
export async function examine(engines: () => Promise<readonly EngineState[]>): Promise<readonly Finding[]> {
  return [
    nodeVersion(),
    { name: 'machine', state: 'well', value: `${process.platform} ${process.arch}, ${machine()}`, remedy: '' },
    { name: 'settings', state: 'well', value: userFolder(), remedy: '' },
    windowBuild(),
    electronBinary(),
    await library('tables', '@duckdb/node-api'),
    await library('images', 'sharp'),
    ...(await engineFindings(engines)),
  ];
}

function nodeVersion(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const enough = major > 20 || (major === 20 && minor >= 19);
  const remedy = enough ? '' : 'install Node.js 20.19 or newer';
  return { name: 'node', state: enough ? 'well' : 'missing', value: process.versions.node, remedy };
}

function machine(): string {
  const memory = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`;
  return `${cpus().length} cores, ${memory(totalmem())} memory, ${memory(freemem())} free`;
}

function windowBuild(): Finding {
  const built = existsSync(join(appFolder(), 'build', 'renderer', 'index.html'));
  return built
    ? { name: 'window', state: 'well', value: 'built', remedy: '' }
    : { name: 'window', state: 'absent', value: 'not built yet', remedy: 'npm start builds it' };
}

function electronBinary(): Finding {
  const absent = (value: string, remedy: string): Finding => ({ name: 'electron', state: 'absent', value, remedy });
  if (process.versions.electron)
    return { name: 'electron', state: 'well', value: process.versions.electron, remedy: '' };
  try {
    const manifest = createRequire(import.meta.url).resolve('electron/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    if (existsSync(join(dirname(manifest), 'path.txt')))
      return { name: 'electron', state: 'well', value: version, remedy: '' };
    return absent(
      `${version}, without its binary`,
      'npm start -- --electron tries to fetch it; the browser is used until then',
    );
  } catch {
    return absent('not installed', 'the browser is used instead');
  }
}

async function library(name: string, specifier: string): Promise<Finding> {
  try {
    await import(specifier);
    return { name, state: 'well', value: specifier, remedy: '' };
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    return {
      name,
      state: 'missing',
      value: `${specifier} does not load: ${line}`,
      remedy: 'run npm ci again on this machine',
    };
  }
}

async function engineFindings(engines: () => Promise<readonly EngineState[]>): Promise<Finding[]> {
  try {
    return (await engines()).map((described) => {
      const { name: engine, state, version, device, remedy: known, bytes } = described;
      const reason = reasonWords(described);
      const name = `engine ${engine}`;
      const remedy = describeRemedy(engine, known);
      if (state === 'ready') return { name, state: 'well', value: `${version}, ${inEnglish(device)}`, remedy: '' };
      // Without a pack or a graphics card the other engines train; what every installation has is missing.
      const forCard = engine === 'webgpu' || (engine === 'tensorflow-gpu' && bytes === null);
      if (forCard) return { name, state: 'absent', value: inEnglish(reason), remedy };
      if (isPack(engine))
        return { name, state: state === 'not-installed' ? 'absent' : 'missing', value: inEnglish(reason), remedy };
      return { name, state: 'missing', value: inEnglish(reason), remedy: 'run npm ci again on this machine' };
    });
  } catch (error) {
    return [
      { name: 'engine', state: 'missing', value: (error as Error).message, remedy: 'run npm ci again on this machine' },
    ];
  }
}

function isPack(name: EngineState['name']): boolean {
  return packNames.some((pack) => pack === name);
}
