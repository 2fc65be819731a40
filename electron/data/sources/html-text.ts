const namedCharacters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '\u00a9',
  reg: '\u00ae',
  trade: '\u2122',
  euro: '\u20ac',
  pound: '\u00a3',
  cent: '\u00a2',
  middot: '\u00b7',
  bull: '\u2022',
  hellip: '\u2026',
  ndash: '\u2013',
  mdash: '\u2014',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201c',
  rdquo: '\u201d',
  eacute: '\u00e9',
  egrave: '\u00e8',
  agrave: '\u00e0',
  ccedil: '\u00e7',
  auml: '\u00e4',
  ouml: '\u00f6',
  uuml: '\u00fc',
  szlig: '\u00df',
  ntilde: '\u00f1',
};

/** The words of an HTML text for a reader: without tags, comments, scripts and styles, with its character references written out. */
export function htmlToText(html: string): string {
  return (
    removeComments(html)
      .replace(/<(script|style|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
      // Marks of type stand within words; all other tags part them.
      .replace(/<\/?(?:b|i|u|em|strong|font|span|a|big|small|tt)\b[^<>]*>/gi, '')
      .replace(/<[/!?]?[a-z][^<>]*(?:>|(?=<))/gi, ' ')
      .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});?/gi, (whole, name: string) => decodeReference(name) ?? whole)
      .replace(/[ \t\u00a0]+/g, ' ')
  );
}

/** A comment that is never closed ends at its first >, as it did in the browsers that this mail was written for. */
function removeComments(html: string): string {
  const [before, ...comments] = html.split('<!--');
  const rests = comments.map((comment) => {
    const end = comment.indexOf('-->');
    return end === -1 ? comment.slice(comment.indexOf('>') + 1) : comment.slice(end + 3);
  });
  return [before, ...rests].join(' ');
}

function decodeReference(name: string): string | null {
  if (!name.startsWith('#')) return namedCharacters[name] ?? namedCharacters[name.toLowerCase()] ?? null;
  const hexadecimal = name[1] === 'x' || name[1] === 'X';
  const code = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;
}
