import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ForkOptions, utilityProcess } from 'electron';
import { expect, test, vi } from 'vitest';
import { utilityEngineHost } from './engine-host.ts';

class FakeProcess extends EventEmitter {
  pid: number | undefined = undefined;
  readonly stderr = new PassThrough();
  readonly posted: unknown[] = [];
  readonly kill = vi.fn(() => true);
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

function start(pid?: number) {
  const child = new FakeProcess();
  child.pid = pid;
  const forked: unknown[] = [];
  const fork = (file: string, args: string[], options: ForkOptions) => {
    forked.push(file, args, options);
    return child;
  };
  const host = utilityEngineHost({ fork } as unknown as Pick<typeof utilityProcess, 'fork'>, 'engine.mjs');
  return { child, engine: host.start(), forked };
}

test('an engine is a utility process whose errors are heard', () => {
  const { forked } = start();
  expect(forked).toMatchObject(['engine.mjs', [], { stdio: ['ignore', 'ignore', 'pipe'] }]);
});

test('messages go both ways until it is gone', async () => {
  const { child, engine } = start();
  const heard: unknown[] = [];
  engine.port.onMessage((message) => heard.push(message));
  const closed = new Promise<void>((resolve) => engine.port.onClose(resolve));
  engine.port.post('a');
  child.emit('message', 'b');
  child.stderr.end();
  child.emit('exit', 0);
  engine.port.post('too late');
  await closed;
  expect({ posted: child.posted, heard }).toEqual({ posted: ['a'], heard: ['b'] });
});

test('its end comes with its last words, also those after it and those of V8', async () => {
  const { child, engine } = start();
  child.stderr.write('first words\n');
  child.emit('error', 'FatalError', 'Allocation failed - JavaScript heap out of memory', '{}');
  child.emit('exit', 5);
  child.stderr.end('last words\n');
  const { code, signal, words } = await engine.ended;
  expect({ code, signal }).toEqual({ code: 5, signal: null });
  expect(words).toContain('out of memory');
  expect(words).toContain('last words');
});

test('an engine that says nothing more ends all the same', async () => {
  const { child, engine } = start();
  child.emit('exit', 1);
  expect(await engine.ended).toEqual({ code: 1, signal: null, words: '' });
});

test('before it has a number, a run is known by the number of the app, which it cannot outlive', () => {
  expect(start().engine.pid).toBe(process.pid);
  expect(start(4321).engine.pid).toBe(4321);
});

test('letting it go asks; killing does not', () => {
  const kill = vi.spyOn(process, 'kill').mockImplementation(() => true);
  try {
    const { child, engine } = start(4321);
    engine.release();
    expect(child.kill).toHaveBeenCalledOnce();
    engine.kill();
    expect(kill).toHaveBeenCalledWith(4321, 'SIGKILL');
    const early = start();
    early.engine.kill();
    expect(early.child.kill).toHaveBeenCalledOnce();
  } finally {
    kill.mockRestore();
  }
});
