import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { inList, text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import parts from '../../parts/parts.module.css';
import type { StepContent } from './OrderedSteps.tsx';
import styles from './step-list.module.css';
import type { RowDrag } from './use-row-drag.ts';

interface StepRowProps {
  readonly content: StepContent;
  /** Whether another step stands before it, and after it. */
  readonly canMove: { readonly up: boolean; readonly down: boolean };
  readonly isOpen: boolean;
  readonly dataKey: string;
  readonly onOpen: (isOpen: boolean) => void;
  /** One up or down in the list; `button` is the one of its buttons that the person goes on with. */
  readonly onMove: (by: -1 | 1, button: 'head' | 'up' | 'down') => void;
  readonly onRemove: () => void;
  readonly drag: RowDrag;
}

/** A step of a list: what it does to what of the data and, opened, its settings. */
export function StepRow({ content, canMove, isOpen, dataKey, onOpen, onMove, onRemove, drag }: StepRowProps) {
  const { title, where, names, what, settings } = content;
  const opened = useId();
  const row = useRef<HTMLLIElement>(null);
  // What opens at the lower edge of the list would be out of sight.
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (ctrlKey || metaKey || shiftKey) return;
    if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) onMove(key === 'ArrowUp' ? -1 : 1, 'head');
    else if (!altKey && (key === 'Delete' || key === 'Backspace')) onRemove();
    else return;
    event.preventDefault();
    // The same keys move and delete blocks where nothing nearer takes them.
    event.stopPropagation();
  };
  return (
    <li ref={row} className={styles.row} data-key={dataKey} data-idle={names.length === 0 || undefined} {...drag.row}>
      <button
        type="button"
        className={styles.head}
        data-button="head"
        aria-expanded={isOpen}
        aria-controls={opened}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        onClick={() => onOpen(!isOpen)}
        onKeyDown={onKeyDown}
        {...drag.head}
      >
        <Glyph name={isOpen ? 'down' : 'right'} size={14} />
        <span className={styles.words}>
          <span className={styles.line}>
            <b>{title}</b>
            <span className={styles.where} title={inList(names)}>
              {where}
            </span>
          </span>
          <span className={`${styles.what} ${parts.cut}`} title={what}>
            {what}
          </span>
        </span>
      </button>
      <div id={opened} className={styles.content} hidden={!isOpen}>
        {isOpen && (
          <>
            {settings()}
            <div className={styles.actions}>
              <IconButton
                glyph="up"
                label={text('preparation.up')}
                shortcut="alt+arrowup"
                data-button="up"
                disabled={!canMove.up}
                onClick={() => onMove(-1, 'up')}
              />
              <IconButton
                glyph="arrowDown"
                label={text('preparation.down')}
                shortcut="alt+arrowdown"
                data-button="down"
                disabled={!canMove.down}
                onClick={() => onMove(1, 'down')}
              />
              <IconButton
                glyph="trash"
                label={text('preparation.remove')}
                shortcut="delete"
                data-button="remove"
                onClick={onRemove}
              />
            </div>
          </>
        )}
      </div>
    </li>
  );
}
