/** A name no other window of the host gives: small letters, digits and hyphens. */
export function newName(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((number) => number.toString(36).padStart(7, '0'))
    .join('-');
}
