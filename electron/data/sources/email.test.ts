import { expect, test } from 'vitest';
import { readEmailBody } from './email.ts';

function read(...lines: readonly string[]): string {
  return readEmailBody(Buffer.from(lines.join('\n'), 'latin1'));
}

test('the headers are not part of the body', () => {
  expect(read('From a@b.c  Thu Aug 22 12:36:23 2002', 'Subject: hi', '\tthere', '', 'One', '', 'Two')).toBe(
    'One\n\nTwo',
  );
});

test('a mail without a body has no text', () => {
  expect(read('Subject: hi')).toBe('');
  expect(read('Subject: hi', '', '')).toBe('');
});

test('Windows line ends are read as well', () => {
  expect(readEmailBody(Buffer.from('Content-Type: text/html\r\n\r\n<p>One</p>\r\n'))).toBe('One');
});

test('transfer encodings and character sets are undone', () => {
  const quoted = ['Content-Transfer-Encoding: Quoted-Printable', 'Content-Type: text/plain; charset="iso-8859-1"'];
  expect(read(...quoted, '', 'caf=E9 =', 'au lait=3D')).toBe('caf\u00e9 au lait=');
  const text = Buffer.from('gr\u00fc\u00dfe', 'utf8').toString('base64');
  expect(read('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', text)).toBe(
    'gr\u00fc\u00dfe',
  );
  expect(read('Content-Type: text/plain; charset=gb2312', '', '\xc4\xe3\xba\xc3')).toBe('\u4f60\u597d');
  expect(read('Content-Type: text/plain; charset=no-such', '', 'caf\xe9')).toBe('caf\u00e9');
});

test('of alternatives the plain one is read, and the HTML where that is empty', () => {
  const mail = (plain: string) => [
    'Content-Type: multipart/alternative; boundary="a+b"',
    '',
    'preamble',
    '--a+b',
    'Content-Type: text/plain',
    '',
    plain,
    '--a+b',
    'Content-Type: text/html',
    '',
    '<b>Rich</b> text',
    '--a+b--',
    'epilogue',
  ];
  expect(read(...mail('Plain text'))).toBe('Plain text');
  expect(read(...mail(' '))).toBe('Rich text');
});

test('parts are read one after the other, without attachments and images', () => {
  const mail = [
    'Content-Type: multipart/mixed;',
    ' boundary=b1',
    '',
    '--b1',
    '',
    'First',
    '--b1',
    'Content-Type: image/gif',
    'Content-Transfer-Encoding: base64',
    '',
    'R0lGODlh',
    '--b1',
    'Content-Type: text/plain',
    'Content-Disposition: attachment; filename=a.txt',
    '',
    'Attached',
    '--b1',
    'Content-Type: message/rfc822',
    '',
    'Subject: forwarded',
    '',
    'Last',
    '--b1--',
  ];
  expect(read(...mail).replace(/\n+/g, '|')).toBe('First|Last');
});

test('a mail that breaks the rules is read as far as it goes', () => {
  expect(read('Content-Type: multipart/mixed; boundary=x', '', 'No boundary at all')).toBe('No boundary at all');
  expect(read('Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'Never closed')).toBe('Never closed');
  expect(read('Content-Type: text', '', 'Half a type')).toBe('Half a type');
  expect(read('Content-Type: text/plain', '', '<html><body>Not <i>plain</i></body></html>')).toBe('Not plain');
});

test('parts within parts end at a depth', () => {
  const nested = Array.from({ length: 50 }, () => ['Content-Type: message/rfc822', '']).flat();
  expect(read(...nested, 'deep')).toContain('deep');
});
