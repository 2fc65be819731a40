import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { CodeLine } from '../../shared/code/code.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import type { Editor } from '../store/editor.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { ShownLanguage } from './code-languages.ts';
import { marked, placeOf, seenFrom } from './code-places.ts';
import styles from './code-view.module.css';
import { useWrittenCode, type WrittenCode } from './use-written-code.ts';

/** The model as source. Lines of selected blocks stand out, and a line selects its block. */
export function CodeView() {
  const written = useWrittenCode();
  return written ? (
    <CodeLines written={written} />
  ) : (
    <p className={parts.hidden} role="status">
      {text('dock.writing')}
    </p>
  );
}

/** Lines drawn above and below those in sight, so that scrolling shows no gaps. */
const margin = 12;

function CodeLines({ written }: { readonly written: WrittenCode }) {
  const { model, language, lines } = written;
  const editor = useEditor();
  const selection = useEditorState(({ view }) => view.selection);
  const level = useEditorState(({ view }) => view.level);
  const marks = useMemo(() => marked(model, level, selection), [model, level, selection]);
  const isMarked = ({ block }: CodeLine) => block !== null && marks.has(block);
  const width = useMemo(() => lines.reduce((most, { text: words }) => Math.max(most, words.length), 0), [lines]);
  const box = useRef<HTMLDivElement>(null);
  const sight = useSight(box);
  const [active, setActive] = useState(0);
  const current = Math.min(active, lines.length - 1);
  const id = useId();
  const hint = `${id}-hint`;

  // What is selected comes into sight where none of it is; an edit of the source moves nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const first = lines.findIndex(isMarked);
    if (first < 0) return;
    const seen = lines.slice(Math.ceil(sight.from), Math.floor(sight.to));
    if (!seen.some(isMarked)) sight.scrollTo(first - 1);
    setActive(first);
  }, [selection, level, language]);

  const go = (to: number) => {
    const next = Math.max(0, Math.min(lines.length - 1, to));
    setActive(next);
    if (next < sight.from + 1) sight.scrollTo(next);
    else if (next > sight.to - 1) sight.scrollTo(next + 1 - (sight.to - sight.from));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(sight.to - sight.from) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: lines.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) go(to);
    else if (event.key === 'Enter' || event.key === ' ') {
      const line = lines[current];
      if (line) choose(editor, model, line, isMarked(line));
    } else return;
    event.preventDefault();
  };

  const from = Math.max(0, Math.floor(sight.from) - margin);
  const shown = lines.slice(from, Math.ceil(sight.to) + margin);
  return (
    <>
      <p id={hint} className={parts.hidden}>
        {text('dock.codeHint')}
      </p>
      <div
        ref={box}
        className={styles.code}
        role="listbox"
        aria-label={text('dock.codeLabel', { language: language.name })}
        aria-describedby={hint}
        aria-multiselectable="true"
        aria-activedescendant={`${id}-${current}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div
          className={styles.lines}
          role="presentation"
          style={{ '--lines': lines.length, '--before': from, '--longest': width } as CSSProperties}
        >
          {shown.map((line, at) => {
            const index = from + at;
            return (
              <CodeRow
                key={index}
                id={`${id}-${index}`}
                number={index + 1}
                of={lines.length}
                words={line.text}
                language={language}
                marked={isMarked(line)}
                active={index === current}
                clickable={line.block !== null}
                onClick={(times) => {
                  // Who marks text to copy it means no block.
                  if (getSelection()?.isCollapsed === false && times === 1) return;
                  setActive(index);
                  choose(editor, model, line, times > 1);
                }}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

/**
 * Selects the block of a line as it shows on the canvas: itself, or the group that it is in. Where it is elsewhere, or if it is to be
 * looked at closely, the canvas goes to where it stands.
 */
function choose(editor: Editor, model: WrittenCode['model'], { block }: CodeLine, closely: boolean): void {
  if (block === null) return;
  const place = placeOf(model, block);
  const { level } = editor.get().view;
  const seen = seenFrom(level, place);
  const isHere = seen !== null && place.path.length === level.length;
  if (seen !== null && (isHere || !closely)) editor.select({ blocks: [seen] });
  else editor.enter(place.path, [place.block]);
}

interface CodeRowProps {
  readonly id: string;
  readonly number: number;
  readonly of: number;
  readonly words: string;
  readonly language: ShownLanguage;
  readonly marked: boolean;
  readonly active: boolean;
  readonly clickable: boolean;
  /** With how many clicks in a row these are. */
  readonly onClick: (times: number) => void;
}

const CodeRow = memo(
  function CodeRow({ id, number, of, words, language, marked, active, clickable, onClick }: CodeRowProps) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list, which has the focus
      // biome-ignore lint/a11y/useFocusableInteractive: a line goes as it gets out of sight, and would take the focus along
      <div
        id={id}
        className={styles.line}
        role="option"
        aria-selected={marked}
        aria-disabled={!clickable || undefined}
        aria-label={words === '' ? text('dock.emptyLine') : undefined}
        aria-posinset={number}
        aria-setsize={of}
        data-active={active || undefined}
        onClick={clickable ? ({ detail }) => onClick(detail) : undefined}
      >
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <code>
          {language.pieces(words).map(({ kind, text: piece }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
            <span key={index} data-kind={kind}>
              {piece}
            </span>
          ))}
        </code>
      </div>
    );
  },
  (before, now) =>
    before.words === now.words &&
    before.language === now.language &&
    before.marked === now.marked &&
    before.active === now.active &&
    before.number === now.number &&
    before.of === now.of,
);

interface Sight {
  /** The first line in sight and the one after the last; with fractions where one is cut. */
  readonly from: number;
  readonly to: number;
  scrollTo(line: number): void;
}

/** Which lines of a box are in sight, all of one height. */
function useSight(box: { readonly current: HTMLElement | null }): Sight {
  const [{ from, to }, setRange] = useState({ from: 0, to: 0 });
  const height = useRef(1);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    height.current = Number.parseFloat(getComputedStyle(element).lineHeight);
    const look = () => {
      const { scrollTop, clientHeight } = element;
      setRange({ from: scrollTop / height.current, to: (scrollTop + clientHeight) / height.current });
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watcher.disconnect();
    };
  }, [box]);
  return {
    from,
    to,
    scrollTo(line) {
      if (box.current) box.current.scrollTop = Math.max(0, line) * height.current;
    },
  };
}
