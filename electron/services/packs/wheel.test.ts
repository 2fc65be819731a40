import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeWheel } from '../../../testing/fake-pack.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openWheel, parseRecord, WheelError } from './wheel.ts';

const library = new Uint8Array(300_000).map((_, index) => index % 251);

function write(content: Uint8Array): string {
  const file = join(temporaryFolder(), 'x-1-py3-none-any.whl');
  writeFileSync(file, content);
  return file;
}

it('gives entries by name, and writes them with their size and hash', async () => {
  const file = write(makeWheel({ 'a/lib.so': library, 'a/x.h': 'int ü;' }));
  const wheel = await openWheel(file);
  expect(wheel.bytesOf('a/lib.so')).toBe(300_000);
  expect(wheel.bytesOf('a/other')).toBeNull();
  expect(await wheel.readText('a/x.h')).toBe('int ü;');
  expect(await wheel.readText('a/y.h')).toBeNull();
  const to = join(temporaryFolder(), 'deep', 'lib.so');
  let heard = 0;
  const onBytes = (bytes: number) => {
    heard += bytes;
  };
  const sha256 = createHash('sha256').update(library).digest('hex');
  expect(await wheel.extract('a/lib.so', to, { onBytes })).toEqual({ bytes: 300_000, sha256 });
  expect(readFileSync(to).equals(library)).toBe(true);
  expect(heard).toBe(300_000);
  await expect(wheel.extract('a/lib.so', to, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  );
  wheel.close();
});

it('an entry that is not what the wheel lists is refused', async () => {
  const wheel = await openWheel(write(makeWheel({ 'a/lib.so': library }, { 'a/lib.so': 'AAAA' })));
  const extracting = wheel.extract('a/lib.so', join(temporaryFolder(), 'lib.so'), {});
  await expect(extracting).rejects.toThrow(WheelError);
  await expect(extracting).rejects.toThrow('Expected: AAAA for a/lib.so.');
  wheel.close();
});

it('what is no wheel, or the half of one, is refused in words', async () => {
  const whole = makeWheel({ 'a/lib.so': library });
  await expect(openWheel(write(new TextEncoder().encode('<html>no</html>')))).rejects.toThrow(WheelError);
  await expect(openWheel(write(whole.slice(0, whole.length / 2)))).rejects.toThrow(
    'is not a package of Python that can be read',
  );
});

it('the list of a wheel may have names in quotation marks', () => {
  expect(parseRecord('a.so,sha256=ab-_c,3\r\n"b,""c"".so",sha256=xyz,4\nx/RECORD,,\n')).toEqual(
    new Map([
      ['a.so', 'ab-_c'],
      ['b,"c".so', 'xyz'],
    ]),
  );
});
