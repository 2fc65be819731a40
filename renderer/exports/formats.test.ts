import { describe, expect, it } from 'vitest';
import { exportFormats } from '../../shared/ipc/exports.ts';
import { fileNameOf, formatLooks, usageOf } from './formats.ts';

describe('formats of exports', () => {
  it('every format of the contract has one card', () => {
    expect(formatLooks.map(({ format }) => format).sort()).toEqual([...exportFormats].sort());
  });

  it('suggest a name that every system takes', () => {
    const [keras, tfjs, code] = formatLooks;
    expect(fileNameOf('digits cnn', keras!)).toBe('digits-cnn.keras');
    expect(fileNameOf('../a:b?', tfjs!)).toBe('a-b-tfjs');
    expect(fileNameOf('', keras!)).toBe('model.keras');
    expect(fileNameOf('3 digits-cnn', code!)).toBe('3-digits-cnn-source');
    expect(fileNameOf('数字', keras!)).toBe('数字.keras');
  });

  it('say how to use what was written, by its own name', () => {
    expect(usageOf('keras', '/home/ada/digits.keras')).toContain('load_model("digits.keras")');
    expect(usageOf('tfjs', 'C:\\x\\digits')).toContain("'digits/model.json'");
    expect(usageOf('keras', '/home/ada/my digits.keras')).toMatch(/^python "my digits\.keras" rows\.csv\n/);
    expect(usageOf('keras-code', '/home/ada/digits-source')).toBe(
      'cd digits-source\npython prepare.py model.py rows.csv',
    );
  });
});
