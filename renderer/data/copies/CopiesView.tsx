import { Button } from '@mantine/core';
import type { Copies } from '../../../shared/data/copies.ts';
import type { DataDocument, ExcludedRow } from '../../../shared/data/document.ts';
import { run } from '../../commands/command.ts';
import { leaveOut } from '../../commands/copies-commands.ts';
import { inWords, text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import parts from '../../parts/parts.module.css';
import { State } from '../../parts/State.tsx';
import { closeCopies, findCopies } from '../../store/copies.ts';
import { useEditor, useEditorState } from '../../store/use-editor.ts';
import type { CopiesState } from '../../store/view-slice.ts';
import { showCount } from '../../training/number-text.ts';
import page from '../data-page.module.css';
import { ProgressState } from '../ReadingState.tsx';
import styles from './copies-view.module.css';
import { PairOfRows } from './PairOfRows.tsx';

interface CopiesViewProps {
  readonly copies: Exclude<CopiesState, { readonly state: 'none' }>;
  /** What is searched. */
  readonly name: string;
}

/** A search for duplicates: how far it is, then the rows that copy others beside those, and what can be left out. */
export function CopiesView({ copies, name }: CopiesViewProps) {
  const editor = useEditor();
  const close = () => {
    closeCopies(editor);
    // The focus goes back to where the search was begun.
    document.querySelector<HTMLElement>('[data-find-copies]')?.focus();
  };
  return (
    <>
      <header className={page.head}>
        <h1 className={parts.cut}>{text('copies.title')}</h1>
        <span className={`${parts.small} ${parts.quiet} ${parts.grow} ${parts.cut}`}>{name}</span>
        <Button size="xs" variant="default" leftSection={<Glyph name="close" />} onClick={close}>
          {text('copies.close')}
        </Button>
      </header>
      <Content copies={copies} name={name} onClose={close} />
    </>
  );
}

function Content({ copies, name, onClose }: CopiesViewProps & { readonly onClose: () => void }) {
  const editor = useEditor();
  switch (copies.state) {
    case 'searching':
      return (
        <ProgressState
          title={text('copies.searching', { name })}
          progress={copies.reading.progress}
          stop={text('copies.stop')}
          onStop={onClose}
        />
      );
    case 'failed':
      return (
        <State glyph="stopSign" tone="failed" title={text('copies.failed')} text={inWords(copies.reason)}>
          <Button size="xs" variant="default" onClick={() => void findCopies(editor)}>
            {text('copies.again')}
          </Button>
        </State>
      );
    case 'found':
      return <Found copies={copies.copies} />;
  }
}

function Found({ copies }: { readonly copies: Copies }) {
  const data = useEditorState(({ document }) => document.project.data);
  const { compared, pairs, all, heldOut, notes } = copies;
  const rows = showCount(compared);
  const left = new Set(data.excluded);
  const said = notes.length > 0 && (
    <ul className={styles.notes}>
      {notes.map((note) => (
        <li key={inWords(note)}>{inWords(note)}</li>
      ))}
    </ul>
  );
  if (all.length === 0)
    return (
      <div className={styles.none} role="status">
        <State glyph="check" title={text('copies.none', { rows })} text={said || undefined} />
      </div>
    );
  return (
    <>
      <div className={styles.sum}>
        <b role="status">{text('copies.found', { copies: showCount(all.length), rows })}</b>
        <p>
          {heldOut.length === 0
            ? text('copies.acrossNone')
            : text('copies.across', { copies: showCount(heldOut.length) })}
        </p>
        {said}
        <div className={styles.actions}>
          <LeaveOut rows={all} data={data} words="copies.leaveOutAll" />
          {heldOut.length > 0 && <LeaveOut rows={heldOut} data={data} words="copies.leaveOutHeldOut" />}
        </div>
      </div>
      <section
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={text('copies.pairs')}
      >
        <ol className={styles.pairs}>
          {pairs.map((pair) => (
            <PairOfRows key={pair.second.row} pair={pair} isLeftOut={left.has(pair.second.path ?? pair.second.row)} />
          ))}
        </ol>
      </section>
      <footer className={page.foot}>
        {text('copies.shown', { shown: showCount(pairs.length), pairs: showCount(all.length) })}
      </footer>
    </>
  );
}

interface LeaveOutProps {
  readonly rows: readonly ExcludedRow[];
  readonly data: DataDocument;
  readonly words: 'copies.leaveOutAll' | 'copies.leaveOutHeldOut';
}

/** Leaves rows out, those of them that are not yet. */
function LeaveOut({ rows, data, words }: LeaveOutProps) {
  const editor = useEditor();
  const left = new Set(data.excluded);
  const more = rows.filter((row) => !left.has(row));
  return (
    <Button
      size="xs"
      variant="default"
      disabled={more.length === 0}
      onClick={() => run(editor, leaveOut, { rows: more })}
    >
      {text(words, { rows: showCount(more.length) })}
    </Button>
  );
}
