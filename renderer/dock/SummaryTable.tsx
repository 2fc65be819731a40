import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type SummaryColumn, type SummaryRow, sortedRows, summaryColumns } from '../../shared/code/summary.ts';
import { batchShape } from '../../shared/code/summary-text.ts';
import { totalMemory } from '../../shared/graph/costs.ts';
import { showBlock } from '../commands/group-commands.ts';
import { askCanvas } from '../commands/view-commands.ts';
import { bothWays } from '../inspector/BlockTimes.tsx';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import { showMeasuredTime } from '../training/time-text.ts';
import { type SeenRow, seenRows, windowOf } from './seen-rows.ts';
import styles from './summary.module.css';

/** Height of a row in pixels; `summary.module.css` has the same. */
const rowHeight = 24;

const figures: ReadonlySet<SummaryColumn> = new Set(['parameters', 'multiplyAdds', 'memory', 'time']);

/** Before anything was measured there is no column for it. */
const untimedColumns = summaryColumns.filter((column) => column !== 'time');

type Sorting = { readonly column: SummaryColumn; readonly direction: 'ascending' | 'descending' } | null;

/** Figures are most telling from the largest down, words from A on. */
function nextSorting(now: Sorting, column: SummaryColumn): Sorting {
  const first = column === 'name' || column === 'connectedTo' ? 'ascending' : 'descending';
  if (now?.column !== column) return { column, direction: first };
  return now.direction === first ? { column, direction: first === 'ascending' ? 'descending' : 'ascending' } : null;
}

interface SummaryTableProps {
  readonly rows: readonly SummaryRow[];
  /** Whether times were measured, and whether they still hold: what was measured before a change stands back. */
  readonly timed: 'not' | 'as-it-is' | 'outdated';
}

