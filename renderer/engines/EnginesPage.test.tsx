import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { engineMessages } from '../../shared/messages/en.ts';
import { packMessages } from '../../shared/messages/packs.ts';
import { toDoOutside } from '../../shared/messages/remedies.ts';
import { TestEditor } from '../store/test-editor.ts';
import { EditorContext } from '../store/use-editor.ts';
import type { ViewSlice } from '../store/view-slice.ts';
import { missingTensorflow as missing, readyTensorflow as ready, fakeWasm as wasm } from '../testing/fake-engines.ts';
import { EnginesPage } from './EnginesPage.tsx';

let session: TestEditor;
beforeEach(() => {
  session = new TestEditor();
  session.editor.goTo('engines');
});

/** The page as it is first drawn, one line an element, without what only looks. */
function draw(view: Partial<ViewSlice>): string {
  const { editor } = session;
  editor.view({ connection: 'connected', engines: [missing, wasm], ...view });
  // Drawn without a browser, the state that a store begins with would be taken.
  const store = { ...editor.store, getInitialState: editor.store.getState };
  return renderToStaticMarkup(
    <EditorContext value={{ ...editor, store }}>
      <MantineProvider>
        <EnginesPage />
      </MantineProvider>
    </EditorContext>,
  );
}

/** The buttons by their names, and whether they can be pressed. */
function buttons(page: string): readonly (readonly [string, boolean])[] {
  return [...page.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(([, attributes, content]) => [
    /aria-label="([^"]*)"/.exec(attributes!)?.[1] ?? content!.replace(/<[^>]*>/g, ''),
    !/\sdisabled=""/.test(attributes!),
  ]);
}

const words = (page: string) =>
  page
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('what can be done', () => {
  test('an engine that is not installed can be installed; one that comes along has no button', () => {
    const page = draw({});
    expect(buttons(page)).toEqual([
      ['Back to Model', true],
      ['Install tensorflow', true],
      ['Import pack…', true],
    ]);
    expect(words(page)).toContain('wasm ready trains by default');
    expect(words(page)).not.toContain('What to do');
  });

  test('an installed one can be exported and removed, and trains by default', () => {
    const page = draw({ engines: [ready, wasm] });
    expect(buttons(page).slice(1)).toEqual([
      ['Export the pack of tensorflow…', true],
      ['Remove tensorflow', true],
      ['Import pack…', true],
    ]);
    expect(words(page)).toContain('tensorflow ready trains by default');
    expect(words(page)).toContain('854 MB');
  });

  test('a damaged one says what is wrong, and can be removed or made anew', () => {
    const remedy = { outside: null, inside: 'repair' } as const;
    const damaged = { ...ready, state: 'unavailable', reason: 'The pack of tensorflow is damaged.', remedy } as const;
    const page = draw({ engines: [damaged, wasm] });
    expect(buttons(page).slice(1, 3)).toEqual([
      ['Remove tensorflow', true],
      ['Install tensorflow again', true],
    ]);
    expect(words(page)).toContain('The pack of tensorflow is damaged.');
  });

  test('one that cannot be had here says why and what to do instead', () => {
    const reason = 'TensorFlow publishes nothing for systems with musl.';
    const remedy = toDoOutside('Use the engine wasm on this system');
    const page = draw({ engines: [{ ...missing, state: 'unavailable', version: '', reason, remedy }, wasm] });
    expect(buttons(page).map(([name]) => name)).toEqual(['Back to Model', 'Import pack…']);
    expect(words(page)).toContain(`${reason} What to do Use the engine wasm on this system.`);
  });

  test('one of little use here says so beside the button that would install it, and once', () => {
    const caution = packMessages['no-card'];
    const remedy = { outside: { kind: 'command', command: 'apt' }, inside: 'install' } as const;
    const gpu = { ...missing, name: 'tensorflow-gpu', caution } as const;
    for (const engine of [gpu, { ...gpu, reason: 'No C++ compiler was found.', remedy }]) {
      const page = draw({ engines: [engine, wasm] });
      expect(buttons(page).map(([name]) => name)).toContain('Install tensorflow-gpu');
      expect(words(page).split(caution)).toHaveLength(2);
    }
    expect(words(draw({}))).not.toContain('NVIDIA was found');
  });

  test('a missing tool is named with the command that brings it', () => {
    const command = 'sudo apt install build-essential';
    const remedy = { outside: { kind: 'command', command }, inside: 'install' } as const;
    const page = draw({ engines: [{ ...missing, reason: 'No C++ compiler was found.', remedy }, wasm] });
    expect(page).toContain(`<code>${command}</code>`);
    expect(words(page)).toContain('No C++ compiler was found.');
    expect(words(page)).toContain('Then press Install.');
    const damaged = { ...ready, state: 'unavailable', remedy: { ...remedy, inside: 'repair' } } as const;
    expect(words(draw({ engines: [damaged, wasm] }))).toContain('Then press Install again.');
  });

  test('a graphics card in software is ready, is not called the default, and says when it trains', () => {
    const device = 'software, no GPU: llvmpipe (LLVM 15.0.6, 256 bits)';
    const reason = engineMessages['software-only'];
    const webgpu = { ...wasm, name: 'webgpu', device, reason, onlyIfNamed: true } as const;
    const page = words(draw({ engines: [missing, webgpu, wasm] }));
    expect(page).toContain('webgpu ready only if chosen');
    expect(page).toContain(device);
    expect(page).toContain(reason);
    expect(page).toContain('wasm ready trains by default');
  });

  test('WebGPU in Electron says that it is not for lack of a card, and where it runs', () => {
    const reason = engineMessages['webgpu-electron'];
    const remedy = toDoOutside(engineMessages['webgpu-electron-remedy']);
    const webgpu = { ...wasm, name: 'webgpu', state: 'unavailable', reason, remedy } as const;
    const page = draw({ engines: [missing, webgpu, wasm] });
    expect(words(page)).toMatch(
      /webgpu not available .*does not run inside Electron.* What to do Train from a terminal/,
    );
    expect(page).not.toContain('<code>');
  });

  test('nothing can be removed while a run is under way', () => {
    session.editor.runs({ live: { state: 'starting', early: [] } });
    const page = draw({ engines: [ready, wasm] });
    expect(buttons(page).find(([name]) => name === 'Remove tensorflow')).toEqual(['Remove tensorflow', false]);
    expect(words(page)).toContain('Waits until the run has ended.');
  });
});

