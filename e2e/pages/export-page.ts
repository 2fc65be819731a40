import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The page where a model is taken away. */
export class ExportPage {
  readonly main: Locator;
  readonly write: Locator;
  /** What an export that is under way is at, and what ends it. */
  readonly progress: Locator;
  readonly cancel: Locator;
  /** The proof's lines after writing. */
  readonly proof: Locator;
  readonly choosePath: Locator;
  /** How to use what was written. */
  readonly usage: Locator;

  constructor(page: Page) {
    this.main = page.getByRole('main');
    this.write = this.main.getByRole('button', { name: new RegExp(`^${text('exports.write', { name: '' })}`) });
    this.progress = this.main.getByRole('progressbar', { name: text('exports.writing') });
    this.cancel = this.main.getByRole('button', { name: text('exports.cancel'), exact: true });
    this.proof = this.main.getByRole('list').filter({ hasText: text('exports.largest') });
    this.usage = this.main.locator('pre');
    this.choosePath = this.main.getByRole('button', {
      name: new RegExp(`^(${text('exports.chooseFile')}|${text('exports.chooseFolder')})$`),
    });
  }

  format(name: 'keras' | 'tfjs' | 'code'): Locator {
    return this.main.getByRole('radio', { name: new RegExp(`${escaped(text(`exports.${name}`))}`) });
  }

  /** The card of a format, which takes the mouse. */
  card(name: 'keras' | 'tfjs' | 'code'): Locator {
    return this.main.locator('label').filter({ hasText: text(`exports.${name}For`) });
  }
}

function escaped(words: string): string {
  return words.replace(/[.{}]/g, '\\$&');
}
