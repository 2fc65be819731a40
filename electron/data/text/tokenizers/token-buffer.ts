/** Token numbers that are written one after the other, without knowing how many there will be. */
export class TokenBuffer {
  #tokens = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(token: number): void {
    if (this.#length === this.#tokens.length) {
      const larger = new Int32Array(this.#tokens.length * 2);
      larger.set(this.#tokens);
      this.#tokens = larger;
    }
    this.#tokens[this.#length++] = token;
  }

  /** The tokens so far, in an array of their own. */
  take(): Int32Array {
    return this.#tokens.slice(0, this.#length);
  }

  /** Begins anew, in the same room. */
  clear(): void {
    this.#length = 0;
  }

  /** Takes out the tokens from `from` up to `to`; those after them move there. */
  removeBetween(from: number, to: number): void {
    this.#tokens.copyWithin(from, to, this.#length);
    this.#length -= to - from;
  }
}
