import type { z } from 'zod';
import type { Words } from '../messages/sentence.ts';
import { wordsSchema } from '../messages/words-schema.ts';
import type { RequestSpec } from './contract.ts';
import { itemsOf, type Piece, takeApart } from './pieces.ts';
import { type Port, UserError } from './port.ts';

type Requests = Readonly<Record<string, RequestSpec>>;
type Events = Readonly<Record<string, z.ZodType>>;
type Sent<R extends Requests, Name extends keyof R> = z.infer<R[Name]['sent']>;
type Answer<R extends Requests, Name extends keyof R> = z.infer<R[Name]['answer']>;

/** The asking side of a contract. */
export interface Client<R extends Requests, E extends Events> {
  /** Rejects with UserError for failures in words for people, with Error otherwise, also when the other side is gone. */
  ask<Name extends keyof R & string>(name: Name, sent: Sent<R, Name>): Promise<Answer<R, Name>>;
  /** Hears one kind of event; returns a function that stops hearing it. */
  on<Name extends keyof E & string>(name: Name, listener: (event: z.infer<E[Name]>) => void): () => void;
  /** Hears that the other side is gone. */
  onClose(listener: () => void): void;
}

/** One function for each request; a missing one does not compile. */
export type Handlers<R extends Requests> = {
  readonly [Name in keyof R]: (sent: Sent<R, Name>) => Promise<Answer<R, Name>> | Answer<R, Name>;
};

/** The answering side of a contract. */
export interface Server<E extends Events> {
  push<Name extends keyof E & string>(name: Name, event: z.infer<E[Name]>): void;
}

type Message =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly sent: unknown }
  | ({ readonly kind: 'piece'; readonly id: number } & Piece)
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string; readonly words?: Words }
  | { readonly kind: 'event'; readonly name: string; readonly event: unknown };

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

/** A request that is not answered yet, with what came of its answer. */
interface Waiting {
  readonly name: string;
  /** The lists that come in pieces, by their names. */
  readonly lists: Map<string, unknown[]>;
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Asks over a port; answers and events are checked against the contract. */
export function createClient<R extends Requests, E extends Events>(port: Port, requests: R, events: E): Client<R, E> {
  let next = 1;
  let closed = false;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(event: never) => void>>();
  const closeListeners = new Set<() => void>();
  const gone = (name: string) => new Error(`The other side ended before it answered "${name}".`);
  port.onMessage((message) => {
    if (!isMessage(message)) return;
    if (message.kind === 'event') {
      const schema = events[message.name];
      if (!schema) return;
      const event = schema.parse(message.event);
      for (const listener of listeners.get(message.name) ?? []) listener(event as never);
    } else if (message.kind === 'piece' || message.kind === 'answer' || message.kind === 'error') {
      const asked = waiting.get(message.id);
      if (!asked) return;
      const { answer: schema } = requests[asked.name]!;
      const misfit = ({ message }: Error) =>
        asked.reject(new Error(`The answer to "${asked.name}" does not fit the contract: ${message}`));
      if (message.kind === 'piece') {
        const items = itemsOf(schema, message.list).safeParse(message.items);
        if (items.success) addTo(asked.lists, message.list, items.data as readonly unknown[]);
        else {
          waiting.delete(message.id);
          misfit(items.error);
        }
        return;
      }
      waiting.delete(message.id);
      if (message.kind === 'error') {
        const words = wordsSchema.safeParse(message.words);
        asked.reject(words.success ? new UserError(words.data) : new Error(message.message));
        return;
      }
      const answer = schema.safeParse(message.answer);
      if (!answer.success) misfit(answer.error);
      else if (asked.lists.size === 0) asked.resolve(answer.data as never);
      else asked.resolve({ ...(answer.data as object), ...Object.fromEntries(asked.lists) } as never);
    }
  });
  port.onClose(() => {
    closed = true;
    for (const { name, reject } of waiting.values()) reject(gone(name));
    waiting.clear();
    for (const listener of closeListeners) listener();
  });
  return {
    ask: (name, sent) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(gone(name));
          return;
        }
        const id = next++;
        waiting.set(id, { name, lists: new Map(), resolve, reject });
        port.post({ kind: 'ask', id, name, sent } satisfies Message);
      }),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as never);
      return () => set.delete(listener as never);
    },
    onClose: (listener) => closeListeners.add(listener),
  };
}

function addTo(lists: Map<string, unknown[]>, name: string, items: readonly unknown[]): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [...items]);
  else for (const item of items) list.push(item);
}

/** Answers over a port: every payload is checked before its handler sees it. */
export function createServer<R extends Requests, E extends Events>(
  port: Port,
  requests: R,
  handlers: Handlers<R>,
): Server<E> {
  port.onMessage(async (message) => {
    if (!isMessage(message) || message.kind !== 'ask') return;
    const { id, name } = message;
    try {
      const { pieces, rest } = takeApart(await answer(requests, handlers, name, message.sent));
      for (const piece of pieces) port.post({ kind: 'piece', id, ...piece } satisfies Message);
      port.post({ kind: 'answer', id, answer: rest } satisfies Message);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const words = error instanceof UserError ? { words: error.words } : {};
      port.post({ kind: 'error', id, message, ...words } satisfies Message);
    }
  });
  return { push: (name, event) => port.post({ kind: 'event', name, event } satisfies Message) };
}

/** Checks one request against the contract and hands it to its handler. */
export async function answer<R extends Requests>(
  requests: R,
  handlers: Handlers<R>,
  name: string,
  sent: unknown,
): Promise<unknown> {
  if (!Object.hasOwn(requests, name)) throw new Error(`Unknown request. Received: ${JSON.stringify(name)}.`);
  const checked = requests[name]!.sent.safeParse(sent);
  if (!checked.success) throw new Error(`The request "${name}" does not fit the contract: ${checked.error.message}`);
  return handlers[name]!(checked.data as never);
}
