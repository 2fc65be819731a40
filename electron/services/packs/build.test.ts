import { expect, it } from 'vitest';
import { sourceIncludes, tellingLines } from './build.ts';

it("of a failed build the compiler's words are told, not what make says after them", () => {
  const words = [
    'gyp info spawn make',
    'g++ -c x.cc',
    'x.cc:3:10: fatal error: none.h: No such file or directory',
    '    3 | #include "none.h"',
    'make: *** [x.o] Error 1',
    'gyp ERR! build error',
    'gyp ERR! not ok',
  ].join('\n');
  expect(tellingLines(words)).toBe('x.cc:3:10: fatal error: none.h: No such file or directory | 3 | #include "none.h"');
  expect(tellingLines('gyp ERR! stack Error: no Python\ngyp ERR! not ok')).toContain('no Python');
});

it('the headers that both libraries need are read from their own sources', async () => {
  const includes = await sourceIncludes();
  expect(includes).toContain('tensorflow/core/platform/ctstring_internal.h');
  expect(includes).toContain('tensorflow/c/kernels.h');
});
