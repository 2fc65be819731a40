/** Whether a text is inside of a quoted value, and how its lines end outside of them. */
class Scanner {
  #isQuoted = false;
  #wasReturn = false;
  #hasEnded = false;
  /** How lines end, those within the names of the first line too: the database takes the first that it meets for that of all lines. */
  readonly kinds = new Set<'\n' | '\r' | '\r\n'>();

  /** A piece of the text with \n for every line end outside of quoted values. */
  next(piece: string): string {
    // Which of two kinds a \r at the end is, only the next piece tells.
    const text = this.#wasReturn ? `\r${piece}` : piece;
    this.#wasReturn = text.endsWith('\r');
    return this.#unify(this.#wasReturn ? text.slice(0, -1) : text);
  }

  end(): string {
    return this.#wasReturn ? this.#unify('\r') : '';
  }

  #unify(text: string): string {
    return text.replace(/"|\r\n|\r|\n/g, (found) => {
      if (found === '"') this.#isQuoted = !this.#isQuoted;
      if (found === '"' || (this.#isQuoted && this.#hasEnded)) return found;
      this.kinds.add(found as '\n' | '\r' | '\r\n');
      this.#hasEnded ||= !this.#isQuoted;
      return '\n';
    });
  }
}

/** A text whose lines all end in \n; line ends within quoted values are values, and stay, but for those in the first line. */
export async function* unifyLineEnds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const scanner = new Scanner();
  for await (const piece of pieces) yield scanner.next(piece);
  yield scanner.end();
}

/** Whether lines end in more than one way, quoted values after the first line aside. */
export async function hasMixedLineEnds(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  const scanner = new Scanner();
  for await (const chunk of chunks) {
    // Bytes of letters do not matter, and Latin-1 is the fastest to make.
    scanner.next(chunk.toString('latin1'));
    if (scanner.kinds.size > 1) return true;
  }
  scanner.end();
  return scanner.kinds.size > 1;
}

/** Counts the ends of lines, fast: those within quoted values too. */
export function countLineEnds(): { count(chunk: Buffer): void; mayBeMixed(): boolean } {
  let returns = 0;
  let pairs = 0;
  let feeds = 0;
  let wasReturn = false;
  return {
    count(chunk) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) {
        feeds++;
        if (at === 0 ? wasReturn : chunk[at - 1] === 13) pairs++;
      }
      for (let at = chunk.indexOf(13); at !== -1; at = chunk.indexOf(13, at + 1)) returns++;
      wasReturn = chunk.at(-1) === 13;
    },
    mayBeMixed: () => returns > 0 && feeds > 0 && !(returns === pairs && feeds === pairs),
  };
}
