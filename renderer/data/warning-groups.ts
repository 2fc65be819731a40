import { recognize, type Words } from '../../shared/messages/sentence.ts';
import { isSentence } from '../../shared/messages/words-schema.ts';

/** Kinds of warnings that say the same of one column, or of one file, after the other. */
const groups: Readonly<Record<string, WarningGroup>> = {
  'warning/numbers-missing': 'empty-cells',
  'warning/cells-filled': 'empty-cells',
  'warning/rows-dropped': 'empty-cells',
  'warning/categories-missing': 'empty-cells',
  'warning/texts-missing': 'empty-cells',
  'warning/ignored-identifier': 'ignored',
  'warning/ignored-empty': 'ignored',
  'warning/ignored-sparse': 'ignored',
  'warning/ignored-date': 'ignored',
  'warning/ignored-many': 'ignored',
  'data/image-unreadable': 'images',
  'data/image-large': 'images',
  'data/image-file-large': 'images',
};

/** From so many on they are told as one, and so many of any other kind as the first with more like it. */
const several = 3;
const manyAlike = 5;

export type WarningGroup = 'empty-cells' | 'ignored' | 'images';

/** What stands in the list of warnings: one, with those like it where they are many, or several of a group. */
export type WarningItem =
  | { readonly warning: Words; readonly alike?: readonly Words[] }
  | { readonly group: WarningGroup; readonly warnings: readonly Words[] };

/** The warnings in their order, where those of a group that has several, and many of a kind, stand together at the place of the first. */
export function groupWarnings(warnings: readonly Words[]): readonly WarningItem[] {
  const kinds = warnings.map(kindOf);
  const membersOf = new Map<string, number[]>();
  for (const [at, { name }] of kinds.entries()) {
    const members = membersOf.get(name);
    if (members === undefined) membersOf.set(name, [at]);
    else members.push(at);
  }
  return warnings.flatMap((warning, at): WarningItem[] => {
    const { name, group } = kinds[at]!;
    const members = membersOf.get(name)!;
    if (members.length < (group === null ? manyAlike : several)) return [{ warning }];
    if (members[0] !== at) return [];
    const all = members.map((member) => warnings[member]!);
    return [group === null ? { warning, alike: all.slice(1) } : { group, warnings: all }];
  });
}

function kindOf(warning: Words): { readonly name: string; readonly group: WarningGroup | null } {
  const words = recognize(warning);
  if (!isSentence(words)) return { name: words, group: null };
  const group = groups[words.key] ?? null;
  return { name: group ?? words.key, group };
}
