import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { createServer } from '../../shared/ipc/client-server.ts';
import type { EngineEvents, EngineRequests } from '../../shared/ipc/contract.ts';
import { engineRequests } from '../../shared/ipc/contract.ts';
import { runDocumentOf } from '../../testing/run-document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createInProcessEngineHost } from './engine-process.ts';
import { createGenerations } from './generations.ts';
import { createRuns } from './runs.ts';
import { readTemplate } from './templates.ts';

/** A run on the disk, whose engine tells "one" and "one two" and answers, where told, the whole text. */
async function withFakeEngine() {
  const directory = temporaryFolder();
  const { model, data, training } = await readTemplate('mlp-diabetes');
  const document = runDocumentOf(basename(directory), { model, data, training });
  writeFileSync(join(directory, 'run.json'), JSON.stringify(document));
  const answers: ((answer: { text: string }) => void)[] = [];
  let isGone = false;
  const host = createInProcessEngineHost((port) => {
    port.onClose(() => {
      isGone = true;
    });
    const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, {
      'engine:generate': () => {
        server.push('engine:text-grown', { text: 'one' });
        server.push('engine:text-grown', { text: 'one two' });
        return new Promise((resolve) => void answers.push(resolve));
      },
    } as never);
  });
  const generations = createGenerations(createRuns({ engineHost: host, version: '0' }));
  const heard: (readonly [string, string])[] = [];
  generations.onGrown((...grown) => heard.push(grown));
  const generated = { directory, prompt: 'zero ', tokens: 3, temperature: 1, seed: 1 };
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { generations, generated, heard, answers, until, isGone: () => isGone };
}

test('a text is told under the name of who asked as it grows, and answered as a whole', async () => {
  const { generations, generated, heard, answers, until, isGone } = await withFakeEngine();
  const answer = generations.generate('mine', generated);
  await until(() => answers.length === 1);
  // The name of another ends nothing.
  generations.cancel('other');
  answers[0]!({ text: 'one two three' });
  expect(await answer).toEqual({ outcome: 'done', text: 'one two three' });
  expect(heard).toEqual([
    ['mine', 'one'],
    ['mine', 'one two'],
  ]);
  expect(isGone()).toBe(true);
});

test('a text that is cancelled ends at once with what there is of it, and its engine goes', async () => {
  const { generations, generated, heard, until, isGone } = await withFakeEngine();
  const answer = generations.generate('mine', generated);
  await until(() => heard.length === 2);
  generations.cancel('mine');
  expect(await answer).toEqual({ outcome: 'cancelled', text: 'one two' });
  await until(isGone);
});