/** The rows of a summary, of which only those in sight are drawn. A row selects its block, and the other way round. */
export function SummaryTable({ rows, timed }: SummaryTableProps) {
  const editor = useEditor();
  const selected = useEditorState(({ view }) => view.selection.blocks);
  const level = useEditorState(({ view }) => view.level);
  const [sorting, setSorting] = useState<Sorting>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [sight, setSight] = useState({ top: 0, height: 0 });
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useLanguage();

  const columns = timed === 'not' ? untimedColumns : summaryColumns;
  const sorted = useMemo(() => (sorting ? sortedRows(rows, sorting.column, sorting.direction) : rows), [rows, sorting]);
  const seen = useMemo(() => seenRows(sorted, unfolded), [sorted, unfolded]);
  const here = level.join('/');
  const chosen = useMemo(() => new Set(selected.map((block) => `${here} ${block}`)), [selected, here]);
  const isChosen = ({ path, block }: SummaryRow) => chosen.has(`${path.join('/')} ${block}`);
  const active = Math.max(
    0,
    seen.findIndex(({ row }) => row.key === activeKey),
  );

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    // The level that the canvas shows is open here too.
    if (level.length === 0) return;
    const groups = level.map((_group, depth) => `group ${level.slice(0, depth + 1).join('/')}`);
    setUnfolded((before) => (groups.every((key) => before.has(key)) ? before : new Set([...before, ...groups])));
  }, [level]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the list
  useEffect(() => {
    const at = seen.findIndex(({ row }) => isChosen(row));
    if (at < 0 || (seen[active] && isChosen(seen[active].row))) return;
    setActiveKey(seen[at]!.row.key);
    bringIntoSight(at);
  }, [chosen, unfolded]);

  function bringIntoSight(at: number): void {
    const element = box.current;
    if (!element) return;
    const head = element.querySelector('thead')?.clientHeight ?? 0;
    const [top, bottom] = [at * rowHeight, (at + 1) * rowHeight - element.clientHeight + head];
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
  }
  const fold = (key: string, open: boolean) =>
    setUnfolded((before) => {
      const after = new Set(before);
      if (open) after.add(key);
      else after.delete(key);
      return after;
    });
  const choose = (at: number) => {
    const next = seen[at];
    if (!next) return;
    setActiveKey(next.row.key);
    bringIntoSight(at);
    showBlock(editor, next.row.path, next.row.block);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const now = seen[active];
    const page = Math.max(1, Math.floor(sight.height / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: Math.min(seen.length - 1, active + page),
      PageUp: Math.max(0, active - page),
      Home: 0,
      End: seen.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) choose(to);
    else if (event.key === 'ArrowRight' && now && now.row.copies > 0) fold(now.row.key, true);
    else if (event.key === 'ArrowLeft' && now && now.row.copies > 0 && now.isOpen) fold(now.row.key, false);
    else if (event.key === 'ArrowLeft' && now)
      choose(seen.findLastIndex(({ depth }, at) => at < active && depth < now.depth));
    else if (event.key === ' ') choose(active);
    else if (event.key === 'Enter') {
      choose(active);
      setTimeout(() => askCanvas('focus'));
    } else return;
    event.preventDefault();
  };

  const { first, last } = windowOf(seen.length, sight, rowHeight);
  return (
    <div
      ref={box}
      className={styles.scroll}
      onScroll={({ currentTarget }) => setSight({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
    >
      <table
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are moved through by keys, and unfold
        role="treegrid"
        data-timed={timed}
        aria-label={text('summary.label')}
        aria-rowcount={seen.length + 1}
        aria-activedescendant={active >= first && active < last ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column} className={styles[column]} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                data-figures={figures.has(column) || undefined}
                aria-sort={sorting?.column === column ? sorting.direction : 'none'}
              >
                <button type="button" onClick={() => setSorting(nextSorting(sorting, column))}>
                  {text(`summary.${column}`)}
                  {sorting?.column === column && (
                    <Glyph name={sorting.direction === 'ascending' ? 'chevronUp' : 'down'} size={12} />
                  )}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Spacer rows={first} />}
          {seen.slice(first, last).map((row, index) => (
            <Row
              key={row.row.key}
              id={`${id}-${first + index}`}
              seen={row}
              index={first + index}
              timed={timed !== 'not'}
              selected={isChosen(row.row)}
              active={first + index === active}
              onChoose={choose}
              onFold={fold}
            />
          ))}
          {last < seen.length && <Spacer rows={seen.length - last} />}
        </tbody>
      </table>
    </div>
  );
}

/** Stands for rows out of sight. */
function Spacer({ rows }: { readonly rows: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <tr aria-hidden="true" style={{ height: rows * rowHeight }}>
      <td colSpan={summaryColumns.length} />
    </tr>
  );
}

interface RowProps {
  readonly id: string;
  readonly seen: SeenRow;
  readonly index: number;
  readonly timed: boolean;
  readonly selected: boolean;
  readonly active: boolean;
  readonly onChoose: (at: number) => void;
  readonly onFold: (key: string, open: boolean) => void;
}

function Row({ id, seen: { row, depth, isOpen }, index, timed, selected, active, onChoose, onFold }: RowProps) {
  const { key, name, type, shape, costs, times, connectedTo, copies } = row;
  const connected = connectedTo.join(', ');
  return (
    <tr
      id={id}
      className={styles.row}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={copies > 0 ? isOpen : undefined}
      aria-selected={selected}
      data-active={active || undefined}
      data-group={copies > 0 || undefined}
      onClick={() => onChoose(index)}
    >
      <th scope="row" title={`${name} (${type})`} style={{ paddingLeft: 12 + depth * 16 }}>
        {copies > 0 && (
          <button
            type="button"
            className={styles.fold}
            tabIndex={-1}
            aria-label={text(isOpen ? 'summary.fold' : 'summary.unfold', { name })}
            onClick={(event) => {
              event.stopPropagation();
              onFold(key, !isOpen);
            }}
          >
            <Glyph name={isOpen ? 'down' : 'right'} size={12} />
          </button>
        )}
        <b>{name}</b> <i>({type})</i>
        {copies > 1 && <i> {text('summary.copies', { count: copies })}</i>}
      </th>
      <td title={shape ? batchShape(shape) : undefined}>{shape ? batchShape(shape) : <Unknown />}</td>
      <td data-figure>{costs ? showCount(costs.parameters) : <Unknown />}</td>
      <td data-figure>{costs ? showCount(costs.multiplyAdds) : <Unknown />}</td>
      <td data-figure>{costs ? showBytes(totalMemory(costs.memory)) : <Unknown />}</td>
      {timed && (
        <td data-figure data-time title={times ? bothWays(times) : undefined}>
          {times ? showMeasuredTime(times.forwardBackward) : <Unknown words={text('summary.timeNotMeasured')} />}
        </td>
      )}
      <td title={connected || undefined}>{connected}</td>
    </tr>
  );
}

function Unknown({ words = text('summary.unknown') }: { readonly words?: string }) {
  return (
    <i role="img" aria-label={words}>
      –
    </i>
  );
}
