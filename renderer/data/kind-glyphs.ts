import type { ColumnKind } from '../../shared/data/document.ts';
import type { GlyphName } from '../parts/Glyph.tsx';

/** What stands for each kind of column. */
export const kindGlyphs: Readonly<Record<ColumnKind, GlyphName>> = {
  numeric: 'hash',
  categorical: 'tag',
  date: 'clock',
  text: 'text',
};
