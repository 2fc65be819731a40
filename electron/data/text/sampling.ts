import type { Random } from '../../../shared/training/random.ts';

/** How the next token is chosen from what a model says of each. */
export interface SamplingOptions {
  /** 1 keeps the model's probabilities, less makes the likely ones likelier, 0 takes the likeliest always. */
  readonly temperature: number;
  /** Only so many of the likeliest may be chosen; null for all. */
  readonly topK: number | null;
  /** Tokens that are never chosen, such as padding. */
  readonly excluded?: readonly number[];
}

/**
 * The probability of each token. Of tokens as likely as each other the smaller numbers come first, at the limit of `topK` and at
 * temperature 0. `logits` are the model's outputs before softmax. Throws a RangeError for logits that are no numbers.
 */
export function tokenProbabilities(logits: ArrayLike<number>, options: SamplingOptions): Float64Array {
  checkOptions(options);
  const { temperature, topK, excluded = [] } = options;
  const scores = Float64Array.from(logits);
  const wrong = scores.findIndex((score) => Number.isNaN(score) || score === Number.POSITIVE_INFINITY);
  if (wrong !== -1) throw new RangeError(`A logit is a number. Received: ${scores[wrong]} for token ${wrong}`);
  for (const token of excluded) if (token < scores.length) scores[token] = Number.NEGATIVE_INFINITY;
  const kept = temperature === 0 ? 1 : (topK ?? scores.length);
  if (kept < scores.length) keepLargest(scores, kept);
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  if (largest === Number.NEGATIVE_INFINITY) throw new RangeError('One token at least may be chosen. Received: none');
  // The largest becomes 0: no exponential is too large. At temperature 0 it is the only one.
  const weights = scores.map((score) => Math.exp((score - largest) / (temperature || 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The next token, drawn by its probability. */
export function sampleToken(logits: ArrayLike<number>, options: SamplingOptions, random: Random): number {
  const probabilities = tokenProbabilities(logits, options);
  const drawn = random.integer(2 ** 32) / 2 ** 32;
  let below = 0;
  let last = 0;
  for (let token = 0; token < probabilities.length; token++) {
    const probability = probabilities[token]!;
    if (probability === 0) continue;
    below += probability;
    last = token;
    if (drawn < below) return token;
  }
  // The probabilities add up to a little less than 1.
  return last;
}

/** Makes all scores impossible but the `count` largest. */
function keepLargest(scores: Float64Array, count: number): void {
  const least = Float64Array.from(scores).sort()[scores.length - count]!;
  let ties = count - scores.reduce((larger, score) => larger + Number(score > least), 0);
  scores.forEach((score, token) => {
    if (score > least || (score === least && ties-- > 0)) return;
    scores[token] = Number.NEGATIVE_INFINITY;
  });
}

function checkOptions({ temperature, topK }: SamplingOptions): void {
  if (!(temperature >= 0 && Number.isFinite(temperature))) {
    throw new RangeError(`The temperature is a number of at least 0. Received: ${temperature}`);
  }
  if (topK !== null && (!Number.isInteger(topK) || topK < 1)) {
    throw new RangeError(`The number of likeliest tokens is a whole number of at least 1. Received: ${topK}`);
  }
}
