import { expect, test } from 'vitest';
import type { ComponentValue } from '../../shared/blocks/params.ts';
import { componentValue } from '../../shared/blocks/params.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { sparseCategoricalCrossentropy } from '../../shared/training/losses/sparse-categorical-crossentropy.ts';
import { preparationVersion } from '../data/preparation/preparation-versions.ts';
import { trainTokenizer } from '../data/text/tokenizers/tokenizer.ts';
import { generateText } from './generate.ts';
import type { StepBatch } from './step/step.ts';

const tokenizer = trainTokenizer('character', ['abcd'], { vocabularySize: 100, lowercase: false });
/** Padding, unknown and four letters. */
const vocabulary = 6;
const length = 3;

/** A job whose model answers `scoresOf` the last token of the window; what it is given is kept. */
function jobOf(scoresOf: (last: number) => readonly number[], { fromLogits = false, kind = 'next-token' } = {}) {
  const seen: number[][] = [];
  const text = { kind: 'tokens', column: 'text', sequenceLength: length, padding: 'pre', truncating: 'pre', tokenizer };
  const preparation = {
    version: preparationVersion,
    notations: {},
    windows: null,
    features: { text },
    targets: { next: { kind: 'next-token', feature: 'text' } },
  };
  const loss = componentValue(sparseCategoricalCrossentropy, { fromLogits }) as unknown as ComponentValue;
  const job = {
    run: { data: { source: { kind } } },
    dataset: { preparation },
    program: { outputs: [{ block: 'out', loss }] },
    match: { targets: new Map([['out', { name: 'next' }]]) },
    feed: { convert: (batch: StepBatch) => batch },
    step: {
      predict: async ({ inputs }: StepBatch) => {
        const window = [...inputs.text!.data];
        seen.push(window);
        return new Map([['out', { data: Float32Array.from(scoresOf(window.at(-1)!)), shape: [1, vocabulary] }]]);
      },
    },
  } as unknown as Parameters<typeof generateText>[0];
  return { job, seen };
}

const all = Array.from({ length: vocabulary }, (_, token) => token);
const asked = { directory: 'run', prompt: 'ab', tokens: 4, temperature: 0, seed: 1 };
/** Each letter is followed by the one after it, and the last by the first. */
const inTurn = (last: number) => all.map((token) => (token === (last === 5 ? 2 : last + 1) ? 0.9 : 0.02));

test('each token is told by the tokens before it, of which the model gets the last ones, padded as the data', async () => {
  const { job, seen } = jobOf(inTurn);
  expect(await generateText(job, asked, () => undefined)).toBe('cdab');
  expect(seen).toEqual([
    [0, 2, 3],
    [2, 3, 4],
    [3, 4, 5],
    [4, 5, 2],
  ]);
});

test('padding and the unknown token are never written, however likely they are', async () => {
  const { job } = jobOf(() => [0.6, 0.3, 0.01, 0.02, 0.04, 0.03]);
  expect(await generateText(job, asked, () => undefined)).toBe('cccc');
  expect(await generateText(job, { ...asked, tokens: 300, temperature: 1 }, () => undefined)).toMatch(/^[abcd]{300}$/);
});

test('letters come as often as the model says, whether it answers probabilities or their logarithms', async () => {
  for (const fromLogits of [false, true]) {
    const probabilities = [0, 0, 0.5, 0.3, 0.2, 0];
    const { job } = jobOf(() => (fromLogits ? probabilities.map((one) => Math.log(one + 1e-9)) : probabilities), {
      fromLogits,
    });
    const text = await generateText(job, { ...asked, tokens: 2000, temperature: 1 }, () => undefined);
    const share = (letter: string) => text.split(letter).length / text.length;
    expect([share('a'), share('b'), share('c')].map((one) => Math.round(one * 20) / 20)).toEqual([0.5, 0.3, 0.2]);
  }
});

test('a text is told as it grows', async () => {
  const { job } = jobOf(inTurn);
  const { predict } = job.step;
  const slow = async (batch: StepBatch) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return predict(batch);
  };
  const grown: string[] = [];
  await generateText({ ...job, step: { ...job.step, predict: slow } }, asked, (text) => grown.push(text));
  expect(grown.length).toBeGreaterThan(0);
  for (const text of grown) expect('cdab'.startsWith(text)).toBe(true);
});

test('other models, an answer that is no number and a prompt without tokens are refused', async () => {
  const wordsOf = (job: Parameters<typeof generateText>[0], prompt = 'ab') =>
    generateText(job, { ...asked, prompt }, () => undefined).catch((error: { words: never }) => inEnglish(error.words));
  expect(await wordsOf(jobOf(inTurn, { kind: 'table' }).job)).toContain('Expected: a run on one long text.');
  expect(await wordsOf(jobOf(inTurn).job, '')).toContain('The prompt has no tokens.');
  expect(await wordsOf(jobOf(() => [0, 0, Number.NaN, 1, 1, 1]).job)).toContain('answers token 1 of the text');
});
