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

/** From so many on they are told as one. */
const several = 3;

export type WarningGroup = 'empty-cells' | 'ignored' | 'images';

/** What stands in the list of warnings: one, or several of a group. */
export type WarningItem =
  | { readonly warning: Words }
  | { readonly group: WarningGroup; readonly warnings: readonly Words[] };

/** The warnings in their order, where those of a group that has several stand together at the place of its first. */
export function groupWarnings(warnings: readonly Words[]): readonly WarningItem[] {
  const membersOf = new Map<WarningGroup, Words[]>();
  const groupsOf = warnings.map(groupOf);
  for (const [at, group] of groupsOf.entries()) {
    if (group === null) continue;
    const members = membersOf.get(group);
    if (members === undefined) membersOf.set(group, [warnings[at]!]);
    else members.push(warnings[at]!);
  }
  return warnings.flatMap((warning, at): WarningItem[] => {
    const group = groupsOf[at]!;
    const members = group === null ? [] : membersOf.get(group)!;
    if (group === null || members.length < several) return [{ warning }];
    return members[0] === warning ? [{ group, warnings: members }] : [];
  });
}

function groupOf(warning: Words): WarningGroup | null {
  const words = recognize(warning);
  return isSentence(words) ? (groups[words.key] ?? null) : null;
}
