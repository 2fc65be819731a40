import { access } from 'node:fs/promises';
import { engineMessages } from '../../shared/messages/en.ts';
import { fill } from '../../shared/messages/problem.ts';

/** What the driver of NVIDIA puts on a Linux system, and what Windows puts in its Linux. */
const devices = ['/dev/nvidiactl', '/dev/dxg'];

/** Why TensorFlow cannot compute on a graphics card of NVIDIA here, as far as that shows without loading it; null if it may. */
export async function findNoNvidia(candidates: readonly string[] = devices): Promise<string | null> {
  for (const device of candidates) {
    try {
      await access(device);
      return null;
    } catch {
      // The next one may be there.
    }
  }
  return fill(engineMessages['no-nvidia'], { received: candidates.join(', ') });
}
