import { TextDecoder } from 'node:util';
import { UserError } from '../../../../shared/ipc/port.ts';
import { say } from '../../../../shared/messages/sentence.ts';
import { textMessages } from '../../../../shared/messages/texts.ts';
import { doubleByteDecoder } from './double-byte.ts';
import { EncodingFinder, type FoundEncoding, type TextEncoding } from './find-encoding.ts';
import { decodeWindows1252 } from './windows-1252.ts';

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A text, and how its bytes were read. */
export interface DecodedText extends FoundEncoding {
  readonly text: string;
}

/**
 * The text of a whole file: UTF-8, or UTF-16 that is marked or has letters of Latin or signs enough to be known by; else
 * an East Asian encoding where it looks like one, else Windows-1252, each with a warning. Without its byte order mark. Throws UserError, naming file and place, for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const finder = new EncodingFinder(file);
  finder.push(bytes);
  const found = finder.end();
  return { ...found, text: [...decodeEach([bytes], found.encoding, file)].join('') };
}

/** The encoding of a text that comes in pieces, for a reader that goes through its file twice: a long text is not held. */
export async function findEncoding(chunks: Chunks, file: string): Promise<FoundEncoding> {
  const finder = new EncodingFinder(file);
  for await (const chunk of chunks) finder.push(chunk);
  return finder.end();
}

/**
 * The text of bytes that come in pieces, piece by piece, in the encoding that `findEncoding` found. Throws UserError if the bytes are
 * others by now. A transform of streams too: `pipeline(createReadStream(path), (chunks) => decodeChunks(chunks, ...), ...)`.
 */
export async function* decodeChunks(chunks: Chunks, encoding: TextEncoding, file: string): AsyncGenerator<string> {
  const decode = pieceDecoder(encoding, file);
  for await (const chunk of chunks) yield decode(chunk);
  yield decode(null);
}

function* decodeEach(chunks: Iterable<Uint8Array>, encoding: TextEncoding, file: string): Generator<string> {
  const decode = pieceDecoder(encoding, file);
  for (const chunk of chunks) yield decode(chunk);
  yield decode(null);
}

function decoderOf(encoding: Exclude<TextEncoding, 'windows-1252'>): (chunk: Uint8Array | null) => string {
  if (encoding === 'big5' || encoding === 'shift_jis' || encoding === 'euc-kr') return doubleByteDecoder(encoding);
  // GB18030 is found by what most of a text is: a character that nobody has assigned does not end it.
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'gb18030' });
  return (chunk) => (chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

/** Decodes piece after piece, and at null what is left; a character may go over the border of two. */
function pieceDecoder(encoding: TextEncoding, file: string): (chunk: Uint8Array | null) => string {
  if (encoding === 'windows-1252') return (chunk) => (chunk === null ? '' : decodeWindows1252(chunk));
  const decode = decoderOf(encoding);
  return (chunk) => {
    try {
      return decode(chunk);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new UserError(say(textMessages.changed, { file, encoding: encoding.toUpperCase() }));
    }
  };
}
