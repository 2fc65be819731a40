import { Button, Menu } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import parts from '../../parts/parts.module.css';
import { StepRow } from './StepRow.tsx';
import { keyOf } from './step-keys.ts';
import styles from './step-list.module.css';
import { useRowDrag } from './use-row-drag.ts';

/** What a row of the list says of a step, and its settings for when it is open. */
export interface StepContent {
  readonly title: string;
  /** What of the data it is for, and the names behind that; none where it is for nothing of it. */
  readonly where: string;
  readonly names: readonly string[];
  /** Whether it is for whatever it suits and nothing here is, so that it can be left out of sight. */
  readonly canFold: boolean;
  readonly what: string;
  settings(): ReactNode;
}

interface OrderedStepsProps<S extends object> {
  /** The name of the list. */
  readonly title: string;
  readonly steps: readonly S[];
  readonly content: (step: S, at: number) => StepContent;
  /** The kinds of steps that can be added, each with what it is for. */
  readonly kinds: readonly { readonly kind: string; readonly title: string; readonly help: string }[];
  /** Makes a step of a kind; it is added with `onAdd`. */
  readonly make: (kind: string) => S;
  readonly onAdd: (step: S) => void;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (at: number) => void;
  /** What stands above the list, and in its place while it is empty, and below it. */
  readonly above?: ReactNode;
  readonly none: string;
  readonly hint: string;
}

/** Where the focus goes once the list has changed: the row, and which of its buttons. */
interface NextFocus {
  readonly key: string;
  readonly button: string;
}

/** Steps in their order, each with its settings, and ways to add, move and remove them. */
export function OrderedSteps<S extends object>({
  title,
  steps,
  content,
  kinds,
  make,
  onAdd,
  onMove,
  onRemove,
  above,
  none,
  hint,
}: OrderedStepsProps<S>) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const [showsIdle, setShowsIdle] = useState(false);
  const contents = steps.map(content);
  // One that is open stays; where no step is for anything, all are shown.
  const isFoldable = (at: number) => contents[at]!.canFold && !open.has(keyOf(steps[at]!));
  const foldable = steps.filter((_, at) => isFoldable(at)).length;
  const foldsIdle = !showsIdle && foldable < steps.length;
  const shown = [...steps.keys()].filter((at) => !(foldsIdle && isFoldable(at)));
  const dragOf = useRowDrag((from, to) => move(from, to, 'head'));
  const list = useRef<HTMLOListElement>(null);
  const next = useRef<NextFocus | null>(null);
  // A row that moves, or goes, takes the focus with it: it is put where the person goes on.
  useEffect(() => {
    const wanted = next.current;
    if (wanted === null) return;
    next.current = null;
    const row = list.current?.querySelector(`[data-key="${wanted.key}"]`);
    const find = (button: string) => row?.querySelector<HTMLButtonElement>(`[data-button="${button}"]:not(:disabled)`);
    (find(wanted.button) ?? find('head'))?.focus();
  });
  const toggle = (key: string, isOpen: boolean) =>
    setOpen((before) => new Set(isOpen ? [...before, key] : [...before].filter((one) => one !== key)));
  const add = (kind: string) => {
    const step = make(kind);
    next.current = { key: keyOf(step), button: 'head' };
    toggle(keyOf(step), true);
    onAdd(step);
  };
  const move = (from: number, to: number, button: string) => {
    const step = steps[from]!;
    if (!(to in steps)) return;
    next.current = { key: keyOf(step), button };
    setSaid(text('preparation.moved', { step: contents[from]!.title, place: to + 1, count: steps.length }));
    onMove(from, to);
  };
  const remove = (at: number) => {
    const place = shown.indexOf(at);
    const neighbour = steps[shown[place + 1] ?? shown[place - 1] ?? -1];
    if (neighbour) next.current = { key: keyOf(neighbour), button: 'head' };
    setSaid(text('preparation.removed', { step: contents[at]!.title }));
    onRemove(at);
  };
  return (
    <section className={parts.section} aria-label={title}>
      <div className={parts.sectionHead}>
        <h3>{title}</h3>
        <AddMenu kinds={kinds} onAdd={add} />
      </div>
      {above}
      {steps.length > 0 ? (
        <ol className={styles.list} ref={list}>
          {shown.map((at, place) => {
            const key = keyOf(steps[at]!);
            return (
              <StepRow
                key={key}
                dataKey={key}
                content={contents[at]!}
                canMove={{ up: place > 0, down: place < shown.length - 1 }}
                isOpen={open.has(key)}
                onOpen={(isOpen) => toggle(key, isOpen)}
                drag={dragOf(at)}
                onMove={(by, button) => move(at, shown[place + by] ?? -1, button)}
                onRemove={() => remove(at)}
              />
            );
          })}
        </ol>
      ) : (
        <p className={styles.none}>{none}</p>
      )}
      {foldable > 0 && foldable < steps.length && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={showsIdle}
          onClick={() => setShowsIdle(!showsIdle)}
        >
          <Glyph name={showsIdle ? 'down' : 'right'} size={14} />
          {text(foldable === 1 ? 'preparation.idleOne' : 'preparation.idle', { count: foldable })}
        </button>
      )}
      {steps.length > 0 && <p className={styles.hint}>{hint}</p>}
      <p className={parts.hidden} aria-live="polite">
        {said}
      </p>
    </section>
  );
}

function AddMenu({
  kinds,
  onAdd,
}: Pick<OrderedStepsProps<object>, 'kinds'> & { readonly onAdd: (kind: string) => void }) {
  return (
    <Menu position="bottom-end" width={280} returnFocus={false}>
      <Menu.Target>
        <Button className={styles.add} size="compact-xs" variant="subtle" leftSection={<Glyph name="plus" size={14} />}>
          {text('preparation.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {kinds.map(({ kind, title, help }) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)}>
            <b className={styles.choice}>{title}</b>
            <span className={styles.help}>{help}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
