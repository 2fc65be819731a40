import { describe, expect, it } from 'vitest';
import { told } from '../../../../testing/told.ts';
import { UnavailableError } from '../define-backend.ts';
import { nameAdapter, openDawn } from './adapter.ts';

describe('an adapter', () => {
  it.each([
    [
      { vendor: 'nvidia', architecture: 'ampere', device: 'NVIDIA GeForce RTX 3060', description: '535.129.03' },
      { software: false, name: 'NVIDIA GeForce RTX 3060, 535.129.03' },
    ],
    [
      { vendor: 'apple', architecture: 'common-3', device: '', description: '' },
      { software: false, name: 'apple common-3' },
    ],
    [
      { vendor: 'google', architecture: 'swiftshader', device: 'subzero', description: 'SwiftShader driver 5.0.0' },
      { software: true, name: 'software, no GPU: SwiftShader driver 5.0.0' },
    ],
    [
      { vendor: 'mesa', architecture: '', device: 'llvmpipe (LLVM 15.0.6, 256 bits)', description: '' },
      { software: true, name: 'software, no GPU: llvmpipe (LLVM 15.0.6, 256 bits)' },
    ],
    [
      { vendor: 'microsoft', architecture: '', device: 'Microsoft Basic Render Driver', description: '' },
      { software: true, name: 'software, no GPU: Microsoft Basic Render Driver' },
    ],
    [
      { vendor: 'someone', architecture: '', device: 'New', description: '', isFallbackAdapter: true },
      { software: true, name: 'software, no GPU: New' },
    ],
  ])('%j is named as what it is', (facts, expected) => {
    expect(told(nameAdapter(facts))).toEqual(expected);
  });

  it("is not looked for in Electron's processes, and what to do is said", async () => {
    const failure = await openDawn({ electron: '40.8.5' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnavailableError);
    expect((failure as UnavailableError).message).toContain('cannot share memory');
    expect(told((failure as UnavailableError).remedy)).toEqual({
      outside: { kind: 'words', words: expect.stringContaining('layerloom train') },
      inside: null,
    });
  });
});
