import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The page the window begins with. */
export class StartPage {
  readonly title: Locator;
  readonly newProject: Locator;
  readonly openProject: Locator;
  /** Begins a project with the data of a file, or of a folder. */
  readonly fromFile: Locator;
  readonly fromFolder: Locator;
  readonly recent: Locator;

  constructor(private readonly page: Page) {
    this.title = page.getByRole('heading', { name: text('start.title') });
    this.newProject = page.getByRole('button', { name: text('start.new') });
    this.openProject = page.getByRole('button', { name: text('start.open') });
    const own = page.getByRole('region', { name: text('start.ownTitle') });
    this.fromFile = own.getByRole('button', { name: text('start.ownFile') });
    this.fromFolder = own.getByRole('button', { name: text('start.ownFolder') });
    this.recent = page.getByRole('region', { name: text('start.recent') });
  }

  /** The card of a starter by its folder's name. */
  starter(name: string): Locator {
    return this.page.locator(`[data-template="${name}"]`);
  }

  /** A project opened before, by its name. */
  recentProject(name: string): Locator {
    return this.recent.getByRole('button', { name });
  }
}
