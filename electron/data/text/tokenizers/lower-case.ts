/**
 * Small letters for capitals, each by itself. `toLowerCase` alone looks at a letter's neighbours once: a Greek sigma at the end of a
 * word has a form of its own. A piece of a text would then differ from the same piece in the whole, and Hugging Face's
 * tokenizers, which read what we export, know no neighbours either.
 */
export function lowerCase(text: string): string {
  return text.replaceAll('\u03a3', '\u03c3').toLowerCase();
}
