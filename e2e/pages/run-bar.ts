import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The bar at the foot of every page while a run is under way. */
export class RunBar {
  readonly bar: Locator;
  /** How much of the training is done. */
  readonly progress: Locator;
  /** How far its data is opened. */
  readonly reading: Locator;
  readonly stop: Locator;

  constructor(private readonly page: Page) {
    this.bar = page.getByRole('region', { name: text('training.runBar'), exact: true });
    this.progress = this.bar.getByRole('progressbar', { name: /^Progress of / });
    this.reading = this.bar.getByRole('progressbar', { name: /^Reading the data of / });
    this.stop = this.bar.getByRole('button', { name: text('training.stop') });
  }

  /** The epoch that it says to be at. */
  async epoch(): Promise<number> {
    return Number(await this.bar.locator('b').nth(1).textContent());
  }

  /** Notes every name that it gives a run from now on, however shortly; the function answers them, each once. */
  async namesFromNowOn(): Promise<() => Promise<readonly string[]>> {
    const noted = await this.page.evaluateHandle((label) => {
      const names = new Set<string>();
      const look = () => {
        const name = document.querySelector(`section[aria-label="${label}"] button b`)?.textContent;
        if (name) names.add(name);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      return names;
    }, text('training.runBar'));
    return () => noted.evaluate((names) => [...names]);
  }
}
