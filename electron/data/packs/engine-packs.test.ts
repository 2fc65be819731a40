import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationsSources } from './engine-packs.ts';

it('whoever changes the operations of a pack raises its version, so that packs with others are made anew', () => {
  const folder = join(import.meta.dirname, '../../native');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    hash.update(`${name}\n${readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')}`);
  expect(hash.digest('hex'), 'raise packVersion, and put this in operationsSources').toBe(operationsSources);
});
