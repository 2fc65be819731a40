import { UserError } from '../../../../shared/ipc/port.ts';
import { engineMessages } from '../../../../shared/messages/en.ts';
import { phrases } from '../../../../shared/messages/phrases.ts';
import { say } from '../../../../shared/messages/sentence.ts';

/** What went wrong on a device. */
export interface DeviceWatch {
  /** Throws what went wrong since it was last asked; a lost device each time. */
  check(): void;
  /** Resolves when the device is lost. */
  readonly lost: Promise<void>;
}

/** Calls that check what they are given, on the device and on its queue. */
const watched = ['createBindGroup', 'createBuffer', 'createComputePipeline', 'createShaderModule'] as const;
const watchedOfQueue = ['submit', 'writeBuffer'] as const;

/**
 * Turns what WebGPU reports beside the calls into errors that the calls throw: a program that does not compile, an operation that the
 * driver refuses, memory that ran out, and a device that is gone. Unwatched, all of these leave numbers that mean nothing.
 */
export function watchDevice(device: GPUDevice): DeviceWatch {
  let problem: Error | null = null;
  let loss: UserError | null = null;
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event as GPUUncapturedErrorEvent;
    problem ??= describeError(error.message, error instanceof GPUOutOfMemoryError);
  });
  const lost = device.lost.then(({ message }) => {
    loss = new UserError(say(engineMessages['device-lost'], { received: message || say(phrases['no-further-word']) }));
  });
  const check = () => {
    if (loss) throw loss;
    const thrown = problem;
    problem = null;
    if (thrown) throw thrown;
  };
  for (const name of watched) guard(device, name, check);
  for (const name of watchedOfQueue) guard(device.queue, name, check);
  return { check, lost };
}

/** The words of Dawn with what it concerns; the source of a program, which it repeats, is left out. */
export function describeError(message: string, outOfMemory: boolean): Error {
  const [first] = message.split('\n');
  const call = /While calling (.*)/.exec(message)?.[1];
  const label = [...message.matchAll(/"+(\w+)"+/g)].at(-1)?.[1];
  const what = outOfMemory ? 'The GPU is out of memory' : 'The GPU refused an operation';
  const subject = label === undefined ? '' : ` of ${label}`;
  return new Error(`${what}${subject}${call ? ` in ${call.replace(/\(.*$/, '')}` : ''}. Received: ${first}`);
}

/** Has a method of an object check before it does anything and after it has. */
function guard<Name extends string>(target: Readonly<Record<Name, unknown>>, name: Name, check: () => void): void {
  const original = (target[name] as (...given: unknown[]) => unknown).bind(target);
  const value = (...given: unknown[]) => {
    check();
    const result = original(...given);
    check();
    return result;
  };
  Object.defineProperty(target, name, { value, configurable: true });
}
