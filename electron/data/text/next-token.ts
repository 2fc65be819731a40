import { type Part, parts } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import type { BatchTensor } from '../dataset.ts';
import type { PartRows } from '../split/split.ts';
import type { Numbers } from '../store/numbers.ts';

/** How the tokens of one long text become rows to learn from. */
export interface WindowSettings {
  /** Tokens of an input. */
  readonly length: number;
  /** Tokens from the beginning of a window to that of the next. */
  readonly stride: number;
}

/**
 * The windows of a text by the places of the tokens that follow them, which is what they are to tell. A window and the token after it lie
 * within one part, so that none of a part's tokens is in the windows of another. `tokens` are how many each part has; the parts stand one
 * after the other. Throws UserError if the training part is too short for a window.
 */
export function planWindows(tokens: Readonly<Record<Part, number>>, { length, stride }: WindowSettings): PartRows {
  if (!Number.isInteger(length) || length < 1 || !Number.isInteger(stride) || stride < 1) {
    throw new RangeError(
      `The length and the stride of windows are whole numbers of at least 1. Received: ${length} and ${stride}`,
    );
  }
  let start = 0;
  const planned = {} as Record<Part, Int32Array>;
  for (const part of parts) {
    const count = Math.max(0, Math.floor((tokens[part] - length - 1) / stride) + 1);
    const rows = new Int32Array(count);
    for (let window = 0; window < count; window++) rows[window] = start + length + window * stride;
    planned[part] = rows;
    start += tokens[part];
  }
  if (planned.train.length === 0) {
    throw new UserError(say(textMessages['tokens-few'], { expected: length + 1, received: tokens.train }));
  }
  return planned;
}

/** The tokens before each place: `length` of them. */
export function gatherBefore(tokens: Numbers<Int32Array>, length: number): (rows: Int32Array) => BatchTensor {
  return (places) => {
    const data = new Int32Array(places.length * length);
    for (let at = 0; at < places.length; at++) tokens.copy(places[at]! - length, places[at]!, data, at * length);
    return { data, shape: [places.length, length] };
  };
}

/** The token at each place. */
export function gatherAt(tokens: Numbers<Int32Array>): (rows: Int32Array) => BatchTensor {
  return (places) => {
    const data = new Int32Array(places.length);
    tokens.gather(places, data);
    return { data, shape: [places.length] };
  };
}
