/** Where what had the focus is gone, as what was pressed to come to a page, the page itself gets it: the Tab key then goes on in it, and not at the top. */
export function focusPage(): void {
  if (document.activeElement !== document.body) return;
  const main = document.querySelector<HTMLElement>('main');
  if (main === null) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
