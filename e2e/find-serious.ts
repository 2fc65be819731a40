import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds that is serious or critical on the page as it stands, or in a part of it: the rule, and where. */
export async function findSerious(page: Page, part?: string): Promise<readonly string[]> {
  // What fades in has no colours to judge before it is there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  // Nothing but violations is told of: all else that axe holds would be written out, element by element, many times as long as the
  // search itself takes. In the window, that has no frames, not in a page opened for the end of each search.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, failureSummary }) => `${id} at ${target}: ${failureSummary} ${html.slice(0, 300)}`),
    );
}
