import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** What keeps work from being lost: found drafts, changes on disk, earlier versions. */
export class Saving {
  /** The unsaved work that was found, on the start page. */
  readonly drafts: Locator;
  readonly draftList: Locator;
  /** The banner about files that another program or window changed. */
  readonly changedOnDisk: Locator;
  /** The question before such files are overwritten. */
  readonly overwriting: Locator;
  readonly versions: Locator;
  readonly versionList: Locator;
  readonly picture: Locator;
  readonly restoreVersion: Locator;

  constructor(page: Page) {
    this.drafts = page.getByRole('region', { name: text('saving.draftsTitle') });
    this.draftList = this.drafts.getByRole('listitem');
    this.changedOnDisk = page
      .getByRole('alert')
      .filter({ has: page.getByRole('button', { name: text('saving.keepMine') }) });
    this.overwriting = page.getByRole('dialog').filter({ hasText: text('saving.overwriteTitle') });
    this.versions = page.getByRole('dialog', { name: /^Earlier versions of / });
    this.versionList = this.versions.getByRole('option');
    this.picture = this.versions.getByRole('img', { name: /^The model in this version: / });
    this.restoreVersion = this.versions.getByRole('button', { name: text('saving.versionRestore') });
  }

  async restore(name: string): Promise<void> {
    await this.drafts.getByRole('button', { name: text('saving.draftRestoreName', { name }) }).click();
  }

  async discard(name: string): Promise<void> {
    await this.drafts.getByRole('button', { name: text('saving.draftDiscardName', { name }) }).click();
    await this.drafts.getByRole('button', { name: text('saving.draftDiscardSure') }).click();
  }

  /** Answers the question, or the banner. */
  async answer(where: Locator, how: 'keepMine' | 'takeTheirs' | 'saveElsewhere' | 'overwriteStay'): Promise<void> {
    await where.getByRole('button', { name: text(`saving.${how}`), exact: true }).click();
    await expect(where).toBeHidden();
  }
}
