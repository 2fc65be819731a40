import { setImmediate } from 'node:timers/promises';
import { type Part, parts } from '../../../shared/data/dataset.ts';
import type { DataDocument, DataSource } from '../../../shared/data/document.ts';
import { concerns } from '../../../shared/data/steps/index.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { copyMessages } from '../../../shared/messages/copies.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import type { Batch, BatchTensor, Dataset, FileOptions, OpenOptions } from '../dataset.ts';

import {
  type Preparation,
  parsePreparation,
  preparedAs,
  type TokensPreparation,
  unfitPreparation,
} from '../preparation/preparation.ts';
import { preparationVersion } from '../preparation/preparation-versions.ts';
import { checkBatchSize, createPreparedDataset } from '../preparation/prepared-dataset.ts';
import { doSteadily, type Reading, unwatchedReading } from '../reading.ts';
import type { RowSample } from '../sample/originals.ts';
import { resolveDataPath } from '../sources/data-path.ts';
import type { PartRows } from '../split/split.ts';
import { blockLength, type Numbers, numbersIn, writeInt32 } from '../store/numbers.ts';
import { createRoom, type Room } from '../store/room.ts';
import { gatherAt, gatherBefore, planWindows } from './next-token.ts';
import { openPlainText, type PlainText } from './plain-text.ts';
import { padSequences } from './sequences.ts';
import { divideText, sliceText, type TextParts } from './tokenizers/divide-text.ts';
import { encodeStream } from './tokenizers/encode-stream.ts';
import { startFitting, type TokenizeStep } from './tokenizers/fit-tokenizer.ts';
import { openTokenizer } from './tokenizers/tokenizer.ts';
import { wholeWords } from './tokenizers/whole-words.ts';

/** The only feature of a text: the tokens of a window. */
export const textFeature = 'text';
/** The only target: the token that follows. */
export const nextTarget = 'next';

/** The source of one long text. */
export type NextTokenSource = Extract<DataSource, { readonly kind: 'next-token' }>;

/** A text whose windows are rows: tokens of all parts, one part after the other, and which of them are to be told. */
export interface NextTokenText {
  readonly preparation: Preparation;
  readonly tokens: Numbers<Int32Array>;
  /** Tokens of each part. */
  readonly counts: Readonly<Record<Part, number>>;
  readonly rows: PartRows;
}

/** Opens a text as windows, each with the token that follows it. Throws UserError, naming the file, for one that cannot be learned from. */
export async function openNextTokens(
  source: NextTokenSource,
  data: DataDocument,
  { directory, limit, preparation: saved, reading = unwatchedReading() }: OpenOptions,
): Promise<Dataset> {
  const room = createRoom();
  try {
    const earlier = saved === undefined ? null : parsePreparation(saved);
    const text = await openPlainText(resolveDataPath(source.path, directory), reading);
    const { preparation, tokens, rows } = await readNextTokens(text, source, data, { room, earlier, reading });
    const feature = tokensOf(preparation);
    return createPreparedDataset({
      preparation,
      prepared: {
        inputs: new Map([[textFeature, gatherBefore(tokens, feature.sequenceLength)]]),
        targets: new Map([[nextTarget, gatherAt(tokens)]]),
      },
      rows,
      limit,
      room,
      stored: { rows: tokens.length, bytes: room.bytes, block: blockLength },
      originals: (some) => originalTexts(preparation, gatherBefore(tokens, feature.sequenceLength), some),
      readFile: (path, how) => readNext(path, feature, how),
    });
  } catch (error) {
    room.close();
    throw error;
  }
}

/** What stands in the text where the windows of some rows are. */
function originalTexts(
  preparation: Preparation,
  gather: (rows: Int32Array) => BatchTensor,
  rows: Int32Array,
): RowSample['originals'] {
  const { tokenizer, sequenceLength } = tokensOf(preparation);
  const { decode } = openTokenizer(tokenizer);
  const { data } = gather(rows);
  return Array.from(rows, (_, at) => {
    const text = decode(data.subarray(at * sequenceLength, (at + 1) * sequenceLength));
    return { [textFeature]: { cells: [{ column: textFeature, text }] } };
  });
}

