import { readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import { onEngine } from '../../testing/backends.ts';
import { copyPack, replaceFile } from '../../testing/damaged-pack.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { createEngines } from './engines.ts';
import { createPacks } from './packs/packs.ts';
import { openProject, saveProject } from './projects.ts';
import { createRuns } from './runs.ts';
import { readTemplate } from './templates.ts';

const binding = 'lib/napi-v8/tfjs_binding.node';
const framework = fileOf('deps/lib', /framework/);
const library = fileOf('deps/lib', /_cc/);

/** The path in the pack of a library whose name differs by system. */
function fileOf(folder: string, name: RegExp): (pack: string) => string {
  return (pack) => `${folder}/${readdirSync(join(pack, folder)).find((file) => name.test(file))}`;
}

/** What can happen to a pack on a disk, and what is said of it. */
const damages: Readonly<Record<string, { readonly harm: (pack: string) => void; readonly words: RegExp }>> = {
  'a library that was cut off, which ends the process that loads it': {
    harm: (pack) => replaceFile(join(pack, framework(pack)), (content) => content.subarray(0, 30_000_000)),
    words: /is damaged\. Expected: [0-9,]+ bytes in deps\/lib\/libtensorflow_framework\S+\. Received: 30,000,000\./,
  },
  'a library without its end, which still loads': {
    harm: (pack) => replaceFile(join(pack, library(pack)), (content) => content.subarray(0, content.length - 4096)),
    words: /is damaged\. Expected: [0-9,]+ bytes in deps\/lib\/libtensorflow_cc\S+\. Received: [0-9,]+\./,
  },
  'a library of the right size with other content, which ends the process that loads it': {
    harm: (pack) =>
      replaceFile(join(pack, framework(pack)), (content) =>
        content.fill('\u000b\u00f4', content.length / 3, content.length / 2, 'latin1'),
      ),
    words: /is damaged: deps\/lib\/libtensorflow_framework\S+ was changed\. Expected: SHA-256/,
  },
  'a binding with one byte changed': {
    harm: (pack) =>
      replaceFile(join(pack, binding), (content) => {
        const at = Math.floor(content.length / 3);
        return content.fill(content[at]! ^ 0xff, at, at + 1);
      }),
    words: /is damaged: lib\/napi-v8\/tfjs_binding\.node was changed\./,
  },
  'a description that is no JSON': {
    harm: (pack) => replaceFile(join(pack, 'pack.json'), () => Buffer.from('{"app":')),
    words: /pack\.json is not sound: JSON was expected\./,
  },
  'a file that is missing': {
    harm: (pack) => replaceFile(join(pack, framework(pack)), () => null),
    words: /is damaged\. Expected: deps\/lib\/libtensorflow_framework\S+ in it\. Received: no such file\./,
  },
};

onEngine('tensorflow', 'a damaged pack of tensorflow', () => {
  let host: Awaited<ReturnType<typeof createTestEngineHost>>;
  beforeAll(async () => {
    host = await createTestEngineHost();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  describe.each(Object.entries(damages))('%s', (_title, { harm, words }) => {
    it('is listed with what to do; auto trains without it and says why; the engine by its name fails and loses nothing', async () => {
      const home = temporaryFolder();
      harm(copyPack('tensorflow', home));
      vi.stubEnv('LAYERLOOM_HOME', home);
      // Without a graphics card in software, whose own proof takes longer than all else here.
      vi.stubEnv('VK_ICD_FILENAMES', '');

      const states = await createEngines(host, createPacks()).list();
      const state = states.find(({ name }) => name === 'tensorflow');
      expect(told(state)).toMatchObject({
        name: 'tensorflow',
        state: 'unavailable',
        reason: expect.stringMatching(words),
        remedy: { outside: null, inside: 'repair' },
      });

      const project = join(home, 'diabetes.loom');
      const template = await readTemplate('mlp-diabetes');
      const data = { ...template.data, source: { kind: 'table', path: 'patients.csv' } } as const;
      await saveProject({ ...template, data }, project);
      await cp(join(import.meta.dirname, '../../assets/data/diabetes.csv'), join(project, 'patients.csv'));
      const before = await openProject(project);
      const runs = createRuns({ engineHost: host, version: '0.0.0-test' });
      const train = async (engine: TrainingDocument['engine']) => {
        const ended = new Promise<RunEvent>((resolve) => {
          const stop = runs.onEvents((events) => {
            const end = events.find(({ event }) => event === 'train:end');
            if (!end) return;
            stop();
            resolve(end);
          });
        });
        const { directory } = await runs.start(project, { engine, epochs: 2 });
        return { end: await ended, ...(await runs.read(directory)), directory };
      };

      const auto = await train('auto');
      expect(auto.end).toMatchObject({ outcome: 'finished' });
      const [begin] = auto.events;
      expect(told(begin)).toMatchObject({
        event: 'train:begin',
        engine: { name: expect.not.stringMatching('tensorflow'), reason: expect.stringMatching(words) },
      });

      const named = await train('tensorflow');
      expect(told(named.end)).toMatchObject({
        outcome: 'failed',
        reason: expect.stringMatching(words),
      });
      const reason = told(named.summary.reason);
      expect(reason).toContain('The engine tensorflow did not start: ');
      expect(reason).toContain('What to do: layerloom engines install tensorflow.');
      expect(reason).not.toContain('No engine can train');

      // What was trained before can be used, on the engine that is left.
      expect(Object.keys(await runs.evaluate(auto.directory, 'test'))).toContain('loss');
      expect((await runs.list(project)).map(({ state }) => state)).toEqual(['failed', 'finished']);
      expect(await openProject(project)).toEqual(before);
      await runs.close();
    });
  });
});
