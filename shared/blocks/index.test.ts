import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem.ts';
import { activationNames } from './activations.ts';
import type { BlockExample } from './define-block.ts';
import { type AnyBlock, blocks, findBlock } from './index.ts';
import { initializers } from './initializers.ts';
import { type Component, componentSchema, defaultParams, type ParamSpecs, type ParamValues } from './params.ts';
import { regularizers } from './regularizers.ts';

const folder = new URL('./', import.meta.url);
const icons = new URL('../../assets/icons/', import.meta.url);

/** The types that are put to the contract test, from the files that call it. */
async function testedTypes(): Promise<readonly string[]> {
  const files = readdirSync(fileURLToPath(folder)).filter(
    (file) => file.endsWith('.test.ts') && file !== 'index.test.ts',
  );
  const types: string[] = [];
  for (const file of files) {
    const calls = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^testBlock\((\w+), \[$/gm)];
    if (calls.length === 0) continue;
    const module = (await import(`./${file.replace('.test.ts', '.ts')}`)) as Record<string, { readonly type: string }>;
    for (const [, name] of calls) types.push(module[name!]!.type);
  }
  return types;
}

test('no block is without a contract test beside it', async () => {
  expect([...(await testedTypes())].sort()).toEqual(blocks.map(({ type }) => type as string).sort());
});

test('every type is in the list once, and found by its name', () => {
  expect(new Set(blocks.map(({ type }) => type)).size).toBe(blocks.length);
  for (const block of blocks) expect(findBlock(block.type)).toBe(block);
  expect(findBlock('NoSuchBlock')).toBeUndefined();
});

describe.each(blocks.map((block) => [block.type, block] as const))('%s', (_, block) => {
  test('has an icon of its own that takes the color around it', () => {
    const file = new URL(`${block.icon}.svg`, icons);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^<svg [^>]*viewBox="0 0 16 16"[^>]*stroke="currentColor"[^>]*stroke-width="1.5"/,
    );
    expect(blocks.filter(({ icon }) => icon === block.icon).length).toBe(1);
  });

  test('says what it is for', () => {
    expect(block.docs).toMatch(/^[A-Z][^!]*\.$/);
    expect(block.docs.split(/[.:?] /).length).toBeLessThanOrEqual(3);
  });

  test('says when to take it and what becomes of the shape, in at most three sentences each', () => {
    for (const said of [block.guide.when, block.guide.shape]) {
      expect(said).toMatch(/^[A-Z][^!]*\.$/);
      expect(said.split(/[.?] /).length).toBeLessThanOrEqual(3);
    }
    expect(block.guide.keywords.length).toBeGreaterThan(0);
  });

  test('gives in its example what is said there', () => {
    const { inputs, dtype = 'float32', params = {}, output } = block.guide.example as BlockExample;
    const values = { ...defaultParams(block.params as ParamSpecs), ...params };
    const schema = componentSchema([block as unknown as Component]);
    expect(schema.safeParse({ type: block.type, ...values }).error).toBeUndefined();
    const specs = inputs.map((shape) => ({ shape, dtype, masked: false }));
    const given = (block as unknown as AnyBlock).infer(values as ParamValues<ParamSpecs>, specs);
    expect(isProblem(given) ? describeProblem(given) : block.output ? given.shape : null).toEqual(output);
  });

  test('shows at most three things on its card', () => {
    const summary = block.summary(defaultParams(block.params as ParamSpecs) as never, [
      { shape: [4, 4, 2], dtype: 'float32', masked: false },
    ]);
    expect(summary.length).toBeGreaterThan(0);
    expect(summary.length).toBeLessThanOrEqual(3);
  });

  test('has a label for every param, no two alike', () => {
    const labels = Object.values(block.params as ParamSpecs).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

test('every component says what it is for and is valid as it comes', () => {
  for (const list of [initializers, regularizers]) {
    const schema = componentSchema(list);
    for (const { type, docs, params } of list) {
      expect(docs, type).toMatch(/^[A-Z][^!]*\.$/);
      const value = { type, ...defaultParams(params) };
      expect(schema.parse(value)).toEqual(value);
      expect(schema.safeParse({ ...value, extra: 1 }).success).toBe(false);
    }
    expect(schema.safeParse({ type: 'NoSuchComponent' }).success).toBe(false);
  }
});

test('activations go by their Keras names', () => {
  for (const name of activationNames) expect(name).toMatch(/^[a-z0-9_]+$/);
});
