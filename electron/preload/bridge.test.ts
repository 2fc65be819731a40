import { expect, test, vi } from 'vitest';
import { until } from '../../testing/until.ts';
import { createBridge } from './bridge.ts';

const opened = () => {
  const { port1, port2 } = new MessageChannel();
  return { bridge: createBridge(port1), far: port2 };
};

test('every listener hears every message, also those that came before the first listener', async () => {
  const { bridge, far } = opened();
  far.postMessage('early');
  const heard: unknown[][] = [[], []];
  for (const each of heard) bridge.onMessage((message) => each.push(message));
  far.postMessage({ late: true });
  await until(() =>
    expect(heard).toEqual([
      ['early', { late: true }],
      ['early', { late: true }],
    ]),
  );
  far.close();
});

test('what is posted arrives as it was', async () => {
  const { bridge, far } = opened();
  const heard = new Promise((resolve) => {
    far.onmessage = ({ data }) => resolve(data);
  });
  bridge.post({ kind: 'ask', values: [1, null, 'a'] });
  expect(await heard).toEqual({ kind: 'ask', values: [1, null, 'a'] });
  far.close();
});

test('every listener hears of the close, also one that comes after it', async () => {
  const { bridge, far } = opened();
  const listeners = [vi.fn(), vi.fn(), vi.fn()];
  bridge.onClose(listeners[0]!);
  bridge.onClose(listeners[1]!);
  bridge.onMessage(() => undefined);
  far.close();
  await until(() => expect(listeners[1]).toHaveBeenCalledOnce());
  bridge.onClose(listeners[2]!);
  await until(() => expect(listeners.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]));
});
