/** The path of an installed browser of the Chromium family; null if there is none. */
export function findBrowser(): string | null;
