import { oneLine } from './code.ts';

/** A string as a Python literal in double quotes; anything but printable ASCII is escaped, so that the file's encoding never matters. */
export function pythonString(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (character === '\n') quoted += '\\n';
    else if (code >= 0x20 && code < 0x7f) quoted += character;
    else if (code <= 0xff) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code <= 0xffff) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${quoted}"`;
}

/** A finite number as a Python literal; `float` writes whole numbers as `1.0`. */
export function pythonNumber(value: number, float: boolean): string {
  if (Object.is(value, -0)) return float ? '-0.0' : '0';
  const digits = String(value);
  return float && /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

/** A Python tuple of literals; one element keeps its comma. */
export function pythonTuple(literals: readonly string[]): string {
  return literals.length === 1 ? `(${literals[0]},)` : `(${literals.join(', ')})`;
}

/** Text for a `#` comment. */
export function pythonComment(text: string): string {
  return `# ${oneLine(text)}`;
}

/** Keywords of Python 3, and the names that the exported source uses itself. */
const reserved: ReadonlySet<string> = new Set(
  (
    'false none true and as assert async await break class continue def del elif else except finally for from global if import in ' +
    'is lambda nonlocal not or pass raise return try while with match case type print input list tuple dict set len range ' +
    'keras model np numpy os sys json path pathlib main build_model weights rows arguments predictions'
  ).split(' '),
);

/** What Keras calls the operations it makes by itself where masks come together, counted on: no layer may have the name of one. */
const maskOperations =
  /^(any|concatenate|convert_to_tensor|expand_dims|logical_or|not_equal|ones_like|zeros_like)(_\d+)?$/;

/**
 * Gives names that are valid as Python identifiers and as Keras layer names on every Keras backend (ASCII, snake case), each only
 * once: `Text words` is `text_words`, a second one `text_words_2`. What has no ASCII letter falls back on the block's type.
 */
export function createNamer(): (name: string, type: string) => string {
  const taken = new Set<string>();
  // Where to look on among the many layers of one type.
  const counts = new Map<string, number>();
  return (name, type) => {
    const spelled = snakeCase(name);
    let base = /^[a-z]/.test(spelled) ? spelled : [snakeCase(type), spelled].filter(Boolean).join('_');
    if (reserved.has(base)) base = `${base}_${snakeCase(type)}`;
    if (maskOperations.test(base)) base = `${base}_layer`;
    let unique = base;
    let count = counts.get(base) ?? 1;
    while (taken.has(unique) || reserved.has(unique)) {
      count += 1;
      unique = `${base}_${count}`;
    }
    counts.set(base, count);
    taken.add(unique);
    return unique;
  };
}

/** Words in lower case joined by underscores; accents are dropped, anything but ASCII letters and digits parts words. */
export function snakeCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/([a-z0-9])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}
