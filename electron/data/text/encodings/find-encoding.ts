import { UserError } from '../../../../shared/ipc/port.ts';
import { phrases } from '../../../../shared/messages/phrases.ts';
import { type Sentence, say, type Value, type Words } from '../../../../shared/messages/sentence.ts';
import { textMessages } from '../../../../shared/messages/texts.ts';
import { type EastAsianEncoding, EastAsianSigns } from './east-asian.ts';
import { decodeWindows1252, isOutsideWindows1252 } from './windows-1252.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | EastAsianEncoding | 'windows-1252';

/** What people call encodings. */
export const encodingNames: Readonly<Record<TextEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
  big5: 'Big5',
  shift_jis: 'Shift JIS',
  'euc-kr': 'EUC-KR',
  'windows-1252': 'Windows-1252',
};

/** The encoding of a text, and what to tell about it where it had to be guessed. */
export interface FoundEncoding {
  readonly encoding: TextEncoding;
  readonly warning: Words | null;
}

/** Bytes that the form of a text is told from. */
const headLength = 4096;

/**
 * Finds the encoding of a text from its bytes, which come in pieces: all of them, as only the last may show that it is not UTF-8. Throws
 * UserError naming the file, and the line of the first byte that is wrong.
 */
export class EncodingFinder {
  readonly #file: string;
  #head: Uint8Array[] = [];
  #headLength = 0;
  #checker: Checker | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  push(bytes: Uint8Array): void {
    if (this.#checker !== null) {
      this.#checker.push(bytes);
      return;
    }
    this.#head.push(bytes);
    this.#headLength += bytes.length;
    if (this.#headLength >= headLength) this.#begin();
  }

  end(): FoundEncoding {
    if (this.#checker === null) this.#begin();
    return this.#checker!.end();
  }

  #begin(): void {
    const head = Buffer.concat(this.#head);
    this.#head = [];
    const form = formOf(head);
    if (form.other !== null) throw notText(this.#file, form.other);
    this.#checker =
      form.encoding === 'utf-8'
        ? new ByteChecker(this.#file, head, form.isStated)
        : new UnitChecker(this.#file, head, form.encoding, form.isStated);
    this.#checker.push(head);
  }
}

interface Checker {
  push(bytes: Uint8Array): void;
  end(): FoundEncoding;
}

interface Form {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Whether a byte order mark says so. */
  readonly isStated: boolean;
  /** What the file is if it is no text that can be read. */
  readonly other: Value | null;
}

function formOf(head: Buffer): Form {
  const begins = (...bytes: readonly number[]) => head.length >= bytes.length && bytes.every((b, at) => head[at] === b);
  const stated = (encoding: Form['encoding']): Form => ({ encoding, isStated: true, other: null });
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff))
    return { encoding: 'utf-8', isStated: false, other: 'UTF-32' };
  if (begins(0xef, 0xbb, 0xbf)) return stated('utf-8');
  if (begins(0xff, 0xfe)) return stated('utf-16le');
  if (begins(0xfe, 0xff)) return stated('utf-16be');
  // Its first lines are text, and all that is worth reading is compressed.
  if (head.toString('latin1', 0, 5) === '%PDF-')
    return { encoding: 'utf-8', isStated: false, other: say(phrases['kind-pdf']) };
  return { encoding: guessUnits(head), isStated: false, other: null };
}

/** UTF-16 without a mark has a zero in most letters, spaces and line ends, nearly always in the same half; no other text has any. */
function guessUnits(head: Buffer): Form['encoding'] {
  const units = head.length >> 1;
  let zerosFirst = 0;
  let zerosSecond = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) zerosFirst++;
    if (head[at + 1] === 0) zerosSecond++;
  }
  if (zerosSecond > 0.4 * units && zerosFirst <= 0.1 * zerosSecond) return 'utf-16le';
  if (zerosFirst > 0.4 * units && zerosSecond <= 0.1 * zerosFirst) return 'utf-16be';
  return 'utf-8';
}