describe('while an engine is installed', () => {
  const progress = { engine: 'tensorflow', action: 'install', phase: 'download', secondsLeft: 12 } as const;
  const engineWork = {
    action: 'install',
    engine: 'tensorflow',
    progress: { ...progress, done: 11e7, total: 275e6 },
    step: 'working',
    own: true,
  } as const;

  test('its card has a progress bar with words, sizes and time left, and everything else waits', () => {
    const page = draw({ engineWork });
    expect(page).toContain('aria-valuenow="40" aria-valuetext="Downloading TensorFlow, 110 MB of 275 MB"');
    expect(page).toMatch(/<li aria-current="step">.*?Download<\/li>/);
    expect(words(page)).toContain('10 s left');
    expect(words(page)).toContain('Waits until this is done: Installing tensorflow.');
    expect(buttons(page).slice(1)).toEqual([
      ['Cancel', true],
      ['Import pack…', false],
    ]);
  });

  test('a phase without a measure has a bar without a number', () => {
    const building = { ...progress, phase: 'build', done: 0, total: null, secondsLeft: null } as const;
    const page = draw({ engineWork: { ...engineWork, progress: building } });
    expect(page).toContain('role="progressbar"');
    expect(page).not.toContain('aria-valuenow');
  });

  test('its beginning and its end are said politely, a failure at once', () => {
    const said = (page: string) => /role="status">([^<]*)</.exec(page)?.[1];
    expect(said(draw({ engineWork }))).toBe('Installing tensorflow');
    const end = { action: 'install', engine: 'tensorflow' } as const;
    const done = { ...end, outcome: 'done', words: 'tensorflow is installed.' } as const;
    expect(said(draw({ engineWork: null, engineOutcome: done }))).toBe('tensorflow is installed.');
    const failed = draw({ engineOutcome: { ...end, outcome: 'failed', words: 'The disk is full.' } });
    expect(said(failed)).toBe('');
    expect(failed).toMatch(/role="alert">.*Not installed.*The disk is full\./);
  });
});

test('without a host nothing can be changed, and the page says why', () => {
  const page = draw({ connection: 'lost' });
  expect(
    buttons(page)
      .slice(1)
      .every(([, enabled]) => !enabled),
  ).toBe(true);
  expect(words(page)).toContain('Waits for the connection to the engine host.');
  expect(words(draw({ connection: 'lost', engines: null }))).toContain('The engines cannot be looked at');
});
