import { useEffect } from 'react';
import type { Editor } from '../store/editor.ts';
import { allCommands } from './all-commands.ts';
import { copiedText, deleteCopied, pasteText } from './copy-paste.ts';
import { isMac, matches } from './shortcuts.ts';

/** Panels in the order F6 goes round, by their attribute `data-panel`; others come last. */
const panelOrder = ['top', 'palette', 'canvas', 'inspector', 'dock', 'run'];

/** Keys that mean something within a field, so that commands leave them to it. */
const fieldKeys = new Set([
  'a',
  'z',
  'y',
  'c',
  'x',
  'v',
  'arrowleft',
  'arrowright',
  'arrowup',
  'arrowdown',
  'backspace',
  'delete',
]);

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Whether a field takes text that is typed, and so undoes it; what is only chosen, as in a menu or a box to check, the project undoes. */
function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !target.readOnly && !/^(checkbox|radio|range)$/.test(target.type);
  return !(target instanceof HTMLSelectElement);
}

/** Whether the focus is on the canvas, on a whole page or on nothing, so that keys without a modifier are meant for blocks. */
function isForCanvas(target: EventTarget | null): boolean {
  return (
    target === document.body ||
    (target instanceof Element && (target.matches('main') || target.closest('[data-panel="canvas"]') !== null))
  );
}

/** Runs commands by their keys, goes round the panels by F6, and takes part in copy, cut and paste. */
export function useGlobalKeys(editor: Editor): void {
  useEffect(() => {
    const mac = isMac(navigator.platform);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"]')) return;
      if (event.key === 'F6') {
        event.preventDefault();
        nextPanel(event.shiftKey);
        return;
      }
      const modified = mac ? event.metaKey : event.ctrlKey;
      const key = event.key.toLowerCase();
      const toPage = event.altKey && /^Digit/.test(event.code);
      // A key that types nothing means the same everywhere.
      const isFunctionKey = /^f\d+$/.test(key);
      // On a Mac, Alt with a digit types a sign.
      const isOfField = fieldKeys.has(key) && (isTyped(event.target) || !['z', 'y'].includes(key));
      if (!isFunctionKey && isField(event.target) && (toPage ? mac : !modified || isOfField)) return;
      // These three come as events of the clipboard, which may be read without asking.
      if (modified && !event.altKey && !event.shiftKey && ['c', 'x', 'v'].includes(key)) return;
      const bare = !isFunctionKey && !modified && key !== '/' && key !== '?' && !toPage;
      if (bare && !isForCanvas(event.target)) return;
      const state = editor.get();
      const command = allCommands.find(
        ({ shortcuts, isEnabled }) => shortcuts?.some((shortcut) => matches(shortcut, event, mac)) && isEnabled(state),
      );
      if (!command) return;
      event.preventDefault();
      command.run(editor);
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isField(event.target) || editor.get().view.page !== 'model' || !getSelection()?.isCollapsed) return;
      const copied = copiedText(editor);
      if (copied === null) return;
      event.clipboardData?.setData('text/plain', copied);
      event.preventDefault();
      if (event.type === 'cut') deleteCopied(editor);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || editor.get().view.page !== 'model') return;
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      event.preventDefault();
      if (pasted.trim() !== '') pasteText(editor, pasted);
    };
    window.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [editor]);
}

function nextPanel(backwards: boolean): void {
  const rank = ({ dataset }: HTMLElement) => {
    const at = panelOrder.indexOf(dataset.panel ?? '');
    return at < 0 ? panelOrder.length : at;
  };
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')]
    .filter((panel) => panel.offsetParent !== null)
    .sort((a, b) => rank(a) - rank(b));
  if (panels.length === 0) return;
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels.at((at + (backwards ? -1 : 1) + (at < 0 && backwards ? 1 : 0)) % panels.length)!;
  const first = next.querySelector<HTMLElement>(
    '[data-panel-first], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), [tabindex="0"], a[href]',
  );
  (first ?? next).focus();
}
