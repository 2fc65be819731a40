/** Something that was asked for: on its way, there, or not to be had and why. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly reason: string };

/** The words of a failure, as the other side said them. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
