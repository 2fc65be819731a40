import { memo, useEffect, useMemo, useRef } from 'react';
import { type Code, codeText } from '../../shared/code/code.ts';
import { toKeras } from '../../shared/code/keras.ts';
import { text } from '../messages/text.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './dock.module.css';
import { pythonPieces } from './python-words.ts';

function useCode(): Code {
  const model = useEditorState(({ document }) => document.project.model);
  const training = useEditorState(({ document }) => document.project.training);
  const name = useEditorState(({ document: { name } }) => name);
  return useMemo(() => toKeras(model, { name, training }), [model, name, training]);
}

/** The model as Keras source; a line selects its block, and the selected block's lines stand out. */
export function CodeView() {
  const editor = useEditor();
  const { lines } = useCode();
  const selected = useEditorState(({ view }) => view.selection.blocks);
  const box = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const line = selected.length > 0 ? box.current?.querySelector<HTMLElement>('[data-current]') : null;
    if (!box.current || !line) return;
    // One line before it stays in sight.
    box.current.scrollTop = line.offsetTop - box.current.offsetTop - line.offsetHeight;
  }, [selected]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <ol ref={box} className={styles.code} aria-label={text('dock.codeLabel')} tabIndex={0}>
      {lines.map(({ text: words, block }, index) => (
        <CodeRow
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          key={index}
          number={index + 1}
          words={words}
          current={block !== null && selected.includes(block)}
          onClick={block === null ? null : () => editor.select({ blocks: [block] })}
        />
      ))}
    </ol>
  );
}

interface CodeRowProps {
  readonly number: number;
  readonly words: string;
  readonly current: boolean;
  readonly onClick: (() => void) | null;
}

const CodeRow = memo(
  function CodeRow({ number, words, current, onClick }: CodeRowProps) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: blocks are selected by keys on the canvas; the code is a second way for the pointer
      <li
        data-current={current || undefined}
        data-clickable={onClick !== null || undefined}
        onClick={onClick ?? undefined}
      >
        <span className={styles.lineNumber} aria-hidden="true">
          {number}
        </span>
        <code>
          {pythonPieces(words).map(({ kind, text: piece }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
            <span key={index} data-kind={kind}>
              {piece}
            </span>
          ))}
        </code>
      </li>
    );
  },
  (before, now) =>
    before.words === now.words &&
    before.current === now.current &&
    before.number === now.number &&
    (before.onClick === null) === (now.onClick === null),
);

/** Copies the source. */
export function CopyCode() {
  const code = useCode();
  return <CopyButton label={text('dock.copy')} content={() => codeText(code)} />;
}
