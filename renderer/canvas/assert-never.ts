/** For the end of an exhaustive switch: a value that is not dealt with does not compile, and throws if it comes anyway. */
export function assertNever(value: never): never {
  throw new Error(`This kind is not dealt with. Received: ${JSON.stringify(value)}.`);
}
