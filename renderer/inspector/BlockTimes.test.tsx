import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ModelDocument } from '../../shared/graph/document.ts';
import type { Profile } from '../../shared/ipc/profile.ts';
import { networks } from '../../testing/networks.ts';
import { text } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { EditorContext } from '../store/use-editor.ts';
import type { ViewSlice } from '../store/view-slice.ts';
import { BlockTimes } from './BlockTimes.tsx';

const model: ModelDocument = networks.mlp;
const timesOf = (block: string, forwardBackward: number) => ({ block, forward: forwardBackward / 4, forwardBackward });
const profile: Profile = {
  engine: { name: 'wasm', version: '1', device: 'CPU', reason: 'asked' },
  batchSize: 32,
  ownData: true,
  rounds: 9,
  blocks: [timesOf('b01', 4), timesOf('b02', 12), timesOf('b03', 0.04)],
  whole: { forward: 4, forwardBackward: 16 },
  time: new Date(2026, 10, 29, 14, 3).getTime(),
};

let session: TestEditor;
beforeEach(() => {
  session = new TestEditor();
  session.editor.edit('opened', (project) => ({ ...project, model }));
});

/** The words of the part, in order, and its buttons with whether they can be pressed. */
function draw(view: Partial<ViewSlice>) {
  const { editor } = session;
  editor.view({ connection: 'connected', ...view });
  // Drawn without a browser, the state that a store begins with would be taken.
  const store = { ...editor.store, getInitialState: editor.store.getState };
  const drawn = renderToStaticMarkup(
    <EditorContext value={{ ...editor, store }}>
      <MantineProvider>
        <BlockTimes count={2} />
      </MantineProvider>
    </EditorContext>,
  );
  const page = drawn.replace(/<style.*?<\/style>/gs, '');
  const bare = (part: string) =>
    part
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const buttons = [...page.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(
    ([, attributes, content]) => [bare(content!), !/\sdisabled=""/.test(attributes!)] as const,
  );
  return { page, words: bare(page), buttons };
}

const measured = (settings = {}) => {
  const { batchSize, engine } = session.project.training;
  return { profile, model, settings: { batchSize, engine, ...settings } };
};

test('before the first measurement it says what there is to measure', () => {
  const { words, buttons } = draw({});
  expect(words).toBe(`Time Measure time ${text('summary.timeEmpty')}`);
  expect(buttons).toEqual([['Measure time', true]]);
});

test('what stands in the way is said, and nothing can be pressed', () => {
  const { words, buttons } = draw({ connection: 'lost' });
  expect(words).toBe(`Time Measure time ${text('summary.timeWaitsForHost')}`);
  expect(buttons).toEqual([['Measure time', false]]);
});

describe('while it goes on', () => {
  test('a bar shows how far it is, and it can be cancelled', () => {
    const { page, words, buttons } = draw({
      measuring: { state: 'measuring', name: 'x', progress: { phase: 'measure', share: 0.4 } },
    });
    expect(words).toBe('Time Cancel Timing the blocks, 40 %');
    expect(page).toMatch(/role="progressbar"[^>]*aria-valuenow="40"/);
    expect(buttons).toEqual([['Cancel', true]]);
  });

  test('the bar has no end in sight while the engine starts', () => {
    const { page, words } = draw({ measuring: { state: 'measuring', name: 'x', progress: null } });
    expect(words).toContain(text('summary.measuringStart'));
    expect(page).not.toContain('aria-valuenow');
  });

  test('once cancelled it cannot be pressed again', () => {
    const { buttons } = draw({ measuring: { state: 'cancelling', name: 'x', progress: null } });
    expect(buttons).toEqual([['Cancel', false]]);
  });
});

describe('what was measured', () => {
  test('is the slowest blocks with their share, the batch, the engine and when', () => {
    const { words } = draw({ measured: measured() });
    expect(words).toBe(
      'Time for a batch of 32, forward and backward Measure again Dense 12.0 ms 75 % Dense 4.00 ms 25 % ' +
        'Measured on wasm at 14:03. All blocks: 4.01 ms forward, 16.0 ms forward and backward.',
    );
  });

  test('stands back once it is old, and says by what', () => {
    expect(draw({ measured: measured() }).page).not.toContain('data-outdated');
    const bySettings = draw({ measured: measured({ batchSize: 33 }) });
    expect(bySettings.page).toContain('data-outdated="settings"');
    expect(bySettings.words).toContain(text('summary.timeSettingsChanged'));
    const byNetwork = draw({ measured: { ...measured(), model: networks.cnn } });
    expect(byNetwork.page).toContain('data-outdated="network"');
    expect(byNetwork.words).toContain(text('summary.timeNetworkChanged'));
  });

  test('stays in sight beside a failure, whose reason is said', () => {
    const { page, words } = draw({ measured: measured(), measuring: { state: 'failed', reason: 'The disk is gone.' } });
    expect(words).toContain('Nothing was measured. The disk is gone. Dense 12.0 ms');
    expect(page).toContain('role="alert"');
  });

  test('of drawn rows is said to be that', () => {
    const drawn = { ...measured(), profile: { ...profile, ownData: false } };
    expect(draw({ measured: drawn }).words).toContain(text('summary.timeDrawn'));
    expect(draw({ measured: measured() }).words).not.toContain(text('summary.timeDrawn'));
  });

  test('stays in sight where the next was cancelled', () => {
    const { words } = draw({ measured: measured(), measuring: { state: 'cancelled' } });
    expect(words).toContain(`${text('summary.timeCancelled')} Dense 12.0 ms`);
  });
});
