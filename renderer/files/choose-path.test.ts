import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from '../store/editor.ts';
import { choosePath, choosing } from './choose-path.ts';

function hostWith(nativeDialogs: boolean): { host: Host; asked: string[] } {
  const asked: string[] = [];
  const host = {
    ask: (name: string) => {
      asked.push(name);
      return Promise.resolve(name === 'host:describe' ? { nativeDialogs, home: '/home/ada' } : { path: '/chosen.csv' });
    },
    on: () => () => undefined,
  } as unknown as Host;
  return { host, asked };
}

afterEach(() => choosing.setState({ host: null, request: null }));

const table = { purpose: 'open-table', suggestion: '' } as const;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('choosing a path', () => {
  it('uses the dialog of the system where there is one', async () => {
    const { host, asked } = hostWith(true);
    choosing.setState({ host });
    expect(await choosePath(table)).toBe('/chosen.csv');
    expect(asked).toEqual(['host:describe', 'host:choose-path']);
    expect(choosing.getState().request).toBeNull();
  });

  it('asks in the window where there is none, from the home folder on', async () => {
    choosing.setState({ host: hostWith(false).host });
    const chosen = choosePath(table);
    await settle();
    expect(choosing.getState().request).toMatchObject({ purpose: 'open-table', home: '/home/ada' });
    choosing.getState().request!.answer('/home/ada/a.csv');
    expect(await chosen).toBe('/home/ada/a.csv');
    expect(choosing.getState().request).toBeNull();
  });

  it('a newer question ends an older one without an answer', async () => {
    choosing.setState({ host: hostWith(false).host });
    const older = choosePath(table);
    await settle();
    const newer = choosePath({ purpose: 'export', suggestion: 'm.keras' });
    expect(await older).toBeNull();
    await settle();
    choosing.getState().request!.answer(null);
    expect(await newer).toBeNull();
  });

  it('needs the window that asks', async () => {
    await expect(choosePath(table)).rejects.toThrow('Received: none.');
  });
});
