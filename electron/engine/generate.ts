import { setImmediate } from 'node:timers/promises';
import type { Generated } from '../../shared/ipc/generation.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { createRandom } from '../../shared/training/random.ts';
import { parsePreparation } from '../data/preparation/preparation.ts';
import { nextTarget, rowOfTokens, tokensOf } from '../data/text/next-token-dataset.ts';
import { sampleToken } from '../data/text/sampling.ts';
import { openTokenizer } from '../data/text/tokenizers/tokenizer.ts';
import { paddingToken, unknownToken } from '../data/text/tokenizers/tokens.ts';
import type { Job } from './job.ts';

/** How long a text grows before it is told, in milliseconds. */
const tellingTime = 50;

/**
 * Writes a text with a model that tells the next token: each token is drawn by what the model says of it after the tokens before. Answers the
 * text without the prompt; `onText` hears it as it grows. Throws UserError for other models, and for a prompt without tokens.
 */
export async function generateText(
  { run, dataset, program, match, feed, step }: Pick<Job, 'run' | 'dataset' | 'program' | 'match' | 'feed' | 'step'>,
  { prompt, tokens: count, temperature, seed }: Generated,
  onText: (text: string) => void,
): Promise<string> {
  if (run.data.source.kind !== 'next-token') throw new UserError(runMessages['generate-unfit']);
  const feature = tokensOf(parsePreparation(dataset.preparation));
  const tokenizer = openTokenizer(feature.tokenizer);
  const begun = tokenizer.encode(prompt);
  if (begun.length === 0) throw new UserError(say(runMessages['prompt-empty'], { received: JSON.stringify(prompt) }));
  const output = program.outputs.find(({ block }) => match.targets.get(block)?.name === nextTarget)!;
  const isLogits = output.loss.fromLogits === true;
  // What stands for other things is never written.
  const options = { temperature, topK: null, excluded: [paddingToken, unknownToken] };
  const random = createRandom(seed);
  const all = new Int32Array(begun.length + count);
  all.set(begun);
  const before = tokenizer.decode(begun);
  /** What is between the prompt and the next token, such as a space between words, is of the text. */
  const textUpTo = (end: number) => {
    const whole = tokenizer.decode(all.subarray(0, end));
    return whole.startsWith(before) ? whole.slice(before.length) : tokenizer.decode(all.subarray(begun.length, end));
  };
  let told = performance.now();
  for (let end = begun.length; end < all.length; end++) {
    const answers = await step.predict(feed.convert(rowOfTokens(all.subarray(0, end), feature)));
    const scores = answers.get(output.block)!.data.subarray(0, tokenizer.vocabularySize);
    const broken = scores.find((score) => !Number.isFinite(score));
    if (broken !== undefined)
      throw new UserError(say(runMessages['token-not-finite'], { token: end - begun.length + 1, received: broken }));
    const logits = isLogits ? scores : Float64Array.from(scores, Math.log);
    all[end] = sampleToken(logits, options, random);
    if (performance.now() - told < tellingTime) continue;
    onText(textUpTo(end + 1));
    // What was told leaves the process while the next token is computed.
    await setImmediate();
    told = performance.now();
  }
  return textUpTo(all.length);
}
