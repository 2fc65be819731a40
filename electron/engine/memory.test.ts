import { expect, test } from 'vitest';
import { onEngine } from '../../testing/backends.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { type Watched, watchMemory } from '../../testing/memory.ts';
import { told } from '../../testing/told.ts';

onEngine('tensorflow', 'the memory of an engine process', () => {
  /** As many steps as a test can wait for; `npm run bench:memory` watches 5,000 of each. */
  const watched: readonly (Omit<Watched, 'overrides'> & { readonly limit?: number })[] = [
    { starter: 'mlp-diabetes', warmUp: 5000, steps: 5000, interval: 25 },
    { starter: 'cnn-mnist', warmUp: 100, steps: 120, interval: 100, limit: 2000 },
    { starter: 'lstm-spam', warmUp: 60, steps: 120, interval: 100, limit: 1000 },
  ];

  test.each(watched)('is flat over $steps steps of $starter', async ({ limit, ...rest }) => {
    const engineHost = await createTestEngineHost();
    const overrides = { engine: 'tensorflow', epochs: 1_000_000, ...(limit && { limit }) } as const;
    const { growth, engine } = await watchMemory(engineHost, { ...rest, overrides });
    expect(told(engine.reason)).toContain('Each training step runs as one TensorFlow graph.');
    expect(growth).toBeLessThan(0.01);
  });
});
