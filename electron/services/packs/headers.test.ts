import { expect, it } from 'vitest';
import { headerClosure } from './headers.ts';

it('takes what headers include, and what those include, and leaves the system its own', async () => {
  const files: Record<string, string> = {
    'c/api.h': '#include <stdint.h>\n#  include "c/status.h"\n// #include "c/never.h"\n#include "local.h"\n',
    'c/status.h': '#ifdef X\n#include "core/deep.h"\n#endif\n#include "c/api.h"\n',
    'c/local.h': '',
    'core/deep.h': '#include "../c/local.h"\n',
    'c/never.h': '',
  };
  const asked: string[] = [];
  const found = await headerClosure(['c/api.h'], async (path) => {
    asked.push(path);
    return files[path] ?? null;
  });
  expect(found).toEqual(['c/api.h', 'c/local.h', 'c/status.h', 'core/deep.h']);
  expect(new Set(asked).size).toBe(asked.length);
});
