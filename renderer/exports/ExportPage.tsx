import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ExportFormat, FormatCheck } from '../../shared/ipc/exports.ts';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { text } from '../messages/text.ts';
import type { Loaded } from '../parts/loaded.ts';
import parts from '../parts/parts.module.css';
import { State } from '../parts/State.tsx';
import { weightsText } from '../results/weights-text.ts';
import { failureWords } from '../store/editor.ts';
import { writeExport, writtenOf } from '../store/exports.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { hasWeights, judgedRun, knownRuns } from '../training/chosen-run.ts';
import { RunSelect } from '../training/RunSelect.tsx';
import { ChosenFormat } from './ChosenFormat.tsx';
import styles from './export-page.module.css';
import { FormatCard } from './FormatCard.tsx';
import { FormatContents } from './FormatContents.tsx';
import { fileNameOf, formatLooks } from './formats.ts';

type Checks = Readonly<Partial<Record<ExportFormat, Loaded<FormatCheck>>>>;

/** The Export page: formats to choose from, where to write, and the proof of what was written. */
export function ExportPage() {
  const editor = useEditor();
  const list = useEditorState(({ runs }) => runs.list);
  const chosen = useEditorState(({ runs }) => runs.chosen);
  const known = knownRuns({ list });
  const judged = judgedRun({ list, chosen });
  const summary = judged && hasWeights(judged) ? judged : (known.find(hasWeights) ?? null);
  if (!summary) {
    return (
      <main className={styles.empty}>
        <State glyph="save" title={text('exports.emptyTitle')} text={text('exports.emptyText')}>
          <Button size="xs" variant="default" onClick={() => editor.goTo('train')}>
            {text('exports.toTrain')}
          </Button>
        </State>
      </main>
    );
  }
  return <Formats key={summary.run} summary={summary} runs={known} />;
}

function Formats({ summary, runs }: { readonly summary: RunSummary; readonly runs: readonly RunSummary[] }) {
  const editor = useEditor();
  const { directory } = summary;
  const [format, setFormat] = useState<ExportFormat>('keras');
  const [paths, setPaths] = useState<Readonly<Partial<Record<ExportFormat, string>>>>({});
  const checks = useChecks(directory);
  const projectName = useEditorState(({ document }) => document.name);
  const look = formatLooks.find((one) => one.format === format)!;
  const exports = useEditorState(({ runs }) => runs.exports);
  const written = (one: ExportFormat) => writtenOf({ exports }, directory, one);
  const outcome = written(format);
  const report = outcome.state === 'written' ? outcome.report : null;
  return (
    <main className={styles.page}>
      <section className={styles.formats} aria-label={text('exports.formats')}>
        <header className={styles.title}>
          <h1>{text('exports.title')}</h1>
          <RunSelect
            runs={runs}
            chosen={summary.run}
            label={text('exports.run')}
            isOffered={hasWeights}
            onChoose={(run) => editor.runs({ chosen: run })}
          />
          <p>{text('exports.subtitle')}</p>
          <span className={styles.weights}>{weightsText(summary)}</span>
        </header>
        <div className={styles.cards} role="radiogroup" aria-label={text('exports.formats')}>
          {formatLooks.map((one) => (
            <FormatCard
              key={one.format}
              look={one}
              on={one.format === format}
              check={checks[one.format] ?? { state: 'loading' }}
              written={written(one.format)}
              onChoose={() => setFormat(one.format)}
            />
          ))}
        </div>
        <FormatContents look={look} path={report?.path ?? paths[format] ?? fileNameOf(projectName, look)} />
      </section>
      <aside className={`${parts.panel} ${styles.side}`} aria-label={text(`exports.${look.key}`)}>
        <ChosenFormat
          key={format}
          look={look}
          check={checks[format] ?? { state: 'loading' }}
          written={outcome}
          path={paths[format] ?? null}
          runDirectory={directory}
          onPath={(path) => setPaths((before) => ({ ...before, [format]: path }))}
          onWrite={(path) => void writeExport(editor, { directory, format, path })}
        />
      </aside>
    </main>
  );
}

/** What each format cannot express of a run, asked for all at once. */
function useChecks(directory: string): Checks {
  const { host } = useEditor();
  const [checks, setChecks] = useState<Checks>({});
  useEffect(() => {
    let current = true;
    setChecks({});
    for (const { format } of formatLooks) {
      const note = (check: Loaded<FormatCheck>) => current && setChecks((before) => ({ ...before, [format]: check }));
      host.ask('export:check', { directory, format }).then(
        (value) => note({ state: 'ready', value }),
        (error: unknown) => note({ state: 'failed', reason: failureWords(error) }),
      );
    }
    return () => {
      current = false;
    };
  }, [host, directory]);
  return checks;
}
