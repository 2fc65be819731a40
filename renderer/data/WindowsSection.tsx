import { Button } from '@mantine/core';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument, Windows } from '../../shared/data/document.ts';
import { suggestWindows } from '../../shared/data/windows.ts';
import { run } from '../commands/command.ts';
import { setTextStride, setWindows } from '../commands/data-commands.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useEditor } from '../store/use-editor.ts';
import { DataProblem } from './DataProblem.tsx';
import styles from './data-side.module.css';
import { problemsAt } from './steps/data-problems.ts';
import { ChoiceSetting, WholeSetting } from './steps/Setting.tsx';

interface WindowsSectionProps {
  readonly data: DataDocument;
  readonly summary: DatasetSummary;
}

/** Whether rows of a table are samples by themselves, or stretches of rows that follow each other; and what those are like. */
export function WindowsSection({ data: { windows }, summary }: WindowsSectionProps) {
  const editor = useEditor();
  const problems = problemsAt('windows', summary.warnings);
  return (
    <section className={parts.section} aria-label={text('windows.title')}>
      {windows === null ? (
        <Suggestion
          suggested={suggestWindows(summary)}
          onUse={(suggested) => run(editor, setWindows, { windows: suggested })}
        />
      ) : (
        <>
          <h3>{text('windows.title')}</h3>
          <WindowSettings windows={windows} summary={summary} />
        </>
      )}
      {problems.map((problem) => (
        <DataProblem key={inWords(problem)} problem={problem} />
      ))}
    </section>
  );
}

/** How far apart the windows of a long text are; how long they are is a setting of its tokens. */
export function TextWindowsSection({ stride }: { readonly stride: number }) {
  const editor = useEditor();
  return (
    <section className={parts.section} aria-label={text('windows.textTitle')}>
      <h3>{text('windows.textTitle')}</h3>
      <WholeSetting
        label={text('windows.stride')}
        help={text('windows.textStrideHelp')}
        value={stride}
        min={1}
        onValue={(next) => run(editor, setTextStride, { stride: next }, 'windows-stride')}
      />
    </section>
  );
}

interface SuggestionProps {
  readonly suggested: Windows;
  readonly onUse: (windows: Windows) => void;
}

/** That rows may be a series, as a date among the columns suggests; without one hardly any table is, and it takes a line. */
function Suggestion({ suggested, onUse }: SuggestionProps) {
  const { time, series, length } = suggested;
  const use = (
    <Button
      className={time === null ? undefined : styles.action}
      size="compact-xs"
      variant={time === null ? 'subtle' : 'light'}
      leftSection={<Glyph name="clock" size={12} />}
      title={time === null ? text('windows.about') : undefined}
      aria-description={time === null ? text('windows.about') : undefined}
      onClick={() => onUse(suggested)}
    >
      {text('windows.add')}
    </Button>
  );
  if (time === null)
    return (
      <div className={styles.line}>
        <h3>{text('windows.title')}</h3>
        {use}
      </div>
    );
  return (
    <>
      <h3>{text('windows.title')}</h3>
      <p className={styles.plain}>
        {series === null
          ? text('windows.suggested', { time, length })
          : text('windows.suggestedSeries', { time, series, length })}
      </p>
      {use}
    </>
  );
}

/** What stands for no column in a choice of columns; no column is called so. */
const noColumn = '\u0000';

function WindowSettings({ windows, summary }: { readonly windows: Windows; readonly summary: DatasetSummary }) {
  const editor = useEditor();
  const { columns } = summary;
  const set = (change: Partial<Windows>, gesture?: string) =>
    run(editor, setWindows, { windows: { ...windows, ...change } }, gesture);
  const optionsOf = (none: string, some: readonly ColumnSummary[]) => [
    { value: noColumn, label: none },
    ...some.map(({ name }) => ({ value: name, label: name })),
  ];
  const targets = columns.filter(({ role }) => role === 'target').map(({ name }) => `“${name}”`);
  return (
    <div className={styles.split}>
      {(['length', 'horizon', 'stride'] as const).map((setting) => (
        <WholeSetting
          key={setting}
          label={text(`windows.${setting}`)}
          help={text(`windows.${setting}Help`)}
          value={windows[setting]}
          min={1}
          onValue={(value) => set({ [setting]: value }, `windows-${setting}`)}
        />
      ))}
      <ChoiceSetting
        label={text('windows.time')}
        help={text('windows.timeHelp')}
        value={windows.time ?? noColumn}
        options={optionsOf(
          text('windows.fileOrder'),
          columns.filter(({ kind }) => kind === 'date' || kind === 'numeric'),
        )}
        searchable
        onValue={(name) => set({ time: name === noColumn ? null : name })}
      />
      <ChoiceSetting
        label={text('windows.series')}
        help={text('windows.seriesHelp')}
        value={windows.series ?? noColumn}
        options={optionsOf(
          text('windows.oneSeries'),
          columns.filter(({ name, kind }) => name !== windows.time && kind !== 'text'),
        )}
        searchable
        onValue={(name) => set({ series: name === noColumn ? null : name })}
      />
      {targets.length > 0 && <p className={styles.plain}>{text('windows.tells', { targets: inList(targets) })}</p>}
      <Button
        className={styles.action}
        size="compact-xs"
        variant="default"
        onClick={() => run(editor, setWindows, { windows: null })}
      >
        {text('windows.remove')}
      </Button>
    </div>
  );
}
