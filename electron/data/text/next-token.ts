import { type Part, parts } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';

/** How the tokens of one long text become rows to learn from. */
export interface WindowSettings {
  /** Tokens of an input. */
  readonly length: number;
  /** Tokens from the beginning of a window to that of the next. */
  readonly stride: number;
  /** The shares of the text, 0 to 1, that are held out. */
  readonly validation: number;
  readonly test: number;
}

/** The windows of a part: window i begins at token `start + i * stride`, and none reaches `end`. */
export interface PartWindows {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** All windows of a text, none of which is made before it is asked for. */
export interface WindowPlan extends Readonly<Record<Part, PartWindows>> {
  readonly length: number;
  readonly stride: number;
}

/**
 * Divides a text by position, training before validation before test: of a shuffled text the model would have read what it is judged
 * by. A window with the token after it lies within one part; those that would span two are left out. Throws UserError if the training
 * part is too short for one.
 */
export function planWindows(tokens: number, settings: WindowSettings): WindowPlan {
  checkSettings(settings);
  const { length, stride } = settings;
  const test = Math.round(tokens * settings.test);
  const validation = Math.min(Math.round(tokens * settings.validation), tokens - test);
  const ends = { train: tokens - validation - test, validation: tokens - test, test: tokens };
  let start = 0;
  const planned = {} as Record<Part, PartWindows>;
  for (const part of parts) {
    const end = ends[part];
    const count = Math.max(0, Math.floor((end - start - length - 1) / stride) + 1);
    planned[part] = { start, end, count };
    start = end;
  }
  if (planned.train.count === 0) {
    throw new UserError(say(textMessages['tokens-few'], { expected: length + 1, received: planned.train.end }));
  }
  return { length, stride, ...planned };
}

function checkSettings({ length, stride, validation, test }: WindowSettings): void {
  if (!Number.isInteger(length) || length < 1 || !Number.isInteger(stride) || stride < 1) {
    throw new RangeError(
      `The length and the stride of windows are whole numbers of at least 1. Received: ${length} and ${stride}`,
    );
  }
  if (!(validation >= 0 && test >= 0 && validation + test <= 1)) {
    throw new RangeError(`The shares held out lie between 0 and 1 together. Received: ${validation} and ${test}`);
  }
}

/** Windows as the model takes them: rows of `length` tokens, and for each token the one that follows it. */
export interface Windows {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** Some windows of a part, by their numbers in it. */
export function gatherWindows(
  tokens: Int32Array,
  { length, stride, ...plan }: WindowPlan,
  part: Part,
  windows: ArrayLike<number>,
): Windows {
  const { start, count } = plan[part];
  const inputs = new Int32Array(windows.length * length);
  const targets = new Int32Array(windows.length * length);
  for (let row = 0; row < windows.length; row++) {
    const window = windows[row]!;
    if (!Number.isInteger(window) || window < 0 || window >= count) {
      throw new RangeError(
        `A window of the ${part} part is a whole number from 0 to ${count - 1}. Received: ${window}`,
      );
    }
    const first = start + window * stride;
    inputs.set(tokens.subarray(first, first + length), row * length);
    targets.set(tokens.subarray(first + 1, first + 1 + length), row * length);
  }
  return { inputs, targets };
}
