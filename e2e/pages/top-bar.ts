import { expect, type Locator, type Page } from '@playwright/test';
import { speak, tags } from '../../renderer/messages/language.ts';
import { inList, text } from '../../renderer/messages/text.ts';
import type { Language } from '../../shared/messages/languages.ts';
import { panelOf } from './panel.ts';

const steps = {
  data: 'window.stepData',
  model: 'window.stepModel',
  train: 'window.stepTrain',
  results: 'window.stepResults',
  export: 'window.stepExport',
} as const;

const commands = {
  save: 'command.save',
  saveAs: 'command.saveAs',
  versions: 'command.versions',
  new: 'command.new',
  open: 'command.open',
  close: 'command.close',
} as const;

/** The bar above every page of a project. */
export class TopBar {
  readonly bar: Locator;
  readonly train: Locator;
  readonly project: Locator;
  readonly undo: Locator;
  readonly redo: Locator;

  constructor(private readonly page: Page) {
    this.bar = panelOf(page, 'top');
    this.train = this.bar.getByRole('button', { name: text('window.train'), exact: true });
    this.project = this.bar.getByRole('button', {
      name: new RegExp(`^${text('window.projectMenu', { name: '.*' })}$`),
    });
    this.undo = this.bar.getByRole('button', { name: new RegExp(`^${text('command.undo')}`) });
    this.redo = this.bar.getByRole('button', { name: new RegExp(`^${text('command.redo')}`) });
  }

  /** What the bar says about the project on disk. */
  saved(words: string | RegExp): Locator {
    return this.bar.getByText(words);
  }

  step(name: keyof typeof steps): Locator {
    return this.bar
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${inList([text(steps[name]), ''])}`) });
  }

  async goTo(name: keyof typeof steps): Promise<void> {
    await this.step(name).click();
  }

  /** Chooses from the menu of the project. */
  async choose(command: keyof typeof commands): Promise<void> {
    await this.project.click();
    const words = this.page.getByText(text(commands[command]), { exact: true });
    await this.page.getByRole('menuitem').filter({ has: words }).click();
  }

  /** Speaks another language; pages made from then on look for its words. */
  async speak(language: Language): Promise<void> {
    await this.page
      .locator(`[lang="${tags[language]}"]`)
      .getByText(language === 'en' ? 'EN' : '中文', { exact: true })
      .click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', tags[language]);
    speak(language);
  }

  async toggleTheme(): Promise<void> {
    await this.page
      .getByRole('button', { name: new RegExp(`^(${text('window.themeDark')}|${text('window.themeLight')})`) })
      .click();
  }
}