/** Control characters that texts have: bell to carriage return, and escape. */
function isOddControl(code: number): boolean {
  return code < 32 && (code < 7 || code > 13) && code !== 27;
}

/** More of its bytes are control characters in no text. */
const mostControls = 0.01;

function notText(file: string, received: Value): UserError {
  return new UserError(say(textMessages.binary, { file, received }));
}

function beginning(head: Uint8Array): Sentence {
  return say(phrases['binary-data'], { bytes: [...head.subarray(0, 4)].map(hex).join(' ') });
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** A byte that is wrong, as a message names it. */
interface Place {
  readonly line: number;
  readonly received: Sentence;
}

/** Counts lines, whichever way they end. */
class LineCounter {
  line = 1;
  #wasReturn = false;

  next(code: number): void {
    if (code === 13 || (code === 10 && !this.#wasReturn)) this.line++;
    this.#wasReturn = code === 13;
  }
}

/** How many bytes before a wrong one a message shows, and how many from it on. */
const shownBytes = 16;

/** So many characters of more than one byte without a wrong byte are in no text but UTF-8. */
const settledCharacters = 1000;

/** A text in bytes: UTF-8 if every one of them fits, else what East Asian encoding it looks like, else Windows-1252 if it may be that. */
class ByteChecker implements Checker {
  readonly #file: string;
  readonly #beginning: Sentence;
  readonly #isStated: boolean;
  readonly #lines = new LineCounter();
  #bytes = 0;
  #controls = 0;
  /** Characters of more than one byte, and bytes that are in none. */
  #characters = 0;
  #wrong = 0;
  #firstWrong: Place | null = null;
  #firstOutside: Place | null = null;
  #eastAsian: EastAsianSigns | null = new EastAsianSigns();
  /** Of the character that is being read: its first byte, how many are still to come, and what the next may be. */
  #lead = 0;
  /** From the beginning of the piece that is read; below 0 in one before. */
  #leadAt = 0;
  #leadLine = 1;
  #left = 0;
  #low = 0x80;
  #high = 0xbf;
  /** The last bytes of the pieces before. */
  #before: Uint8Array = new Uint8Array(0);

  constructor(file: string, head: Uint8Array, isStated: boolean) {
    this.#file = file;
    this.#beginning = beginning(head);
    this.#isStated = isStated;
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.#eastAsian !== null && (byte >= 0x80 || this.#eastAsian.isInside)) this.#eastAsian.next(byte);
      if (this.#left > 0) {
        if (byte >= this.#low && byte <= this.#high) {
          this.#low = 0x80;
          this.#high = 0xbf;
          if (--this.#left === 0 && ++this.#characters === settledCharacters && this.#wrong === 0)
            this.#eastAsian = null;
          if (isOutsideWindows1252(byte)) this.#firstOutside ??= this.#place(bytes, at, byte, this.#lines.line);
          continue;
        }
        this.#breakOff(bytes);
      }
      if (byte >= 0x80) {
        this.#lines.next(byte);
        if (isOutsideWindows1252(byte)) this.#firstOutside ??= this.#place(bytes, at, byte, this.#lines.line);
        this.#startCharacter(bytes, at, byte);
        continue;
      }
      if (byte < 32) {
        if (byte === 0) throw notText(this.#file, this.#beginning);
        if (isOddControl(byte)) this.#controls++;
      }
      this.#lines.next(byte);
    }
    this.#leadAt -= bytes.length;
    const tail = bytes.length < shownBytes ? Buffer.concat([this.#before, bytes]) : bytes;
    this.#before = Uint8Array.from(tail.subarray(-shownBytes));
  }

  /** Which bytes may follow which: the Unicode Standard, table 3-7. */
  #startCharacter(bytes: Uint8Array, at: number, byte: number): void {
    this.#lead = byte;
    this.#leadLine = this.#lines.line;
    this.#leadAt = at;
    this.#left = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte < 0xc2 || byte > 0xf4) this.#breakOff(bytes);
  }

  #breakOff(bytes: Uint8Array): void {
    this.#left = 0;
    this.#wrong++;
    this.#firstWrong ??= this.#place(bytes, this.#leadAt, this.#lead, this.#leadLine);
  }

  #place(bytes: Uint8Array, at: number, byte: number, line: number): Place {
    // The first byte of a character may have come with the piece before.
    const near = Buffer.concat([this.#before, bytes.subarray(0, Math.max(0, at + shownBytes))]);
    const middle = this.#before.length + at;
    const text = decodeWindows1252(near.subarray(Math.max(0, middle - shownBytes), middle + shownBytes)).trim();
    return { line, received: say(phrases['byte-in'], { byte: hex(byte), text }) };
  }

  end(): FoundEncoding {
    if (this.#left > 0) this.#breakOff(new Uint8Array(0));
    const file = this.#file;
    if (this.#controls > mostControls * this.#bytes) throw notText(file, this.#beginning);
    const wrong = this.#firstWrong;
    if (wrong === null) return { encoding: 'utf-8', warning: null };
    const found = this.#isStated ? null : (this.#eastAsian?.find() ?? null);
    if (found !== null && found !== 'unsure') {
      const warning = say(textMessages['east-asian'], { file, line: wrong.line, encoding: encodingNames[found] });
      return { encoding: found, warning };
    }
    // Letters of Windows-1252 seldom stand so that they look like UTF-8: a text with more whole characters than wrong bytes is damaged.
    if (this.#isStated || this.#characters > this.#wrong) {
      throw new UserError(say(textMessages.damaged, { file, ...wrong, encoding: 'UTF-8' }));
    }
    const unknown = found === 'unsure' ? wrong : this.#firstOutside;
    if (unknown !== null) throw new UserError(say(textMessages.encoding, { file, ...unknown }));
    return { encoding: 'windows-1252', warning: say(textMessages['windows-1252'], { file, ...wrong }) };
  }
}

/** A text in units of two bytes. */
class UnitChecker implements Checker {
  readonly #file: string;
  readonly #beginning: Sentence;
  readonly #encoding: 'utf-16le' | 'utf-16be';
  readonly #isStated: boolean;
  readonly #lines = new LineCounter();
  #units = 0;
  #controls = 0;
  /** The first byte of a unit whose second is to come, and the first half of a pair. */
  #half: number | null = null;
  #lead: number | null = null;

  constructor(file: string, head: Uint8Array, encoding: 'utf-16le' | 'utf-16be', isStated: boolean) {
    this.#file = file;
    this.#beginning = beginning(head);
    this.#encoding = encoding;
    this.#isStated = isStated;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#half === null) this.#half = byte;
      else {
        const [first, second] = [this.#half, byte];
        this.#half = null;
        this.#next(this.#encoding === 'utf-16le' ? (second << 8) | first : (first << 8) | second);
      }
    }
  }

  #next(unit: number): void {
    this.#units++;
    if (unit === 0) throw notText(this.#file, this.#beginning);
    if (isOddControl(unit)) this.#controls++;
    const isTrail = unit >= 0xdc00 && unit <= 0xdfff;
    if (isTrail !== (this.#lead !== null)) throw this.#damaged(this.#lead ?? unit);
    this.#lead = unit >= 0xd800 && unit <= 0xdbff ? unit : null;
    this.#lines.next(unit);
  }

  #damaged(unit: number): UserError {
    if (!this.#isStated) return notText(this.#file, this.#beginning);
    const name = this.#encoding === 'utf-16le' ? 'UTF-16 LE' : 'UTF-16 BE';
    const received = unit.toString(16).toUpperCase().padStart(2, '0');
    return new UserError(
      say(textMessages.damaged, { file: this.#file, line: this.#lines.line, encoding: name, received }),
    );
  }

  end(): FoundEncoding {
    const left = this.#lead ?? this.#half;
    if (left !== null) throw this.#damaged(left);
    if (this.#controls > mostControls * this.#units) throw notText(this.#file, this.#beginning);
    return { encoding: this.#encoding, warning: null };
  }
}
