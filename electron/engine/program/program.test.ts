import { describe, expect, test } from 'vitest';
import { emptyModel } from '../../../shared/graph/document.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { chainOf, modelOf, networks } from '../../../testing/networks.ts';
import { initializeWeights } from './initialize.ts';
import { compileProgram } from './program.ts';

/** Two Inputs, a trunk, a side branch that leads nowhere, and two Outputs, of which one reads the trunk directly. */
const branched = modelOf(
  {
    left: ['Input', { shape: [4] }, 'left'],
    lonely: ['Input', { shape: [3] }, 'lonely'],
    trunk: ['Dense', { units: 5 }],
    nowhere: ['Dense', { units: 7 }],
    head: ['Dense', { units: 2 }],
    first: ['Output'],
    second: ['Output'],
  },
  ['left -> trunk', 'lonely -> nowhere', 'trunk -> head', 'head -> first', 'trunk -> second'],
);

describe('a program', () => {
  test('holds what leads to an Output, in order of flow, and nothing else', () => {
    const program = compileProgram(branched);
    expect(program.inputs.map(({ block }) => block)).toEqual(['left']);
    expect(program.calls.map(({ block, sources }) => [block, sources])).toEqual([
      ['trunk', ['left']],
      ['head', ['trunk']],
    ]);
    expect(program.outputs.map(({ block, source }) => [block, source])).toEqual([
      ['second', 'trunk'],
      ['first', 'head'],
    ]);
    expect(program.weights.map(({ id }) => id)).toEqual(['trunk/kernel', 'trunk/bias', 'head/kernel', 'head/bias']);
  });

  test('gives every Input and Output a name of its own', () => {
    const model = modelOf({ a: ['Input', {}, 'Output'], b: ['Output'], c: ['Output'], d: ['Output', {}, 'Output 2'] }, [
      'a -> b',
      'a -> c',
      'a -> d',
    ]);
    const { inputs, outputs } = compileProgram(model);
    expect(inputs.map(({ name }) => name)).toEqual(['Output']);
    expect(outputs.map(({ name }) => name)).toEqual(['Output', 'Output 3', 'Output 2']);
  });

  test('frees a value after its last use, and never what an Output reads', () => {
    const { calls } = compileProgram(branched);
    expect(calls.map(({ block, lastUseOf }) => [block, lastUseOf])).toEqual([
      ['trunk', ['left']],
      ['head', []],
    ]);
  });

  test('is refused with every problem of the model, in words for people', () => {
    const error = (() => {
      try {
        compileProgram(
          modelOf(
            { in: ['Input', { shape: [8], dtype: 'int32' }], dense: ['Dense', { units: 0 }, 'wide'], out: ['Output'] },
            ['in -> dense'],
          ),
        );
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    const lines = (error as UserError).message.split('\n');
    expect(lines.some((line) => /^wide: Dense: Units .*Received: 0\.$/.test(line))).toBe(true);
    expect(lines.some((line) => line.includes('Output needs a wire into its input'))).toBe(true);
  });

  test('needs blocks, an Input and an Output', () => {
    expect(() => compileProgram(emptyModel)).toThrow('The model has no blocks.');
    expect(() => compileProgram(modelOf({ in: ['Input'] }, []))).toThrow('The model has no Output.');
  });
});

describe('first weights', () => {
  test('have the size of their weight and depend on the seed alone', () => {
    const program = compileProgram(networks.gru);
    const weights = initializeWeights(program, 3);
    expect([...weights].map(([id, { length }]) => [id, length])).toEqual(
      program.weights.map(({ id, spec }) => [id, spec.shape.reduce((a, b) => a * b, 1)]),
    );
    expect(initializeWeights(program, 3)).toEqual(weights);
    expect(initializeWeights(program, 4)).not.toEqual(weights);
  });

  test('of other blocks do not change when a block is inserted', () => {
    const short = modelOf({ a: ['Input'], b: ['Dense', { units: 10 }], d: ['Dense', { units: 1 }], e: ['Output'] }, [
      'a -> b',
      'b -> d',
      'd -> e',
    ]);
    const long = modelOf(
      {
        a: ['Input'],
        b: ['Dense', { units: 10 }],
        c: ['Dense', { units: 10 }],
        d: ['Dense', { units: 1 }],
        e: ['Output'],
      },
      ['a -> b', 'b -> c', 'c -> d', 'd -> e'],
    );
    const before = initializeWeights(compileProgram(short), 1);
    const after = initializeWeights(compileProgram(long), 1);
    expect(new Map([...after].filter(([id]) => !id.startsWith('c/')))).toEqual(before);
    expect(after.get('c/kernel')).not.toEqual(before.get('b/kernel'));
  });

  test('of two equal blocks differ', () => {
    const weights = initializeWeights(
      compileProgram(chainOf(['Input'], ['Dense', { units: 10 }], ['Dense', { units: 10 }], ['Output'])),
      1,
    );
    expect(weights.get('b01/kernel')).not.toEqual(weights.get('b02/kernel'));
  });
});
