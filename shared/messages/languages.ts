/** The languages of the window, in the order of the switch. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The first language of a person's list that the window speaks; English where it speaks none. */
export function firstSpoken(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const known = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (known) return known;
  }
  return 'en';
}
