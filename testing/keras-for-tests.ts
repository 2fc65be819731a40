import { afterAll, beforeAll, vi } from 'vitest';
import { type Keras, startKeras } from './keras.ts';

/**
 * Real Keras for the tests of a file or of the `describe` it is called in: starts at the first request, ends after the last test. What was
 * asked before is answered from memory, so that tests on several engines that ask the same make Keras compute it once.
 */
export function kerasForTests(): Pick<Keras, 'run'> {
  let keras: Keras | null = null;
  const answers = new Map<string, Promise<unknown>>();
  afterAll(() => keras?.close());
  return {
    run<Output>(source: string, input?: unknown) {
      const question = JSON.stringify([source, input]);
      let answer = answers.get(question);
      if (!answer) {
        keras ??= startKeras();
        answer = keras.run(source, input);
        answers.set(question, answer);
      }
      return answer as Promise<Output>;
    },
  };
}

/** The same from before the first test on, asked anew each time: for files that change between two questions. */
export function kerasFromTheStart(): Pick<Keras, 'run'> {
  let keras: Keras;
  beforeAll(() => {
    keras = startKeras();
  });
  afterAll(() => keras?.close());
  return { run: (source, input) => keras.run(source, input) };
}

/** Has exports proved by the readers of our own alone, as where no Python is found; a Keras that the tests ask is started before. */
export function exportsFindNoKeras(): void {
  beforeAll(() => void vi.stubEnv('LAYERLOOM_PYTHON', ''));
  afterAll(() => void vi.unstubAllEnvs());
}
