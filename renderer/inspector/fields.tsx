import { TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { recognize, type Words } from '../../shared/messages/sentence.ts';
import { text } from '../messages/text.ts';
import styles from './fields.module.css';

/** What a control needs to be named by its label and told its error. */
export interface FieldProps {
  readonly id: string;
  readonly describedBy: string;
  readonly onError: (expected: Words | null) => void;
}

interface LabelledProps {
  readonly label: string;
  readonly help?: string | undefined;
  /** Whether the control stands below its label, for words too long to stand beside it. */
  readonly wide?: boolean;
  readonly children: (field: FieldProps) => ReactNode;
}

/** A label, its control, and below them what was expected or what it is for. */
export function Field({ label, help, wide = false, children }: LabelledProps) {
  const id = useId();
  const describedBy = useId();
  const [expected, setExpected] = useState<Words | null>(null);
  return (
    <div className={styles.field} data-wide={wide || undefined}>
      <label htmlFor={id} title={help}>
        {label}
      </label>
      <div className={styles.control}>
        {children({ id, describedBy, onError: setExpected })}
        <p id={describedBy} className={styles.expected} role={expected === null ? undefined : 'alert'}>
          {expected === null ? '' : text('inspector.expected', { expected: recognize(expected) })}
        </p>
      </div>
    </div>
  );
}

/** What a text that was typed stands for, or what was expected in its place. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: Words };

interface DraftInputProps extends FieldProps {
  /** The value in the document, as text. */
  readonly value: string;
  readonly placeholder?: string | undefined;
  /** For several inputs under one label. */
  readonly name?: string;
  readonly rightSection?: ReactNode;
  readonly read: (typed: string) => Read<string>;
  readonly onValue: (value: string) => void;
  /** Hears that the person is done with it, so that the next change is a step of its own. */
  readonly onDone: () => void;
  /** Adds to a number, for the arrow keys. */
  readonly onStep?: (by: number) => void;
}

/**
 * A field that keeps what is typed until it can be used: the document changes with each text that is right, and keeps its last right
 * value under one that is not.
 */
export function DraftInput(props: DraftInputProps) {
  const { id, describedBy, onError, value, placeholder, name, rightSection, read, onValue, onDone, onStep } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const given = useRef(value);
  // The document changed under a draft, by undo or a repair: what it has now counts.
  const isStale = draft !== null && value !== given.current;
  const shown = draft === null || isStale ? value : draft;
  const report = (expected: Words | null) => {
    setWrong(expected !== null);
    onError(expected);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only that the document changed under the draft
  useEffect(() => {
    if (!isStale) return;
    setDraft(null);
    report(null);
  }, [isStale]);
  const take = (typed: string) => {
    setDraft(typed);
    const result = read(typed);
    report(result.ok ? null : result.expected);
    given.current = result.ok ? result.value : value;
    if (result.ok && result.value !== value) onValue(result.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
      report(null);
    }
    if (onStep && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      setDraft(null);
      report(null);
      onStep((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
    }
    if (event.key === 'Enter') event.currentTarget.dispatchEvent(new FocusEvent('blur'));
  };
  return (
    <TextInput
      id={id}
      aria-label={name}
      aria-describedby={isWrong ? describedBy : undefined}
      error={isWrong && !isStale}
      value={shown}
      placeholder={placeholder}
      rightSection={rightSection}
      rightSectionWidth={24}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (draft !== null && read(draft).ok) setDraft(null);
        onDone();
      }}
    />
  );
}
