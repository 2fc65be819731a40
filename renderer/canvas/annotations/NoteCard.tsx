import { type NodeProps, NodeResizer, useStore } from '@xyflow/react';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { type Note, smallest } from '../../../shared/graph/annotations.ts';
import { changeAnnotation } from '../../commands/annotation-commands.ts';
import { run } from '../../commands/command.ts';
import { useLanguage } from '../../messages/language.ts';
import { text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import { useEditor } from '../../store/use-editor.ts';
import { levelAt } from '../cards/level.ts';
import type { NoteNode } from './annotation-nodes.ts';
import styles from './annotations.module.css';

/** A note: plain text on the canvas, written in place. */
export const NoteCard = memo(function NoteCard({ data: { id, note }, selected }: NodeProps<NoteNode>) {
  useLanguage();
  const editor = useEditor();
  const level = useStore(({ transform }) => levelAt(transform[2]));
  // One that was just put down wants words.
  const [isWriting, setWriting] = useState(selected && note.text === '');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a note is no set of form fields
    <div
      className={styles.note}
      data-annotation={id}
      data-level={level}
      data-selected={selected || undefined}
      role="group"
      aria-roledescription={text('canvas.note')}
      aria-label={note.text || text('canvas.noteEmpty')}
      aria-current={selected || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: notes are reached by Tab and moved by keys
      tabIndex={0}
      onDoubleClick={() => setWriting(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        setWriting(true);
      }}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={smallest.note[0]}
        minHeight={smallest.note[1]}
        lineClassName={styles.sizeLine}
        handleClassName={styles.sizeHandle}
      />
      {isWriting ? (
        <textarea
          className={`${styles.noteText} nodrag nopan nowheel`}
          aria-label={text('canvas.noteText')}
          value={note.text}
          placeholder={text('canvas.notePlaceholder')}
          // biome-ignore lint/a11y/noAutofocus: it comes when a person asks to write
          autoFocus
          onFocus={({ currentTarget }) => currentTarget.setSelectionRange(note.text.length, note.text.length)}
          onChange={({ currentTarget }) =>
            run(editor, changeAnnotation, { id, change: { text: currentTarget.value } }, `note ${id}`)
          }
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            event.currentTarget.closest<HTMLElement>('[data-annotation]')?.focus();
          }}
          onBlur={() => {
            setWriting(false);
            editor.endGesture();
          }}
        />
      ) : level === 'bar' ? (
        <div className={styles.noteMark}>
          <Glyph name="note" size={44} />
        </div>
      ) : (
        <NoteText key={level} words={note.text} size={note.size} />
      )}
    </div>
  );
});

/** The words of a note; those that it has no room for are scrolled to, and fade where they go on. */
function NoteText({ words, size }: { readonly words: string; readonly size: Note['size'] }) {
  const box = useRef<HTMLDivElement>(null);
  const [rest, setRest] = useState<'none' | 'above' | 'below'>('none');
  const look = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    if (scrollHeight <= clientHeight + 1) setRest('none');
    else setRest(scrollTop + clientHeight < scrollHeight - 1 ? 'below' : 'above');
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the room for the words is that of the note
  useLayoutEffect(look, [words, size]);
  return (
    <div
      ref={box}
      // Where there is nothing to scroll, the wheel moves the canvas as everywhere.
      className={`${styles.noteText} ${rest === 'none' ? '' : 'nowheel'}`}
      data-empty={words === '' || undefined}
      data-more={rest === 'below' || undefined}
      onScroll={look}
    >
      {words || text('canvas.noteEmpty')}
    </div>
  );
}
