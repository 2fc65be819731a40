import { Tooltip } from '@mantine/core';
import type { ComponentProps } from 'react';
import { isMac, showShortcut } from '../commands/shortcuts.ts';
import styles from './controls.module.css';
import { Glyph, type GlyphName } from './Glyph.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  readonly glyph: GlyphName;
  /** What it does: its name for assistive technology and its tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly glyphSize?: number;
}

/** A button that is only a drawing; its words are in the tooltip. */
export function IconButton({ glyph, label, shortcut, glyphSize = 16, className = '', ...props }: IconButtonProps) {
  return (
    <Tooltip
      label={
        <span className={styles.tip}>
          {label}
          {shortcut && <kbd>{showKeys(shortcut)}</kbd>}
        </span>
      }
    >
      <button type="button" {...props} className={`${styles.iconButton} ${className}`} aria-label={label}>
        <Glyph name={glyph} size={glyphSize} />
      </button>
    </Tooltip>
  );
}

/** A shortcut as this computer's keyboard has it. */
export function showKeys(shortcut: string): string {
  return showShortcut(shortcut, isMac(navigator.platform));
}

/** A key drawn as a key. */
export function Keys({ shortcut }: { readonly shortcut: string }) {
  return <kbd className={styles.keys}>{showKeys(shortcut)}</kbd>;
}
