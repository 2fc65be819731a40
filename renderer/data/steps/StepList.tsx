import { Button, Menu } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import { type Step, type StepName, stepNames } from '../../../shared/data/steps/index.ts';
import { run } from '../../commands/command.ts';
import { addStep, moveStep, removeStep, setStep } from '../../commands/data-commands.ts';
import { text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import parts from '../../parts/parts.module.css';
import { useEditor } from '../../store/use-editor.ts';
import { StepProblems } from './StepProblems.tsx';
import { StepRow } from './StepRow.tsx';
import { newStep } from './step-edits.ts';
import { asSame, keyOf } from './step-keys.ts';
import styles from './step-list.module.css';
import { useRowDrag } from './use-row-drag.ts';

interface StepListProps {
  readonly steps: readonly Step[];
  readonly summary: DatasetSummary;
}

/** Where the focus goes once the list has changed: the row, and which of its buttons. */
interface NextFocus {
  readonly key: string;
  readonly button: string;
}

/** The steps of preparation in their order, each with its settings, and ways to add, move and remove them. */
export function StepList({ steps, summary }: StepListProps) {
  const editor = useEditor();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
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
  const add = (kind: StepName) => {
    const step = newStep(kind, steps);
    next.current = { key: keyOf(step), button: 'head' };
    toggle(keyOf(step), true);
    run(editor, addStep, { step });
  };
  const move = (from: number, to: number, button: string) => {
    const step = steps[from]!;
    if (!(to in steps)) return;
    next.current = { key: keyOf(step), button };
    const values = { step: text(`preparation.step-${step.step}`), place: to + 1, count: steps.length };
    setSaid(text('preparation.moved', values));
    run(editor, moveStep, { from, to });
  };
  const remove = (at: number) => {
    const neighbour = steps[at + 1] ?? steps[at - 1];
    if (neighbour) next.current = { key: keyOf(neighbour), button: 'head' };
    setSaid(text('preparation.removed', { step: text(`preparation.step-${steps[at]!.step}`) }));
    run(editor, removeStep, { at });
  };
  return (
    <section className={parts.section} aria-label={text('preparation.title')}>
      <div className={parts.sectionHead}>
        <h3>{text('preparation.title')}</h3>
        <AddMenu onAdd={add} />
      </div>
      <StepProblems steps={steps} summary={summary} />
      {steps.length > 0 ? (
        <ol className={styles.list} ref={list}>
          {steps.map((step, at) => (
            <StepRow
              key={keyOf(step)}
              dataKey={keyOf(step)}
              steps={steps}
              at={at}
              columns={summary.columns}
              isOpen={open.has(keyOf(step))}
              onOpen={(isOpen) => toggle(keyOf(step), isOpen)}
              drag={dragOf(at)}
              onMove={(to, button) => move(at, to, button)}
              onRemove={() => remove(at)}
              onSet={(settings, gesture) =>
                run(editor, setStep, { at, step: asSame(step, settings) }, gesture && `${keyOf(step)} ${gesture}`)
              }
            />
          ))}
        </ol>
      ) : (
        <p className={styles.none}>{text('preparation.none')}</p>
      )}
      <p className={styles.hint}>{text('preparation.fitted')}</p>
      <p className={parts.hidden} aria-live="polite">
        {said}
      </p>
    </section>
  );
}

function AddMenu({ onAdd }: { readonly onAdd: (kind: StepName) => void }) {
  return (
    <Menu position="bottom-end" width={280} returnFocus={false}>
      <Menu.Target>
        <Button className={styles.add} size="compact-xs" variant="subtle" leftSection={<Glyph name="plus" size={14} />}>
          {text('preparation.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {stepNames.map((kind) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)}>
            <b className={styles.choice}>{text(`preparation.step-${kind}`)}</b>
            <span className={styles.help}>{text(`preparation.for-${kind}`)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
