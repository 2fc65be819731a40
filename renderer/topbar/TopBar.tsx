import { Menu, Tooltip } from '@mantine/core';
import { listed } from '../commands/all-commands.ts';
import { CommandItems } from '../commands/CommandItems.tsx';
import { run } from '../commands/command.ts';
import { newProject, open, save, saveAs, versions } from '../commands/file-commands.ts';
import { redo, undo } from '../commands/history-commands.ts';
import { train, trainingWaitsFor } from '../commands/run-commands.ts';
import { closeProject, findOrDo, shownTheme, toggleTheme } from '../commands/view-commands.ts';
import { inList, text } from '../messages/text.ts';
import { Brand } from '../parts/Brand.tsx';
import { Glyph, type Mark, StateMark } from '../parts/Glyph.tsx';
import { IconButton, Keys } from '../parts/IconButton.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { isTraining, isUnsaved, shownName } from '../store/derived.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { Page } from '../store/view-slice.ts';
import { showClock } from '../training/time-text.ts';
import { EngineChip } from './EngineChip.tsx';
import { HistoryMenu } from './HistoryMenu.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { stepMark } from './step-marks.ts';
import styles from './top-bar.module.css';

const steps = [
  ['data', 'window.stepData'],
  ['model', 'window.stepModel'],
  ['train', 'window.stepTrain'],
  ['results', 'window.stepResults'],
  ['export', 'window.stepExport'],
] as const satisfies readonly (readonly [Page, string])[];

const markWords = {
  empty: 'window.markEmpty',
  done: 'window.markDone',
  warning: 'window.markWarning',
  failed: 'window.markFailed',
  running: 'window.markRunning',
  stopped: 'window.markStopped',
} as const satisfies Record<Mark, string>;

/** Name and saved state, undo, the five steps, find, engine, language, theme, Train. */
export function TopBar() {
  const editor = useEditor();
  const page = useEditorState(({ view }) => view.page);
  const past = useEditorState(({ document }) => document.past.at(-1)?.label);
  const future = useEditorState(({ document }) => document.future.at(-1)?.label);
  return (
    <header className={styles.bar} data-panel="top">
      <div className={styles.left}>
        <button
          type="button"
          className={styles.brand}
          aria-label={text('window.home')}
          onClick={() => run(editor, closeProject, true)}
        >
          <Brand />
        </button>
        <ProjectMenu />
        <SavedState />
        <span className={styles.rule} />
        <IconButton
          glyph="undo"
          label={past === undefined ? text('command.undo') : text('command.undoLabel', { label: past })}
          shortcut={undo.shortcuts?.[0]}
          disabled={past === undefined}
          onClick={() => editor.undo()}
        />
        <IconButton
          glyph="redo"
          label={future === undefined ? text('command.redo') : text('command.redoLabel', { label: future })}
          shortcut={redo.shortcuts?.[0]}
          disabled={future === undefined}
          onClick={() => editor.redo()}
        />
        <HistoryMenu />
      </div>
      <nav className={styles.steps} aria-label={text('window.steps')}>
        {steps.map(([step, label]) => (
          <Step key={step} step={step} label={text(label)} current={page === step} />
        ))}
      </nav>
      <div className={styles.right}>
        <button
          type="button"
          className={styles.find}
          aria-label={text('window.find')}
          onClick={() => run(editor, findOrDo, true)}
        >
          <Glyph name="search" size={14} />
          <span>{text('window.find')}</span>
          <Keys shortcut="mod+k" />
        </button>
        <EngineChip />
        <LanguageSwitch />
        <ThemeButton />
        <TrainButton />
      </div>
    </header>
  );
}

function Step({ step, label, current }: { readonly step: Page; readonly label: string; readonly current: boolean }) {
  const editor = useEditor();
  const mark = useEditorState((state) => stepMark(state, step));
  return (
    <button
      type="button"
      className={styles.step}
      aria-current={current ? 'step' : undefined}
      aria-label={inList([label, text(markWords[mark])])}
      onClick={() => editor.goTo(step)}
    >
      <StateMark mark={mark} />
      {label}
    </button>
  );
}

const menuGroups = [
  [listed(save), listed(saveAs), listed(versions)],
  [listed(newProject), listed(open)],
  [listed(closeProject)],
];

function ProjectMenu() {
  const name = useEditorState(shownName);
  return (
    <Menu width={232}>
      <Menu.Target>
        <button type="button" className={styles.project} aria-label={text('window.projectMenu', { name })}>
          <span>{name}</span>
          <Glyph name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <CommandItems groups={menuGroups} keepsAll />
      </Menu.Dropdown>
    </Menu>
  );
}

function SavedState() {
  const unsaved = useEditorState(isUnsaved);
  const directory = useEditorState(({ document }) => document.directory);
  const savedAt = useEditorState(({ document }) => document.savedAt);
  const narrow = useNarrow();
  const [words, short] =
    directory === null
      ? [text('window.neverSaved'), text('window.neverSavedShort')]
      : unsaved
        ? [text('window.unsaved'), text('window.unsavedShort')]
        : savedAt === null
          ? [text('window.saved'), text('window.saved')]
          : [text('window.savedAt', { time: showClock(savedAt) }), text('window.saved')];
  return (
    <span className={styles.saved} title={narrow && short !== words ? words : undefined}>
      {narrow ? short : words}
    </span>
  );
}

function ThemeButton() {
  const editor = useEditor();
  const theme = useEditorState(({ view }) => shownTheme(view.theme));
  return (
    <IconButton
      glyph={theme === 'dark' ? 'moon' : 'sun'}
      label={theme === 'dark' ? text('window.themeLight') : text('window.themeDark')}
      onClick={() => run(editor, toggleTheme, true)}
    />
  );
}

function TrainButton() {
  const editor = useEditor();
  const waits = useEditorState(trainingWaitsFor);
  const live = useEditorState(({ runs }) => runs.live.state);
  const busy = useEditorState(({ runs }) => isTraining(runs));
  if (busy) {
    const words = live === 'starting' ? 'window.starting' : live === 'stopping' ? 'window.stopping' : 'window.training';
    return (
      <button type="button" className={styles.train} data-busy onClick={() => editor.goTo('train')}>
        <StateMark mark="running" turning />
        {text(words)}
      </button>
    );
  }
  return (
    <Tooltip label={waits ? text(`window.${waits}`) : ''} disabled={waits === null}>
      <button
        type="button"
        className={styles.train}
        aria-disabled={waits !== null}
        aria-description={waits ? text(`window.${waits}`) : undefined}
        onClick={() => {
          if (waits === null) run(editor, train, true);
          else if (waits === 'waitsForProblems' || waits === 'waitsForRest' || waits === 'waitsForBlocks') {
            editor.goTo('model');
            editor.view({ dockOpen: true, dockTab: 'problems' });
          } else if (waits === 'waitsForData') editor.goTo('data');
        }}
      >
        <Glyph name="play" size={14} />
        {text('window.train')}
      </button>
    </Tooltip>
  );
}
