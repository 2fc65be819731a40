import { TextDecoder } from 'node:util';
import { htmlToText } from './html-text.ts';

/** Parts within parts are read to this depth; real mail has two or three. */
const deepest = 10;

/**
 * The text of an e-mail's body for a reader: headers and attachments left out, transfer encoding and character set undone, of
 * alternatives the plain one, HTML without its tags. Mail that breaks the rules (RFC 2045 to 2047, RFC 5322) is read as plain text.
 */
export function readEmailBody(bytes: Uint8Array): string {
  return readPart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'), 0).trim();
}

interface ContentType {
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The text of one part, given with one character for each byte. */
function readPart(source: string, depth: number): string {
  const { headers, body } = splitHeaders(source);
  const content = parseContentType(headers.get('content-type') ?? 'text/plain');
  const disposition = headers.get('content-disposition') ?? '';
  if (depth > 0 && /^\s*attachment/i.test(disposition)) return '';
  const encoding = (headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
  if (content.type.startsWith('multipart/') && depth < deepest) {
    const parts = splitParts(body, content.params.boundary ?? '');
    if (parts.length > 0) return readParts(parts, content.type, depth + 1);
  }
  if (content.type === 'message/rfc822' && depth < deepest) return readPart(body, depth + 1);
  if (content.type.includes('/') && !/^(text|multipart|message)\//.test(content.type)) return '';
  const text = decodeCharset(decodeTransfer(body, encoding), content.params.charset);
  return content.type === 'text/html' || /<(?:!doctype html|html|body|table)\b/i.test(text.slice(0, 500))
    ? htmlToText(text)
    : text;
}

function readParts(parts: readonly string[], type: string, depth: number): string {
  if (type !== 'multipart/alternative') return parts.map((part) => readPart(part, depth)).join('\n');
  // Alternatives go from the plainest to the richest.
  for (const part of parts) {
    const text = readPart(part, depth);
    if (text.trim() !== '') return text;
  }
  return '';
}

/** The headers by lower-case name, the first of each, folded lines joined; and what follows the first empty line. */
function splitHeaders(source: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = /\r?\n\r?\n|^\r?\n/.exec(source);
  const head = end === null ? source : source.slice(0, end.index);
  const body = end === null ? '' : source.slice(end.index + end[0].length);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value!.trim());
  }
  return { headers, body };
}

function parseContentType(value: string): ContentType {
  const type = /^[^;\s]*/.exec(value.trim())![0].toLowerCase();
  const params: Record<string, string> = {};
  for (const [, name, quoted, bare] of value.matchAll(/;\s*([\w-]+)\s*=\s*(?:"([^"]*)"?|([^;\s]*))/g)) {
    params[name!.toLowerCase()] ??= quoted ?? bare ?? '';
  }
  return { type, params };
}

/** What stands between the lines of a boundary; a missing last boundary ends at the end of the mail. */
function splitParts(body: string, boundary: string): string[] {
  if (boundary === '') return [];
  const escaped = boundary.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pieces = body.split(new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`));
  const parts: string[] = [];
  // With its capture, split gives: preamble, mark, part, mark, part, ... where the mark of the end is "--".
  for (let at = 1; at + 1 < pieces.length && pieces[at] !== '--'; at += 2)
    parts.push(pieces[at + 1]!.replace(/^\r?\n/, ''));
  return parts;
}

function decodeTransfer(body: string, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return Buffer.from(
        body
          // From its first blank on alone: else a long run of them is tried from each.
          .replace(/(?<![ \t])[ \t]+(?=\r?\n|$)/g, '')
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
        'latin1',
      );
    default:
      return Buffer.from(body, 'latin1');
  }
}

function decodeCharset(bytes: Buffer, charset: string | undefined): string {
  return decoderFor(charset ?? 'windows-1252').decode(bytes);
}

const decoders = new Map<string, TextDecoder>();

/** Names that no decoder knows, in spam above all, are read as Western European. */
function decoderFor(charset: string): TextDecoder {
  const known = decoders.get(charset);
  if (known !== undefined) return known;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    decoder = new TextDecoder('windows-1252');
  }
  decoders.set(charset, decoder);
  return decoder;
}
