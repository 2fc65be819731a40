import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The question whether to save before a project is left. */
export class LeaveQuestion {
  readonly dialog: Locator;
  readonly save: Locator;
  readonly discard: Locator;
  readonly stay: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog').filter({ hasText: text('window.leaveText') });
    this.save = this.dialog.getByRole('button', { name: text('window.leaveSave'), exact: true });
    this.discard = this.dialog.getByRole('button', { name: text('window.leaveDiscard') });
    this.stay = this.dialog.getByRole('button', { name: text('window.leaveStay') });
  }
}
