import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { findNoNvidia } from './nvidia.ts';

it('a graphics card of NVIDIA is known by what its driver puts on the system', async () => {
  const device = join(temporaryFolder(), 'nvidiactl');
  expect(inEnglish((await findNoNvidia([device, '/dev/none']))!)).toContain(
    `Expected: the driver of NVIDIA. Received: no ${device}, /dev/none.`,
  );
  writeFileSync(device, '');
  expect(await findNoNvidia(['/dev/none', device])).toBeNull();
});
