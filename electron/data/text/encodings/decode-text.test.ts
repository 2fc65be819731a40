import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inEnglish, type Words } from '../../../../shared/messages/sentence.ts';
import * as zh from '../../../../shared/messages/zh/data.ts';
import { encodeText } from '../../../../testing/encode-text.ts';
import { decodeChunks, decodeText, findEncoding } from './decode-text.ts';

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? Buffer.from(part) : part)));
}

function utf16(text: string, isLittle: boolean): Buffer {
  const buffer = Buffer.from(text, 'utf16le');
  return isLittle ? buffer : buffer.swap16();
}

function told(warning: Words | null): string | null {
  return warning === null ? null : inEnglish(warning);
}

describe('a text is read', () => {
  const text = 'Caf\u00e9 \u2014 \u4f60\u597d \ud83d\ude00\r\nplain letters\n';

  test.each([
    ['UTF-8', 'utf-8', bytes(text)],
    ['UTF-8 with a mark', 'utf-8', bytes([0xef, 0xbb, 0xbf], text)],
    ['UTF-16 LE with a mark', 'utf-16le', utf16(`\ufeff${text}`, true)],
    ['UTF-16 BE with a mark', 'utf-16be', utf16(`\ufeff${text}`, false)],
    ['UTF-16 LE', 'utf-16le', utf16(text, true)],
    ['UTF-16 BE', 'utf-16be', utf16(text, false)],
  ])('from %s', (_, encoding, source) => {
    expect(decodeText(source, 'a.txt')).toEqual({ text, encoding, warning: null });
  });

  test('from nothing', () => {
    expect(decodeText(bytes(), 'a.txt')).toEqual({ text: '', encoding: 'utf-8', warning: null });
  });

  test('from Windows-1252 where it is not UTF-8, with a warning that names the place', () => {
    const source = bytes('one\r\ntwo ', [0x93], 'caf', [0xe9, 0x94, 0x20, 0x80], '5');
    const { text, encoding, warning } = decodeText(source, 'a.txt');
    expect({ text, encoding }).toEqual({ text: 'one\r\ntwo \u201ccaf\u00e9\u201d \u20ac5', encoding: 'windows-1252' });
    expect(told(warning)).toBe(
      'a.txt, line 2, is not UTF-8 (the byte 93 in "one\r\ntwo \u201ccaf\u00e9\u201d \u20ac5"), so the file is read as Windows-1252. If letters are wrong, save it as UTF-8.',
    );
  });

  test.each([
    ['a table', '\u59d3\u540d,\u5e74\u9f84\r\n\u5f20\u4e09,30\r\n'],
    ['a sentence with punctuation', '\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u3002'],
    ['two characters', 'id,\u540d\u79f0\n1,2\n'],
    ['all Chinese words of this program', JSON.stringify(zh)],
  ])('from GB18030 where it looks like simplified Chinese, with a warning: %s', (_, chinese) => {
    const known = [...chinese].filter((character) => !'\u00b7\u00d7\u2013\u26a0'.includes(character)).join('');
    const { text, encoding, warning } = decodeText(encodeText(known, 'gb18030'), 'a.txt');
    expect({ text, encoding }).toEqual({ text: known, encoding: 'gb18030' });
    expect(told(warning)).toBe(
      'a.txt, line 1, is not UTF-8, so the file is read as GB18030, by what its characters are then. If letters are wrong, save it as UTF-8.',
    );
  });

  test.each([
    ['big5', '\u59d3\u540d,\u5e74\u9f61\n\u738b\u5c0f\u660e,\u4e09\u5341\n'],
    ['big5', '\u50f9\u683c'],
    [
      'big5',
      '\u5929\u6c23\u5f88\u597d\uff0c\u6211\u5011\u53bb\u516c\u5712\u73a9\uff0c\u904e\u5f97\u5f88\u958b\u5fc3\u3002',
    ],
    [
      'big5',
      'id,remark\n1,\u9019\u672c\u66f8\u6211\u5df2\u7d93\u770b\u904e\u4e86\n2,\u4ed6\u8aaa\u660e\u5929\u6703\u4e0b\u96e8\n',
    ],
    ['shift_jis', '\u6c0f\u540d,\u5e74\u9f62\n\u7530\u4e2d,\u4e09\u5341\n'],
    ['shift_jis', '\u6771\u4eac\u90fd'],
    [
      'shift_jis',
      '\u5929\u6c17\u304c\u3068\u3066\u3082\u3044\u3044\u3067\u3059\u3002\u516c\u5712\u306b\u884c\u304d\u307e\u3057\u3087\u3046\u3002',
    ],
    ['shift_jis', '\u30ab\u30bf\u30ab\u30ca\u3068\uff5e\u9ad9\ufa11'],
    [
      'euc-kr',
      '\uc548\ub155\ud558\uc138\uc694, \uc624\ub298 \ub0a0\uc528\uac00 \uc544\uc8fc \uc88b\uc2b5\ub2c8\ub2e4.',
    ],
    ['euc-kr', '\uc774\ub984,\ub098\uc774,\ub3c4\uc2dc\n\uae40\ucca0\uc218,\uc11c\ub978,\uc11c\uc6b8\n'],
    [
      'gb18030',
      '\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u73a9\uff0c\u8fc7\u5f97\u5f88\u5f00\u5fc3\u3002',
    ],
    ['gb18030', '\u6807\u7b7e'],
  ])('from East Asian encodings, told by the characters: %s: %s', (wanted, text) => {
    const { encoding, text: read, warning } = decodeText(encodeText(text, wanted), 'a.txt');
    expect({ encoding, read }).toEqual({ encoding: wanted, read: text });
    expect(told(warning)).toContain('is not UTF-8, so the file is read as');
  });

  test('syllables that EUC-KR lacks are those of the code page 949', () => {
    const bytes = Buffer.from('bc84bdc3bfcd208c63bee4b2e1c0bb20b8d4b0ed20bdcdb4d9b0ed20c7dfbdc0b4cfb4d9', 'hex');
    expect(decodeText(bytes, 'a.txt').text).toBe(
      '\ud3b2\uc2dc\uc640 \ub620\uc58c\uafcd\uc744 \uba39\uace0 \uc2f6\ub2e4\uace0 \ud588\uc2b5\ub2c8\ub2e4',
    );
  });

  test('apostrophes of Windows-1252, which with the next letter are characters of Shift JIS, are none', () => {
    const text = 'It\u2019s mine, don\u2019t; we\u2019re here and they\u2019ll be.';
    const source = Buffer.from(text.replaceAll('\u2019', '\u0092'), 'latin1');
    expect(decodeText(source, 'a.txt')).toMatchObject({ encoding: 'windows-1252', text });
  });

  test.each([
    ['euc-kr', '\uc774\ub984'],
    [
      'euc-jp',
      '\u5929\u6c17\u304c\u3068\u3066\u3082\u3044\u3044\u3067\u3059\u3002\u516c\u5712\u306b\u884c\u304d\u307e\u3057\u3087\u3046\u3002',
    ],
    ['gb18030', '\u5173\u95ed'],
    ['gb18030', '\u4ef7\u683c'],
  ])('not where the bytes may be of several encodings, or are of one that is not read: %s: %s', (encoding, text) => {
    expect(() => decodeText(encodeText(text, encoding), 'a.txt')).toThrow(
      'a.txt, line 1, is in no encoding that can be told. Expected: UTF-8,',
    );
  });

  test.each([
    ['windows-1252', 'Die gr\u00f6\u00dften \u00c4pfel f\u00fcr \u00dcber\u00f6ffnung, na\u00efve caf\u00e9s'],
    ['windows-1252', '\u00c4pfel, \u00c4rzte'],
    ['windows-1252', '\u00c4\u00d6: Gr\u00f6\u00dfe gr\u00f6\u00dfer gr\u00f6\u00dft'],
    ['windows-1252', '\u00c4\u00d6\u00dc'],
    [
      'windows-1251',
      '\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u041a\u0430\u043a \u0434\u0435\u043b\u0430?',
    ],
    ['koi8-r', '\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440, \u043a\u0430\u043a \u0434\u0435\u043b\u0430'],
    [
      'euc-jp',
      '\u5929\u6c17\u304c\u3068\u3066\u3082\u3044\u3044\u3067\u3059\u3002\u516c\u5712\u306b\u884c\u304d\u307e\u3057\u3087\u3046\u3002',
    ],
  ])('not from an East Asian encoding that it is not in, as it is in %s: %s', (encoding, text) => {
    let found: string | null = null;
    try {
      found = decodeText(encodeText(text, encoding), 'a.txt').encoding;
    } catch (error) {
      expect(String(error)).toContain('is in no encoding that can be told');
    }
    expect([null, 'windows-1252']).toContain(found);
  });

  test('from UTF-16 whose letters are not of Latin, if it is marked', () => {
    expect(decodeText(utf16('\ufeff\u4f60\u597d', false), 'a.txt').text).toBe('\u4f60\u597d');
  });

  test('as the same whatever it is, in every encoding of Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (part) => {
        const text = `plain ${part.replaceAll('\0', '')} letters`;
        for (const source of [bytes(text), utf16(`\ufeff${text}`, true), utf16(`\ufeff${text}`, false)]) {
          expect(decodeText(source, 'a').text).toBe(text);
        }
      }),
    );
  });
});

