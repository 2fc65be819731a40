import type { Words } from '../../shared/messages/sentence.ts';

/** Something that was asked for: on its way, there, or not to be had and why. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly reason: Words };
