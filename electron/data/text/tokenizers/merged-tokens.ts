import { bytesInOrder } from './byte-alphabet.ts';
import { reservedTokens } from './tokens.ts';

/** The tokens of a byte-pair vocabulary: the reserved ones, the 256 bytes in GPT-2's order, and those that were joined of others. */
export class MergedTokens {
  /** By token, its bytes; the reserved ones have none. */
  readonly bytes: Uint8Array[] = [
    ...Array.from({ length: reservedTokens }, () => new Uint8Array(0)),
    ...bytesInOrder.map((byte) => Uint8Array.of(byte)),
  ];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.bytes.length;
  }

  /**
   * The token of two joined ones: a new one, unless its bytes are a token already, as "abc" is by "a" and "bc" where "ab" and "c" made
   * it before.
   */
  merge(left: number, right: number): number {
    const isToken = (token: number) => Number.isInteger(token) && token >= reservedTokens && token < this.size;
    if (!isToken(left) || !isToken(right)) {
      throw new RangeError(
        `A merge joins two tokens that are there before it, ${reservedTokens} to ${this.size - 1}. Received: ${left} and ${right}`,
      );
    }
    const joined = Buffer.concat([this.bytes[left]!, this.bytes[right]!]);
    const name = joined.toString('latin1');
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const token = this.size;
    this.#numbers.set(name, token);
    this.bytes.push(joined);
    return token;
  }
}
