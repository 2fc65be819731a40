import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

type Chunks = AsyncIterable<Buffer>;

/**
 * Writes a source into a file, by way of `stage`. When it is settled the file is closed, also where it was cancelled before it was opened: its
 * folder can be removed.
 */
export async function writeFileFrom(
  source: Chunks,
  stage: (source: Chunks) => Chunks,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = createWriteStream(to, { flush: true });
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  try {
    await pipeline(source, stage, file, { signal });
  } finally {
    await closed;
  }
}
