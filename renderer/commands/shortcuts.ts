/** The keys that count in a shortcut. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether this computer's main modifier is Command. */
export function isMac(platform: string): boolean {
  return /^mac/i.test(platform);
}

/** Whether a key press is a shortcut such as `mod+shift+z`; `mod` is Command on a Mac and Control elsewhere. */
export function matches(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const parts = shortcut.endsWith('++') ? [...shortcut.slice(0, -2).split('+'), '+'] : shortcut.split('+');
  const key = parts.at(-1)!;
  const wants = (part: string) => parts.slice(0, -1).includes(part);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (other || wants('mod') !== mod || wants('alt') !== press.altKey) return false;
  const pressed = press.key.toLowerCase();
  // With Alt, some keyboards give a letter of another alphabet; the place of the key still says which digit or letter it is.
  const place = /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : `Digit${key}`;
  const same = pressed === key || (press.altKey && press.code === place);
  // A sign such as "/" or "+" already says whether Shift was needed for it.
  const signs = key.length === 1 && !/[a-z0-9]/.test(key);
  return same && (signs || wants('shift') === press.shiftKey);
}

const shown: Readonly<Record<string, string>> = {
  shift: 'Shift',
  alt: 'Alt',
  delete: 'Del',
  backspace: '⌫',
  enter: 'Enter',
  escape: 'Esc',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
};

/** A shortcut for people: `Ctrl K`, `⌘K`. */
export function showShortcut(shortcut: string, mac: boolean): string {
  const parts = shortcut.endsWith('++') ? [...shortcut.slice(0, -2).split('+'), '+'] : shortcut.split('+');
  const signs = parts.map((part) => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (mac && part === 'shift') return '⇧';
    if (mac && part === 'alt') return '⌥';
    if (mac && part === 'enter') return '↩';
    return shown[part] ?? part.toUpperCase();
  });
  return signs.join(mac ? '' : ' ');
}
