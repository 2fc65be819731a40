import { expect, test } from 'vitest';
import { htmlToText } from './html-text.ts';

test.each([
  ['<p>One</p><p>Two</p>', 'One Two'],
  ['V<b>ia</b>gra', 'Viagra'],
  ['a<!-- hidden > words -->b', 'a b'],
  ['<style>p { color: red }</style><script>alert("x")</script>shown', 'shown'],
  ['a &lt; b &amp; c&nbsp;d &#233; &#xE9; &eacute;', 'a < b & c d \u00e9 \u00e9 \u00e9'],
  ['&unknown; &#0; &#xD800;', '&unknown; &#0; &#xD800;'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<a href="http://x.y/?a=1">link</a>', 'link'],
  ['before <!--never closed>after', 'before after'],
  ['cell</table</tr>next', 'cell next'],
])('%j reads as %j', (html, text) => {
  expect(htmlToText(html).trim()).toBe(text);
});

test('a long row of opening brackets takes no long time', () => {
  const before = process.cpuUsage();
  htmlToText('<a'.repeat(100_000));
  htmlToText('<!--'.repeat(100_000));
  htmlToText('<script '.repeat(100_000));
  // Of the processor, which others use meanwhile.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(5000);
});
