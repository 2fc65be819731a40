import { describe, expect, it } from 'vitest';
import { dataSchema, emptyData } from '../../shared/data/document.ts';
import { builtInSources, isSameSource, withColumn, withShare, withSource } from './data-edits.ts';

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
