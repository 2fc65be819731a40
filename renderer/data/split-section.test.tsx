import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
import { text } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { EditorContext } from '../store/use-editor.ts';
import { fakeSummary } from '../testing/fake-data.ts';
import { SplitSection } from './SplitSection.tsx';

test.each([
  ['no part', undefined, ['validation', 'test', 'seed'], 'data.usedOnce'],
  ['a test part', ['train', 'test'], ['validation', 'seed'], 'data.givenTest'],
  ['a validation and a test part', ['train', 'validation', 'test'], [], 'data.givenParts'],
] as const)('of arrays with %s of their own only what is left is a choice', (_title, given, choices, hint) => {
  const data = { ...emptyData, source: { kind: 'arrays', path: '/home/ada/digits.npz' } } as const;
  const summary = { ...fakeSummary(data), columns: [], ...(given && { given }) };
  const page = renderToStaticMarkup(
    <MantineProvider>
      <EditorContext value={new TestEditor().editor}>
        <SplitSection data={data} summary={summary} />
      </EditorContext>
    </MantineProvider>,
  );
  const labels = [...page.matchAll(/<label[^>]*>([^<]*)/g)].map(([, label]) => label);
  expect(labels).toEqual(choices.map((choice) => text(`data.${choice}`)));
  expect(page).toContain(text(hint));
});
