import type { DataSource } from '../../shared/data/document.ts';
import { split } from '../files/paths.ts';
import { text } from '../messages/text.ts';
import { builtInSources, isSameSource } from './data-edits.ts';

/** The name of a source for people. */
export function nameOfSource(source: DataSource): string {
  if (source.kind === 'none') return text('data.sources');
  if ('path' in source) return split(source.path).name;
  const builtIn = builtInSources.find((one) => isSameSource(one.source, source));
  return builtIn ? text(`data.${builtIn.key}`) : source.kind === 'sample-table' ? source.file : text('data.table');
}
