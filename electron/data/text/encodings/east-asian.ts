import { charactersOf } from './double-byte.ts';
import { Gb18030Signs } from './gb18030.ts';
import { usualCharacters } from './usual-characters.ts';

/** Encodings of East Asian texts that are read. */
export type EastAsianEncoding = keyof typeof usualCharacters;

/** What a usual character, punctuation and any other count for an encoding. */
const weights = { usual: 2, punctuation: 0.5, other: -2 };
/** Fewer usual characters may be anything. */
const fewestUsual = 2;
/** Fewer are not enough against simplified Chinese, where the rows of the characters are those of GB 2312. */
const fewestAgainstChinese = 6;
/** A text has this for each of its characters at least. */
const leastShare = 0.5;
/** Of a text with many rare characters, such as names, so many are usual ones; letters of Russian or Greek, taken for characters, have fewer. */
const leastOfRare = 0.4;
/** By how much an encoding has more than the next. */
const leastLead = 3;

const punctuation = new Set(
  Array.from('　、。，．・：；？！（）「」『』【】《》〈〉“”‘’—…～·％＋－＝／０１２３４５６７８９', codeOf),
);

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** A text as it is in one encoding. */
class Candidate {
  readonly encoding: EastAsianEncoding | 'euc-jp';
  readonly #characters: Uint16Array;
  readonly #usual: ReadonlySet<number>;
  #lead = 0;
  count = 0;
  usual = 0;
  score = 0;
  #isWrong = false;

  constructor(encoding: EastAsianEncoding | 'euc-jp') {
    this.encoding = encoding;
    this.#characters = charactersOf(encoding);
    const isJapanese = encoding === 'euc-jp' || encoding === 'shift_jis';
    this.#usual = new Set(Array.from(usualCharacters[encoding === 'euc-jp' ? 'shift_jis' : encoding], codeOf));
    if (isJapanese) this.#usual = new Set([...this.#usual, ...kana]);
  }

  next(byte: number): void {
    if (this.#isWrong || (this.#lead === 0 && byte < 0x80)) return;
    const code = this.#characters[this.#lead * 256 + byte]!;
    if (code !== 0) this.#take(code);
    else if (this.#lead === 0) this.#lead = byte;
    // What is no character of GB18030 is told by `Gb18030Signs`: some have four bytes, every other a digit; one that nobody has assigned does not end a text.
    else if (this.encoding !== 'gb18030') this.#isWrong = true;
    else if (byte < 0x40) this.#lead = 0;
    else this.#take(0);
  }

  #take(code: number): void {
    this.#lead = 0;
    this.count++;
    const isUsual = this.#usual.has(code);
    if (isUsual) this.usual++;
    this.score += isUsual ? weights.usual : punctuation.has(code) ? weights.punctuation : weights.other;
  }

  get isPossible(): boolean {
    return !this.#isWrong && this.#lead === 0;
  }

  get isMaybe(): boolean {
    return this.usual > fewestUsual && this.usual >= leastOfRare * this.count;
  }

  get isLikely(): boolean {
    return this.usual >= fewestUsual && this.score >= leastShare * this.count;
  }
}

const kana = Array.from({ length: 0x30fe - 0x3041 }, (_, at) => 0x3041 + at);

/** Bytes that are looked at together. */
const bufferSize = 65_536;

/**
 * Tells texts of East Asia in encodings of their own from each other and from texts of one byte a letter, by how many of their characters are usual ones of the
 * language. Nothing is decoded before it is asked for, or much was seen: a text in UTF-8 costs next to nothing.
 */
export class EastAsianSigns {
  readonly #seen = new Uint8Array(bufferSize);
  #length = 0;
  #candidates: readonly Candidate[] | null = null;
  readonly #chinese = new Gb18030Signs();

  /** Whether the next byte may belong to a character, so that it has to be seen even if it is ASCII. */
  isInside = false;

  /** Sees a byte above 7F, or the one that follows it. */
  next(byte: number): void {
    this.isInside = byte >= 0x80;
    this.#seen[this.#length++] = byte;
    if (this.#length === bufferSize) this.#look();
  }

  #look(): readonly Candidate[] {
    this.#candidates ??= (['gb18030', 'big5', 'shift_jis', 'euc-kr', 'euc-jp'] as const).map(
      (encoding) => new Candidate(encoding),
    );
    for (const byte of this.#seen.subarray(0, this.#length)) {
      for (const candidate of this.#candidates) candidate.next(byte);
      if (byte >= 0x80 || this.#chinese.isInside) this.#chinese.next(byte);
    }
    this.#length = 0;
    return this.#candidates;
  }

  /** The encoding of a whole text by the bytes that were seen; `unsure` where it may be one of several or one that is not read, null where it is none. */
  find(): EastAsianEncoding | 'unsure' | null {
    const isOneOf = ({ encoding, isPossible }: Candidate) =>
      encoding === 'gb18030' ? this.#chinese.isWhole : isPossible;
    const possible = this.#look().filter(isOneOf);
    const [best, second] = possible.sort((one, other) => other.score - one.score);
    const isChinese = this.#chinese.isLikely;
    if (best?.isLikely !== true) {
      if (!isChinese) return best?.isMaybe ? 'unsure' : null;
      const chinese = possible.find(({ encoding }) => encoding === 'gb18030')!;
      return chinese.usual >= leastOfRare * chinese.count ? 'gb18030' : 'unsure';
    }
    const { encoding, score, usual } = best;
    if (encoding === 'euc-jp' || score - Math.max(second?.score ?? 0, 0) < leastLead) return 'unsure';
    return isChinese && encoding !== 'gb18030' && usual < fewestAgainstChinese ? 'unsure' : encoding;
  }
}
