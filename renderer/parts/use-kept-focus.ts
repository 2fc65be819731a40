import { type RefObject, useEffect, useRef } from 'react';

/** What the focus can go to with the Tab key. */
const focusable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

function focusablesIn(area: Element): readonly HTMLElement[] {
  return [...area.querySelectorAll<HTMLElement>(focusable)];
}

/** Where the focus was: what had it, and its place in each thing around it, the nearest first. */
interface Place {
  readonly element: HTMLElement;
  readonly around: readonly { readonly area: Element; readonly at: number }[];
}

function placeOf(element: HTMLElement, page: Element): Place {
  const around: { area: Element; at: number }[] = [];
  for (let area = element.parentElement; area && page.contains(area); area = area.parentElement)
    around.push({ area, at: focusablesIn(area).indexOf(element) });
  return { element, around };
}

/**
 * Keeps the focus on a page: where what has it goes, as a repair that was made or a button that is in the way no more, what has come to its
 * place gets it, else what is nearest. Without it the Tab key would begin anew at the top of the window.
 */
export function useKeptFocus(): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const page = ref.current!;
    let last: Place | null = null;
    const note = ({ target }: Event) => {
      // While it is elsewhere, as in a dialog, the place that it comes back to may go.
      if (target instanceof HTMLElement && page.contains(target)) last = placeOf(target, page);
    };
    const forget = ({ target }: Event) => {
      if (target instanceof Node && page.contains(target)) last = null;
    };
    const restore = () => {
      if (last === null || document.activeElement !== document.body) return;
      if (last.element.isConnected && !last.element.matches(':disabled')) return;
      for (const { area, at } of last.around) {
        const found = area.isConnected ? focusablesIn(area) : [];
        if (found.length === 0) continue;
        found[Math.min(Math.max(at, 0), found.length - 1)]!.focus({ preventScroll: true });
        return;
      }
    };
    const observer = new MutationObserver(restore);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', note);
    // A click on what takes no focus lets go of it; on a button it comes first, and the focus after it.
    document.addEventListener('pointerdown', forget, true);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', forget, true);
    };
  }, []);
  return ref;
}