/** Reads a text into tokens; the tokenizer is learned from the training part alone, unless an earlier run has one. */
export async function readNextTokens(
  text: PlainText,
  source: NextTokenSource,
  data: DataDocument,
  {
    room,
    earlier = null,
    reading = unwatchedReading(),
  }: {
    readonly room: Room;
    readonly earlier?: Preparation | null;
    readonly reading?: Reading;
  },
): Promise<NextTokenText> {
  if (data.excluded.length > 0)
    throw new UserError(say(copyMessages['excluded-text'], { received: data.excluded.length }));
  // The text is gone through several times: only the last, which takes it in, is told as that.
  const looking = { ...reading, report: () => reading.report({ step: 'look', count: null }) };
  const places = await divideText(() => text.read(looking), data.split);
  const preparation = earlier ?? (await fitNextTokens(text, places, data, looking));
  const { tokenizer, sequenceLength } = tokensOf(preparation);
  const opened = openTokenizer(tokenizer);
  const writer = writeInt32(room);
  const counts = { train: 0, validation: 0, test: 0 };
  for (const part of parts) {
    for await (const tokens of encodeStream(sliceText(text.read(reading), places[part]), opened, reading)) {
      writer.add(tokens);
      counts[part] += tokens.length;
    }
  }
  const rows = planWindows(counts, { length: sequenceLength, stride: source.stride });
  return { preparation, tokens: writer.finish(), counts, rows };
}

async function fitNextTokens(
  text: PlainText,
  { train }: TextParts,
  { preparation }: DataDocument,
  reading: Reading,
): Promise<Preparation> {
  const step = preparation.find(
    (step): step is TokenizeStep => step.step === 'tokenize' && concerns(step, { name: textFeature, kind: 'text' }),
  );
  if (step === undefined) {
    const values = {
      column: textFeature,
      expected: say(phrases['step-tokenize']),
      received: say(phrases['values-texts']),
    };
    throw new UserError(say(dataMessages['step-missing'], values));
  }
  const training = startFitting(textFeature, step);
  for await (const part of wholeWords(sliceText(text.read(reading), train))) {
    training.add(part);
    await setImmediate();
    reading.signal.throwIfAborted();
  }
  const tokenizer = await doSteadily(training.finishing(), 'prepare', reading);
  const { sequenceLength, padding, truncating } = step;
  return {
    version: preparationVersion,
    windows: null,
    notations: {},
    features: {
      [textFeature]: {
        kind: 'tokens',
        column: textFeature,
        sequenceLength,
        padding,
        truncating,
        tokenizer,
      },
    },
    targets: { [nextTarget]: { kind: 'next-token', feature: textFeature } },
  };
}

/** How the text becomes tokens. Throws UserError for the preparation of other data. */
export function tokensOf({ features }: Preparation): TokensPreparation {
  const feature = features[textFeature];
  if (feature?.kind === 'tokens') return feature;
  throw unfitPreparation(`features.${textFeature}`, say(phrases['prepared-tokens']), preparedAs(feature));
}

/**
 * The one row of another text: the last tokens of it, which the next one follows. A line end at the very end, which editors put there, is
 * no part of it. Throws UserError, naming the file, for a text without tokens.
 */
async function* readNext(
  path: string,
  feature: TokensPreparation,
  { batchSize, reading = unwatchedReading() }: FileOptions,
): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const { tokenizer, sequenceLength: length } = feature;
  const text = await openPlainText(path, reading);
  let last = new Int32Array(0);
  for await (const tokens of encodeStream(withoutLastLineEnd(text.read(reading)), openTokenizer(tokenizer), reading)) {
    const joined = new Int32Array(last.length + tokens.length);
    joined.set(last);
    joined.set(tokens, last.length);
    last = joined.slice(Math.max(0, joined.length - length));
  }
  if (last.length === 0) throw new UserError(say(textMessages['no-tokens'], { file: path }));
  yield rowOfTokens(last, feature);
}

/** The one row whose next token is asked for: the last of some tokens. */
export function rowOfTokens(
  tokens: Int32Array,
  { sequenceLength: length, padding }: Pick<TokensPreparation, 'sequenceLength' | 'padding'>,
): Batch {
  const encoded = { tokens: numbersIn(tokens), starts: numbersIn(Float64Array.of(0, tokens.length)) };
  const data = padSequences(encoded, [0], { length, padding, truncating: 'pre' });
  return { rows: 1, inputs: { [textFeature]: { data, shape: [1, length] } }, targets: {} };
}

async function* withoutLastLineEnd(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of pieces) {
    const all = held + piece;
    held = /\r?\n?$/.exec(all)![0];
    yield all.slice(0, all.length - held.length);
  }
}
