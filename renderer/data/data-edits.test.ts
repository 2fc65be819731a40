import { describe, expect, it } from 'vitest';
import { dataSchema, emptyData } from '../../shared/data/document.ts';
import {
  builtInSources,
  isSameSource,
  likelySplitColumn,
  splitColumns,
  withColumn,
  withShare,
  withSource,
  withSplitMethod,
} from './data-edits.ts';

describe('changes of the data document', () => {
  it('another source forgets the columns and keeps split and preparation', () => {
    const set = withColumn(emptyData, { name: 'a', kind: 'numeric', role: 'input' }, { role: 'target' });
    expect(set.columns).toEqual({ a: { kind: 'numeric', role: 'target' } });
    const other = withSource(set, { kind: 'table', path: '/b.csv' });
    expect([other.columns, other.split, other.source]).toEqual([
      {},
      emptyData.split,
      { kind: 'table', path: '/b.csv' },
    ]);
  });

  it('another source has no use for the column that the split went by', () => {
    const byTime = withSplitMethod(emptyData, 'time', 'date');
    expect(byTime.split).toEqual({ ...emptyData.split, method: 'time', column: 'date' });
    expect(withSource(byTime, { kind: 'mnist' }).split).toEqual(emptyData.split);
    const random = withSplitMethod(emptyData, 'random', null);
    expect(withSource(random, { kind: 'mnist' }).split.method).toBe('random');
    expect(withSplitMethod(byTime, 'time', 'date')).toBe(byTime);
  });

  it('a split is offered the columns that it can go by, and begins with the likeliest', () => {
    const columns = [
      { name: 'age', kind: 'numeric' },
      { name: 'part', kind: 'categorical' },
      { name: 'when', kind: 'date' },
      { name: 'note', kind: 'text' },
    ] as const;
    expect([splitColumns('random', columns), splitColumns('time', columns), splitColumns('column', columns)]).toEqual([
      [],
      ['age', 'when'],
      ['part', 'note'],
    ]);
    expect(splitColumns('group', columns)).toHaveLength(4);
    const likely = (method: 'time' | 'column' | 'group' | 'random', now: string | null = null) =>
      likelySplitColumn(method, columns, now);
    expect([likely('time'), likely('column'), likely('group'), likely('random', 'age')]).toEqual([
      'when',
      'part',
      null,
      null,
    ]);
    expect([likely('time', 'age'), likely('time', 'part'), likely('group', 'note')]).toEqual(['age', 'when', 'note']);
  });

  it('shares stay whole percents and leave a tenth to train on', () => {
    expect(withShare(emptyData, 'validation', 0.204, false).split.validation).toBe(0.2);
    expect(withShare(emptyData, 'validation', 0.9, false).split.validation).toBe(0.75);
    expect(withShare(emptyData, 'validation', 0.9, true).split.validation).toBe(0.9);
    expect(withShare(emptyData, 'validation', 0.1234, true).split.validation).toBe(0.1234);
    expect(withShare(emptyData, 'test', -1, false).split.test).toBe(0);
    expect(dataSchema.safeParse(withShare(emptyData, 'test', 5, false)).success).toBe(true);
  });

  it('every source that ships is one the document can hold, once', () => {
    for (const { source } of builtInSources) {
      expect(dataSchema.safeParse(withSource(emptyData, source)).success).toBe(true);
      expect(builtInSources.filter((other) => isSameSource(other.source, source)).length).toBe(1);
    }
  });
});
