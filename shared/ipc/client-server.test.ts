import { expect, test } from 'vitest';
import { z } from 'zod';
import { createClient, createServer } from './client-server.ts';
import { createPortPair, UserError } from './port.ts';

const requests = {
  'sum:add': { sent: z.array(z.number()), answer: z.number() },
  'sum:fail': { sent: z.enum(['people', 'bug', 'wrong-answer']), answer: z.number() },
  'sum:wait': { sent: z.null(), answer: z.null() },
} as const;
const events = { 'sum:event': z.strictObject({ n: z.number() }) } as const;

function join() {
  const { left, right, close } = createPortPair();
  const client = createClient(left, requests, events);
  const server = createServer<typeof requests, typeof events>(right, requests, {
    'sum:add': (numbers) => numbers.reduce((a, b) => a + b, 0),
    'sum:fail': (how) => {
      if (how === 'people') throw new UserError('The cup is empty. Received: nothing.');
      if (how === 'bug') throw new TypeError('x is undefined');
      return 'one' as never;
    },
    'sum:wait': () => new Promise(() => {}),
  });
  return { client, server, close, left };
}

test('requests are answered, each with its own answer', async () => {
  const { client } = join();
  expect(await Promise.all([client.ask('sum:add', [1, 2]), client.ask('sum:add', [3, 4])])).toEqual([3, 7]);
});

test('a payload that does not fit the contract never reaches the handler', async () => {
  const { client } = join();
  await expect(client.ask('sum:add', ['1'] as never)).rejects.toThrow(
    'The request "sum:add" does not fit the contract',
  );
  await expect(client.ask('sum:fail', 'wrong-answer')).rejects.toThrow(
    'The answer to "sum:fail" does not fit the contract',
  );
  await expect(client.ask('constructor' as never, null as never)).rejects.toThrow(
    'Unknown request. Received: "constructor".',
  );
});

test('words for people cross as they are, other errors as errors', async () => {
  const { client } = join();
  const failure = (how: 'people' | 'bug') => client.ask('sum:fail', how).catch((error: Error) => error);
  expect(await failure('people')).toEqual(new UserError('The cup is empty. Received: nothing.'));
  expect(await failure('people')).toBeInstanceOf(UserError);
  expect(await failure('bug')).not.toBeInstanceOf(UserError);
});

test('events are heard until one stops hearing, and only sound ones', async () => {
  const { client, server, left } = join();
  const heard: number[] = [];
  const stop = client.on('sum:event', ({ n }) => heard.push(n));
  server.push('sum:event', { n: 1 });
  await client.ask('sum:add', []);
  stop();
  server.push('sum:event', { n: 2 });
  await client.ask('sum:add', []);
  expect(heard).toEqual([1]);
  left.post('no message of ours');
  expect(await client.ask('sum:add', [1])).toBe(1);
});

test('what waits is refused when the other side is gone, and so is what comes after', async () => {
  const { client, close } = join();
  const waiting = client.ask('sum:wait', null);
  close();
  await expect(waiting).rejects.toThrow('The other side ended before it answered "sum:wait".');
  await expect(client.ask('sum:add', [])).rejects.toThrow('The other side ended');
});

test('an answer with long lists comes in pieces, each of which is checked, and arrives whole', async () => {
  const item = z.strictObject({ name: z.string(), values: z.array(z.number()) });
  const answer = z
    .strictObject({ title: z.string(), few: z.array(z.string()), columns: z.array(item).readonly() })
    .nullable();
  const wide = { 'table:look': { sent: z.boolean(), answer } } as const;
  const { left, right } = createPortPair();
  const sizes: number[] = [];
  left.onMessage((message) => sizes.push(JSON.stringify(message).length));
  const client = createClient(left, wide, {});
  const columns = Array.from({ length: 5000 }, (_, at) => ({ name: `column ${at}`, values: [at, at / 3, -1 - at] }));
  const whole = { title: 'wide', few: ['a', 'b'], columns };
  createServer<typeof wide, Record<never, never>>(right, wide, {
    'table:look': (isSound) => (isSound ? whole : { ...whole, columns: [...columns, { name: 7 } as never] }),
  });
  expect(await client.ask('table:look', true)).toEqual(whole);
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  expect(sizes.length).toBeGreaterThan(2);
  await expect(client.ask('table:look', false)).rejects.toThrow('The answer to "table:look" does not fit the contract');
});
