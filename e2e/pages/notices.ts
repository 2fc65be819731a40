import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** What the window says at its edge, and about its host. */
export class Notices {
  readonly failures: Locator;
  /** What is said without being a failure. */
  readonly words: Locator;
  /** The banner that says that the host cannot be reached. */
  readonly lost: Locator;
  readonly reconnect: Locator;

  constructor(page: Page) {
    this.failures = page.getByRole('region', { name: text('window.notices') }).getByRole('alert');
    this.words = page.getByRole('region', { name: text('window.notices') }).getByRole('status');
    this.lost = page
      .getByRole('alert')
      .filter({ hasText: new RegExp(`${text('window.lostTitle')}|${text('window.lostFirstTitle')}`) });
    this.reconnect = this.lost.getByRole('button', { name: text('window.reconnect') });
  }
}
