/** Lines that import at the top of a Python module, over several lines too. */
const importLines = /^(?:import .+|from \S+ import (?:\([^)]*\)|.+))\n/gm;

/**
 * One Python module of the modules of a package, in an order in which each uses only those before it: what they import of Python stands at the
 * top, what they import of each other is there already. What a module says of itself in a line becomes a heading.
 */
export function joinModules(sources: readonly string[]): string {
  const imports = new Set<string>();
  const bodies = sources.map((source) => {
    const rest = source.replace(importLines, (lines) => {
      if (!lines.startsWith('from .')) imports.add(lines.trim());
      return '';
    });
    return rest.trim().replace(/^"""(.+)"""\n+/, '# ---- $1\n\n\n');
  });
  const [head, ...others] = bodies;
  return `${[head, [...imports].sort().join('\n'), ...others].join('\n\n\n')}\n`;
}
