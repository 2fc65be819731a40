import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { buildEngine } from '../../testing/engine-host.ts';
import { lacks } from '../../testing/leave-out.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { createForkEngineHost, describeEnd, engineClient, engineEnvironment, withEngine } from './engine-process.ts';

it('an engine that is let go ends by itself', async () => {
  const engine = createForkEngineHost(await buildEngine()).start();
  engine.release();
  expect(await engine.ended).toMatchObject({ code: 0, signal: null });
});

it('an engine leaves Ctrl+C to the process that started it', async () => {
  const engine = createForkEngineHost(await buildEngine()).start();
  const client = engineClient(engine);
  await client.ask('engine:stop', null);
  process.kill(engine.pid!, 'SIGINT');
  expect(await client.ask('engine:stop', null)).toBeNull();
  engine.release();
  expect(await engine.ended).toMatchObject({ code: 0, signal: null });
});

it.each([
  ['linux', {}, 'glibc.malloc.hugetlb=1'],
  ['linux', { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1' }, 'glibc.malloc.arena_max=1:glibc.malloc.hugetlb=1'],
  ['linux', { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }, 'glibc.malloc.hugetlb=0'],
  ['darwin', {}, undefined],
] as const)('the memory of an engine is in large pages on %s with %j: %s', (platform, environment, tunables) => {
  expect(engineEnvironment({ HOME: '/home/ada', ...environment }, platform)).toEqual({
    HOME: '/home/ada',
    ...(tunables && { GLIBC_TUNABLES: tunables }),
  });
});

const ctrlC = 'Ctrl+C in a terminal does not reach an engine that starts';
const noGroups = lacks(process.platform !== 'win32', ctrlC, 'system', 'Windows has no groups of processes');

it.skipIf(noGroups)(ctrlC, async () => {
  const file = join(temporaryFolder(), 'engine.mjs');
  writeFileSync(file, `process.send('there'); setInterval(() => {}, 1000);`);
  const program = await buildEngine('testing/engine-in-group.ts');
  const parent = spawn(process.execPath, [program, file], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  expect(String(await once(parent.stdout, 'data'))).toBe('there\n');
  process.kill(-parent.pid!, 'SIGINT');
  expect(String(await once(parent.stdout, 'data'))).toBe('alive\n');
});

it('an engine does not outlive the process that started it, even one that is killed', async () => {
  const script = `
    const engine = require('node:child_process').fork(process.argv[1], { stdio: 'ignore' });
    engine.on('message', () => console.log(engine.pid));
    engine.send({ kind: 'ask', id: 1, name: 'engine:stop', sent: null });
  `;
  const parent = spawn(process.execPath, ['-e', script, await buildEngine()], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isThere(pid)).toBe(true);
  parent.kill('SIGKILL');
  for (let waited = 0; isThere(pid) && waited < 10_000; waited += 50) await setTimeout(50);
  expect(isThere(pid)).toBe(false);
});

it.each([
  ['process.kill(process.pid, "SIGKILL")', '(signal SIGKILL)', 'when memory runs out'],
  ['throw new Error("no such library")', '(exit code 1)', 'Error: no such library'],
  ['console.error("FATAL ERROR: Reached heap limit Allocation failed"); process.abort()', 'SIGABRT', 'Memory ran out.'],
  ['process.exit(3)', '(exit code 3)', 'It left no message.'],
])('an engine that ends by %s is told of in words', async (program, how, advice) => {
  const file = join(temporaryFolder(), 'engine.mjs');
  writeFileSync(file, program);
  const asking = withEngine(createForkEngineHost(file), (client) => client.ask('engine:describe', { engine: 'auto' }));
  await expect(asking).rejects.toThrow(UserError);
  await expect(asking).rejects.toThrow(how);
  await expect(asking).rejects.toThrow(advice);
});

/** An engine process in which webgpu cannot be started: it ends by a signal, unless it is told to pass that over. */
const crashing = (when: string) => `
  let passedOver = [];
  const push = (name, event) => process.send({ kind: 'event', name, event });
  process.on('message', ({ id, name, sent }) => {
    const answer = (value) => process.send({ kind: 'answer', id, answer: value });
    if (name === 'engine:pass-over') {
      passedOver = sent;
      return answer(null);
    }
    const report = { name: 'wasm', state: 'ready', version: '1', device: 'CPU', reason: '', remedy: null };
    if (passedOver.length > 0) return answer([{ ...report, reason: passedOver[0].reason, device: passedOver[0].name }]);
    ${when}
  });`;

it('an engine that ends its process as it starts is passed over in another one, which hears why', async () => {
  const file = join(temporaryFolder(), 'engine.mjs');
  writeFileSync(
    file,
    crashing(`push('engine:starting', 'webgpu'); console.error('Error: no driver'); process.abort();`),
  );
  const [report] = await withEngine(createForkEngineHost(file), (client) =>
    client.ask('engine:describe', { engine: 'auto' }),
  );
  expect(report!.device).toBe('webgpu');
  expect(told(report!.reason)).toContain('Its process ended as it started (signal SIGABRT).');
  expect(told(report!.reason)).toContain('The last words of the process: Error: no driver');
});

it('an engine that has started and ends its process later is no reason to ask another', async () => {
  const file = join(temporaryFolder(), 'engine.mjs');
  writeFileSync(
    file,
    crashing(
      `push('engine:starting', 'webgpu'); push('engine:starting', null); setTimeout(() => process.abort(), 50);`,
    ),
  );
  const asking = withEngine(createForkEngineHost(file), (client) => client.ask('engine:describe', { engine: 'auto' }));
  await expect(asking).rejects.toThrow('The engine process ended unexpectedly (signal SIGABRT).');
});

it('an engine that cannot be started is told of in words', () => {
  expect(told(describeEnd({ code: null, signal: null, words: 'spawn ENOENT' }))).toContain('it did not start');
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
