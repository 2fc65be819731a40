import { inEnglish, recognize, type Words } from '../messages/sentence.ts';

/** All a transport must offer: post a plain value, hear the other side's, hear that it is gone. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** A failure whose words are meant for people: it crosses the port as it is. Any other error crosses as "unexpected". */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The same as a sentence, for who reads another language than English; its `message` is for terminals and logs. */
  readonly words: Words;

  constructor(words: Words) {
    super(inEnglish(words));
    this.words = recognize(words);
  }
}

/** An error's words, as they can be told in every language where it has such. */
export function wordsOf(error: unknown): Words {
  if (error instanceof UserError) return error.words;
  return error instanceof Error ? error.message : String(error);
}

/** Two ports joined in memory, for tests and for a host in the same process. Messages arrive later, copied. */
export function createPortPair(): { readonly left: Port; readonly right: Port; close(): void } {
  const left = endpoint();
  const right = endpoint();
  const join = (from: Endpoint, to: Endpoint): Port => ({
    post: (message) => {
      const copy: unknown = JSON.parse(JSON.stringify(message));
      void Promise.resolve().then(() => {
        for (const listener of to.messages) listener(copy);
      });
    },
    onMessage: (listener) => from.messages.push(listener),
    onClose: (listener) => from.closes.push(listener),
  });
  return {
    left: join(left, right),
    right: join(right, left),
    close: () => {
      for (const listener of [...left.closes, ...right.closes]) listener();
    },
  };
}

interface Endpoint {
  readonly messages: ((message: unknown) => void)[];
  readonly closes: (() => void)[];
}

function endpoint(): Endpoint {
  return { messages: [], closes: [] };
}