describe('what is no text is refused:', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'a zero',
      bytes('abc', [0], 'def'),
      'a is not a text. Expected: text in UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: binary data that begins with 61 62 63 00.',
    ],
    [
      'a PNG image',
      bytes([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
      'binary data that begins with 89 50 4E 47.',
    ],
    ['a PDF file', bytes('%PDF-1.7\n'), 'Received: a PDF file.'],
    ['UTF-32', bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'Received: UTF-32.'],
    ['control characters', bytes([1, 2, 3], 'abc'), 'binary data that begins with 01 02 03 61.'],
    ['numbers of two bytes', bytes([5, 0, 7, 0, 9, 0, 1, 0]), 'binary data that begins with 05 00 07 00.'],
    [
      'UTF-8 by its mark, with a wrong byte',
      bytes([0xef, 0xbb, 0xbf], 'a\nb', [0xe9], 'c'),
      'a, line 2, is not UTF-8, as the file is in all else. Expected: UTF-8 throughout. Received: the byte E9 in',
    ],
    ['UTF-8 with a wrong byte', bytes('\u00e9\n\u00e8\r\n', [0xc3], 'c'), 'a, line 3, is not UTF-8, as'],
    ['UTF-8 that is cut off', bytes('\u00e9\u00e8\n', [0xe2, 0x82]), 'a, line 2, is not UTF-8, as'],
    [
      'a byte that Windows-1252 has not',
      bytes('a\n', [0xe9, 0x20, 0x81]),
      'a, line 2, is in no encoding that can be told. Expected: UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: the byte 81 in',
    ],
    [
      'UTF-16 that is cut off',
      bytes([0xff, 0xfe, 0x61, 0, 0x62]),
      'a, line 1, is not UTF-16 LE, as the file is in all else. Expected: UTF-16 LE throughout. Received: 62.',
    ],
    [
      'UTF-16 with half a pair',
      utf16('\ufeffa\n\ud83d b', false),
      'a, line 2, is not UTF-16 BE, as the file is in all else. Expected: UTF-16 BE throughout. Received: D83D.',
    ],
  ])('%s', (_, source, message) => {
    expect(() => decodeText(source, 'a')).toThrow(message);
  });

  test('each wrong form of UTF-8, as the decoder of the platform has it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x60, minLength: 1, maxLength: 6 }), (middle) => {
        // A mark says that it is UTF-8, so that the finder must agree with the decoder.
        const source = bytes([0xef, 0xbb, 0xbf], 'a', [...middle], 'z');
        const isSound = !Buffer.from(source).toString('utf8').includes('\ufffd');
        if (isSound) expect(decodeText(source, 'a').encoding).toBe('utf-8');
        else expect(() => decodeText(source, 'a')).toThrow('line 1, is not UTF-8');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a text in pieces', () => {
  const sources = [
    bytes([0xef, 0xbb, 0xbf], '\u20ac\u00e9\ud83d\ude00 end'.repeat(700)),
    utf16('\ufeff\u20ac\u00e9\ud83d\ude00 end', true),
    utf16('plain letters\n', false),
    bytes('caf', [0xe9], ' \n'),
  ];

  test.each([1, 2, 3, 5, 4095])('of %i bytes is the same', async (size) => {
    for (const source of sources) {
      const whole = decodeText(source, 'a');
      const pieces = Array.from({ length: Math.ceil(source.length / size) }, (_, at) =>
        source.subarray(at * size, (at + 1) * size),
      );
      expect((await findEncoding(pieces, 'a')).encoding).toBe(whole.encoding);
      let text = '';
      await pipeline(
        Readable.from(pieces),
        (chunks) => decodeChunks(chunks, whole.encoding, 'a'),
        async (texts) => {
          for await (const part of texts) text += part;
        },
      );
      expect(text).toBe(whole.text);
    }
  });

  test.each([1, 2, 7, 100])('of %i bytes is warned of with the same words', async (size) => {
    for (const source of [bytes('one two three four five six ', [0xe9], ' seven'), bytes('one\ncaf', [0xe9])]) {
      const pieces = Array.from({ length: Math.ceil(source.length / size) }, (_, at) =>
        source.subarray(at * size, (at + 1) * size),
      );
      const padding = bytes('- '.repeat(2100));
      const found = await findEncoding([padding, ...pieces], 'a');
      expect(told(found.warning)).toContain(source.length > 20 ? 'four five six \u00e9' : 'one\ncaf\u00e9"');
    }
  });

  test('that was changed in between is refused', async () => {
    const read = async () => {
      for await (const _ of decodeChunks([bytes([0xff])], 'utf-8', 'a'));
    };
    await expect(read()).rejects.toThrow('a was changed while it was read. Expected: UTF-8 throughout');
  });
});
