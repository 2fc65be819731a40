/** The characters of the bytes 80 to 9F; the others are Latin-1's. Bytes that Windows-1252 has no character for are the control characters there, as browsers have it. */
const characters =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** The text of bytes in Windows-1252. Not by TextDecoder: that of Node 20 gives Latin-1 under this name. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => characters[character.charCodeAt(0) - 0x80]!);
}

/** Whether Windows-1252 has no character for a byte: such a byte shows that a text is in another encoding. */
export function isOutsideWindows1252(byte: number): boolean {
  return byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d;
}
