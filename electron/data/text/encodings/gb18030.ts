/** Fewer characters of more than one byte may be anything. */
const fewestPairs = 2;
/** Less of a Chinese text is in usual characters only where it is none. */
const shareOfUsual = 0.8;

/**
 * Tells simplified Chinese in GB18030 (or its older parts, GB 2312 and GBK) from texts of one byte a letter. Its characters are pairs of bytes, nearly all
 * of them in the rows of GB 2312 with punctuation (A1, A3) and the 3,755 most usual characters (B0 to D7); where letters of one byte stand side by
 * side, few do, or a byte follows that none of a pair is.
 */
export class Gb18030Signs {
  /** How many bytes of a character were seen. */
  #seen = 0;
  #lead = 0;
  #pairs = 0;
  #usual = 0;
  #isWrong = false;

  /** Whether a character goes on in the next byte, so that it has to be seen even if it is ASCII. */
  get isInside(): boolean {
    return this.#seen > 0;
  }

  /** Sees a byte of a character: its first, above 7F, or one that follows while `isInside`. */
  next(byte: number): void {
    const isLead = byte >= 0x81 && byte <= 0xfe;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (this.#seen === 0 || this.#seen === 2) {
      if (!isLead) this.#breakOff();
      else if (++this.#seen === 1) this.#lead = byte;
      return;
    }
    if (this.#seen === 3) {
      if (isDigit) this.#seen = 0;
      else this.#breakOff();
      return;
    }
    if (isDigit) this.#seen = 2;
    else if (byte < 0x40 || byte === 0x7f || byte > 0xfe) this.#breakOff();
    else this.#endPair(byte);
  }

  #endPair(trail: number): void {
    this.#seen = 0;
    this.#pairs++;
    const lead = this.#lead;
    if (trail < 0xa1 || !(lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xd7))) return;
    this.#usual++;
  }

  #breakOff(): void {
    this.#seen = 0;
    this.#isWrong = true;
  }

  /** Whether every byte that was seen is in a character. */
  get isWhole(): boolean {
    return !this.#isWrong && !this.isInside;
  }

  /** Whether a whole text looks like Chinese, by the bytes that were seen. */
  get isLikely(): boolean {
    return this.isWhole && this.#pairs >= fewestPairs && this.#usual >= shareOfUsual * this.#pairs;
  }
}
