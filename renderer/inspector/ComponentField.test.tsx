import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { bidirectional } from '../../shared/blocks/bidirectional.ts';
import { lstm } from '../../shared/blocks/lstm.ts';
import { defaultParams, type Json, type Param } from '../../shared/blocks/params.ts';
import { text } from '../messages/text.ts';
import { ValueField } from './ValueField.tsx';

/** The labels and the heads of folded groups of a field as it is first drawn, in their order. */
function drawn(spec: Param, value: Json): readonly string[] {
  const page = renderToStaticMarkup(
    <MantineProvider>
      <ValueField spec={spec} value={value} onValue={() => {}} onDone={() => {}} />
    </MantineProvider>,
  );
  return [...page.matchAll(/<label[^>]*>([^<]+)<\/label>|<b>(.*?)<\/b>/g)].map(([, label, head]) => label ?? head!);
}

test('a layer that is a component shows its params as it would as a block: groups but the main one are folded', () => {
  const { layer } = defaultParams(bidirectional.params);
  const main = Object.values(lstm.params as Readonly<Record<string, Param>>)
    .filter(({ group }) => group === 'main')
    .map(({ label }) => label);
  expect(drawn(bidirectional.params.layer, layer as unknown as Json)).toEqual([
    'Layer',
    ...main,
    text('inspector.initializers'),
    text('inspector.penalties'),
    text('inspector.advanced'),
  ]);
});
