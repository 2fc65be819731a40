import { posix } from 'node:path';

/**
 * The headers that some headers include, and those that these include, and so on; by their paths below the root of includes. `read`
 * gives a header's text, and null for one that is not there: those are the system's.
 */
export async function headerClosure(
  wanted: readonly string[],
  read: (path: string) => Promise<string | null>,
): Promise<string[]> {
  const found = new Set<string>();
  const missing = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (found.has(path) || missing.has(path)) return;
    const text = await read(path);
    if (text === null) {
      missing.add(path);
      return;
    }
    found.add(path);
    for (const included of includesOf(text)) {
      await visit(included);
      await visit(posix.join(posix.dirname(path), included));
    }
  };
  for (const path of wanted) await visit(path);
  return [...found].sort();
}

/** What a source or header includes, by the paths written in it. */
export function includesOf(text: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm)].map(([, path]) =>
    posix.normalize(path!),
  );
}
