import { access } from 'node:fs/promises';
import { engineMessages } from '../../../shared/messages/en.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';

/** What the driver of NVIDIA puts on a Linux system, and what Windows puts in its Linux. */
const devices = ['/dev/nvidiactl', '/dev/dxg'];

/** Why TensorFlow cannot compute on a graphics card of NVIDIA here, as far as that shows without loading it; null if it may. */
export async function findNoNvidia(candidates: readonly string[] = devices): Promise<Words | null> {
  for (const device of candidates) {
    try {
      await access(device);
      return null;
    } catch {
      // The next one may be there.
    }
  }
  return say(engineMessages['no-nvidia'], { received: candidates.join(', ') });
}
