import type { KeyboardEvent } from 'react';
import { run } from '../commands/command.ts';
import { isDockTall, toggleDockHeight } from '../commands/dock-commands.ts';
import { RepairAllButton } from '../commands/RepairButton.tsx';
import { repairAll } from '../commands/repair.ts';
import { isDockOpen } from '../commands/view-commands.ts';
import { MeasuringBar, measuringWords } from '../inspector/BlockTimes.tsx';
import { MeasureButton } from '../inspector/MeasureButton.tsx';
import { type MessageKey, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import parts from '../parts/parts.module.css';
import { isUnfinished } from '../store/unfinished.ts';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import type { DockTab } from '../store/view-slice.ts';
import { CodeBar } from './CodeBar.tsx';
import { CodeView } from './CodeView.tsx';
import { DockEdge } from './DockEdge.tsx';
import styles from './dock.module.css';
import { LogView } from './LogView.tsx';
import { isShown, ProblemList } from './ProblemList.tsx';
import { CopySummary, SummaryView } from './SummaryView.tsx';

const tabs = [
  ['problems', 'dock.problems'],
  ['code', 'dock.code'],
  ['summary', 'dock.summary'],
  ['log', 'dock.log'],
] as const satisfies readonly (readonly [DockTab, MessageKey])[];

/** Below the canvas: what is wrong, the model as code and as a table, what the run says. */
export function Dock() {
  const editor = useEditor();
  const tab = useEditorState(({ view }) => view.dockTab);
  const open = useEditorState(({ view }) => isDockOpen(view.dockOpen));
  const height = useEditorState(({ view }) => view.dockHeight);
  const tall = isDockTall(height);
  const problems = useFindings().problems.filter(isShown);
  const wrong = problems.filter((problem) => !isUnfinished(problem));
  const errors = wrong.filter(({ severity }) => severity === 'error').length;
  const warnings = wrong.length - errors;
  const toDo = problems.length - wrong.length;
  const show = (chosen: DockTab) => editor.view({ dockTab: chosen, dockOpen: !(open && chosen === tab) });
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = tabs[(tabs.findIndex(([name]) => name === tab) + by + tabs.length) % tabs.length]![0];
    editor.view({ dockTab: next, dockOpen: true });
    requestAnimationFrame(() => document.getElementById(`dock-tab-${next}`)?.focus());
  };
  return (
    <section
      className={styles.dock}
      data-open={open}
      data-tall={tall || undefined}
      data-panel="dock"
      aria-label={text('window.panelDock')}
      style={open && typeof height === 'number' ? { height } : undefined}
    >
      {open && <DockEdge />}
      <div className={styles.bar}>
        <div className={styles.tabs} role="tablist" onKeyDown={onKeyDown}>
          {tabs.map(([name, label]) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`dock-tab-${name}`}
              className={styles.tab}
              aria-selected={open && tab === name}
              aria-controls="dock-content"
              tabIndex={tab === name ? 0 : -1}
              data-panel-first={tab === name ? '' : undefined}
              onClick={() => show(name)}
            >
              {text(label)}
              {name === 'problems' && (
                <>
                  {errors > 0 && <Count tone="failed" count={errors} words={text('dock.errors')} />}
                  {warnings > 0 && <Count tone="warning" count={warnings} words={text('dock.warnings')} />}
                  {toDo > 0 && <Count tone="quiet" count={toDo} words={text('dock.toDo')} />}
                  {problems.length === 0 && <span className={styles.count}>0</span>}
                </>
              )}
            </button>
          ))}
        </div>
        <div className={styles.actions}>
          {open && tab === 'problems' && <RepairAll />}
          {open && tab === 'code' && <CodeBar />}
          {open && tab === 'summary' && <MeasureTime />}
          {open && tab === 'summary' && <CopySummary />}
          {open && (
            <IconButton
              glyph={tall ? 'lower' : 'taller'}
              label={text(tall ? 'dock.lower' : 'dock.taller')}
              shortcut={toggleDockHeight.shortcuts?.[0]}
              onClick={() => run(editor, toggleDockHeight, true)}
            />
          )}
          <IconButton
            glyph={open ? 'down' : 'chevronUp'}
            label={text(open ? 'dock.close' : 'dock.open')}
            shortcut="mod+j"
            aria-expanded={open}
            onClick={() => editor.view({ dockOpen: !open })}
          />
        </div>
      </div>
      {open && (
        <div className={styles.content} id="dock-content" role="tabpanel" aria-labelledby={`dock-tab-${tab}`}>
          {tab === 'problems' && <ProblemList />}
          {tab === 'code' && <CodeView />}
          {tab === 'summary' && <SummaryView />}
          {tab === 'log' && <LogView />}
        </div>
      )}
    </section>
  );
}

interface CountProps {
  readonly tone: 'failed' | 'warning' | 'quiet';
  readonly count: number;
  readonly words: string;
}

function Count({ tone, count, words }: CountProps) {
  return (
    <span className={styles.count} data-tone={tone}>
      {count}
      <span className={parts.hidden}> {words}</span>
    </span>
  );
}

/** Measures how long the blocks take, and says how far that is. */
function MeasureTime() {
  const measuring = useEditorState(({ view }) => view.measuring);
  const isUnderWay = measuring.state === 'measuring' || measuring.state === 'cancelling';
  return (
    <>
      {isUnderWay && (
        <div className={styles.progress} title={measuringWords(measuring.progress)}>
          <MeasuringBar progress={measuring.progress} />
        </div>
      )}
      <MeasureButton variant="subtle" />
    </>
  );
}

function RepairAll() {
  const enabled = useEditorState((state) => repairAll.from?.(state) != null);
  if (!enabled) return null;
  return (
    <RepairAllButton size="compact-sm" leftSection={<Glyph name="wand" size={12} />}>
      {text('dock.repairAll')}
    </RepairAllButton>
  );
}
