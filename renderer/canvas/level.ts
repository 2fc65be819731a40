/** How much of a card is drawn at a zoom: everything; glyph and type; a bar of colour. */
export type Level = 'full' | 'name' | 'bar';

/** The level of detail at a zoom. */
export function levelAt(zoom: number): Level {
  return zoom >= 0.6 ? 'full' : zoom >= 0.3 ? 'name' : 'bar';
}
