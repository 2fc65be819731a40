import { afterAll } from 'vitest';
import { type Keras, startKeras } from './keras.ts';

/** Real Keras for the tests of a file or of the `describe` it is called in: starts at the first request, ends after the last test. */
export function kerasForTests(): Pick<Keras, 'run'> {
  let keras: Keras | null = null;
  afterAll(() => keras?.close());
  return {
    run(source, input) {
      keras ??= startKeras();
      return keras.run(source, input);
    },
  };
}
