import { type KeyboardEvent, useId } from 'react';
import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import type { Step } from '../../../shared/data/steps/index.ts';
import { inList, text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import parts from '../../parts/parts.module.css';
import { ColumnsSetting } from './ColumnsSetting.tsx';
import { StepSettings } from './StepSettings.tsx';
import { columnsFor } from './step-columns.ts';
import styles from './step-list.module.css';
import { whatItDoes, whereItIs } from './step-words.ts';
import type { RowDrag } from './use-row-drag.ts';

interface StepRowProps {
  readonly steps: readonly Step[];
  readonly at: number;
  readonly columns: readonly ColumnSummary[];
  readonly isOpen: boolean;
  readonly dataKey: string;
  readonly onOpen: (isOpen: boolean) => void;
  /** `button` is the one of its buttons that the person goes on with. */
  readonly onMove: (to: number, button: 'head' | 'up' | 'down') => void;
  readonly onRemove: () => void;
  readonly onSet: (step: Step, gesture?: string) => void;
  readonly drag: RowDrag;
}

/** A step of preparation: what it does to which columns and, opened, its settings. */
export function StepRow({ steps, at, columns, isOpen, dataKey, onOpen, onMove, onRemove, onSet, drag }: StepRowProps) {
  const step = steps[at]!;
  const content = useId();
  const { words, names } = whereItIs(steps, at, columns);
  const what = whatItDoes(step);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (ctrlKey || metaKey || shiftKey) return;
    if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) onMove(at + (key === 'ArrowUp' ? -1 : 1), 'head');
    else if (!altKey && (key === 'Delete' || key === 'Backspace')) onRemove();
    else return;
    event.preventDefault();
    // The same keys move and delete blocks where nothing nearer takes them.
    event.stopPropagation();
  };
  return (
    <li className={styles.row} data-key={dataKey} data-idle={names.length === 0 || undefined} {...drag.row}>
      <button
        type="button"
        className={styles.head}
        data-button="head"
        aria-expanded={isOpen}
        aria-controls={content}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        onClick={() => onOpen(!isOpen)}
        onKeyDown={onKeyDown}
        {...drag.head}
      >
        <Glyph name={isOpen ? 'down' : 'right'} size={14} />
        <span className={styles.words}>
          <span className={styles.line}>
            <b>{text(`preparation.step-${step.step}`)}</b>
            <span className={styles.where} title={inList(names)}>
              {words}
            </span>
          </span>
          <span className={`${styles.what} ${parts.cut}`} title={what}>
            {what}
          </span>
        </span>
      </button>
      <div id={content} className={styles.content} hidden={!isOpen}>
        {isOpen && (
          <>
            <StepSettings
              step={step}
              columns={columns}
              onChange={(change, gesture) => onSet({ ...step, ...change } as Step, gesture)}
            />
            {step.step !== 'image' && (
              <ColumnsSetting
                step={step}
                possible={columnsFor(steps, at, columns)}
                onChange={(chosen) => onSet({ ...step, columns: chosen })}
              />
            )}
            <div className={styles.actions}>
              <IconButton
                glyph="up"
                label={text('preparation.up')}
                shortcut="alt+arrowup"
                data-button="up"
                disabled={at === 0}
                onClick={() => onMove(at - 1, 'up')}
              />
              <IconButton
                glyph="arrowDown"
                label={text('preparation.down')}
                shortcut="alt+arrowdown"
                data-button="down"
                disabled={at === steps.length - 1}
                onClick={() => onMove(at + 1, 'down')}
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
