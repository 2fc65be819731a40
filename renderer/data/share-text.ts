import { showShare } from '../training/number-text.ts';

/** A share as a percentage; one that is not nothing is never shown as nothing. */
export function shareText(part: number, of: number): string {
  const share = of === 0 ? 0 : part / of;
  return part > 0 && share < 0.001 ? `< ${showShare(0.001)}` : showShare(share);
}

/** The same in whole percents, for where there is little room. */
export function wholeShareText(part: number, of: number): string {
  const share = of === 0 ? 0 : part / of;
  return part > 0 && share < 0.005 ? `< ${showShare(0.01, 0)}` : showShare(share, 0);
}
