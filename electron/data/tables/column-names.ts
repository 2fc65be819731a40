import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';

/** Names for all columns, each once, none empty; and which of them are not the given ones. */
export function uniqueNames(wanted: readonly string[]): { readonly names: string[]; readonly changed: string[] } {
  // A record cannot have this key: what is set for such a column would be lost when it is read back.
  const taken = new Set<string>(['__proto__']);
  const changed: string[] = [];
  /** The first number that may be free after a name. */
  const nextOf = new Map<string, number>();
  const names = wanted.map((raw, at) => {
    const trimmed = raw.trim();
    const start = trimmed || `unnamed_${at + 1}`;
    let name = start;
    let number = nextOf.get(start) ?? 2;
    for (; taken.has(name); number++) name = `${start}_${number}`;
    nextOf.set(start, number);
    taken.add(name);
    if (name !== trimmed) changed.push(name);
    return name;
  });
  return { names, changed };
}

/** What is said of names that had to be changed. */
export function warnAboutNames(changed: readonly string[]): Words[] {
  if (changed.length === 0) return [];
  return [say(dataWarnings['names-changed'], { names: changed.map((name) => `"${name}"`).join(', ') })];
}
