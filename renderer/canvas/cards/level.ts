/** How much of a card is drawn at a zoom: everything; glyph and type; a bar of colour. */
export type Level = 'full' | 'name' | 'bar';

/** The level of detail at a zoom. */
export function levelAt(zoom: number): Level {
  return zoom >= 0.6 ? 'full' : zoom >= 0.3 ? 'name' : 'bar';
}

/** Zooms at which words that stay legible are set anew: in between they grow and shrink with it, so that few zooms draw them. */
const steps = [0.5, 0.42, 0.35, 0.29, 0.24, 0.2, 0.165, 0.135, 0.11, 0.09, 0.075, 0.06, 0.05] as const;

/** How large letters are on a canvas seen from far, so that they have 11 pixels or more on the screen. */
export function farLetters(zoom: number): number {
  return Math.round(11 / (steps.find((step) => zoom >= step) ?? steps.at(-1)!));
}
