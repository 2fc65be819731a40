import { Button, CopyButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ExportFormat, ExportReport, RunSummary } from '../../shared/ipc/contract.ts';
import { choosePath } from '../files/choose-path.ts';
import { isAbsolute, join, split } from '../files/paths.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import parts from '../parts/parts.module.css';
import { State, Strip } from '../parts/State.tsx';
import { failureText } from '../store/editor.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { hasWeights, judgedRun, knownRuns } from '../training/chosen-run.ts';
import { showBytes, showCount, showDifference } from '../training/number-text.ts';
import { RunSelect } from '../training/RunSelect.tsx';
import styles from './export-page.module.css';
import { type FormatLook, fileNameOf, formatLooks, usageOf } from './formats.ts';

/** What came of writing one format. */
type Written =
  | { readonly state: 'none' }
  | { readonly state: 'writing' }
  | { readonly state: 'written'; readonly report: ExportReport }
  | { readonly state: 'failed'; readonly reason: string };

type Checks = Readonly<Partial<Record<ExportFormat, Loaded<readonly string[]>>>>;

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
  const [written, setWritten] = useState<Readonly<Partial<Record<ExportFormat, Written>>>>({});
  const checks = useChecks(directory);
  const look = formatLooks.find((one) => one.format === format)!;
  const write = async (path: string) => {
    const note = (state: Written) => setWritten((before) => ({ ...before, [format]: state }));
    note({ state: 'writing' });
    try {
      note({ state: 'written', report: await editor.host.ask('export:write', { directory, format, path }) });
    } catch (error) {
      note({ state: 'failed', reason: failureText(error) });
    }
  };
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
        </header>
        <div className={styles.cards} role="radiogroup" aria-label={text('exports.formats')}>
          {formatLooks.map((one) => (
            <FormatCard
              key={one.format}
              look={one}
              on={one.format === format}
              check={checks[one.format] ?? { state: 'loading' }}
              written={written[one.format] ?? { state: 'none' }}
              onChoose={() => setFormat(one.format)}
            />
          ))}
        </div>
      </section>
      <aside className={`${parts.panel} ${styles.side}`} aria-label={text(`exports.${look.key}`)}>
        <Chosen
          key={format}
          look={look}
          check={checks[format] ?? { state: 'loading' }}
          written={written[format] ?? { state: 'none' }}
          path={paths[format] ?? null}
          runDirectory={directory}
          onPath={(path) => setPaths((before) => ({ ...before, [format]: path }))}
          onWrite={(path) => void write(path)}
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
      const note = (check: Loaded<readonly string[]>) =>
        current && setChecks((before) => ({ ...before, [format]: check }));
      host.ask('export:check', { directory, format }).then(
        (value) => note({ state: 'ready', value }),
        (error: unknown) => note({ state: 'failed', reason: failureText(error) }),
      );
    }
    return () => {
      current = false;
    };
  }, [host, directory]);
  return checks;
}

interface FormatCardProps {
  readonly look: FormatLook;
  readonly on: boolean;
  readonly check: Loaded<readonly string[]>;
  readonly written: Written;
  readonly onChoose: () => void;
}

function FormatCard({ look: { key, format }, on, check, written, onChoose }: FormatCardProps) {
  return (
    <label className={styles.card} data-on={on || undefined}>
      <input type="radio" name="format" value={format} checked={on} onChange={onChoose} />
      <span className={styles.mark}>{text(`exports.${key}Mark`)}</span>
      <b>{text(`exports.${key}`)}</b>
      <span className={styles.purpose}>{text(`exports.${key}For`)}</span>
      <span className={styles.foot}>
        <FormatBadge check={check} written={written} />
        {written.state === 'written' && <span className={styles.bytes}>{showBytes(written.report.bytes)}</span>}
      </span>
    </label>
  );
}

function FormatBadge({ check, written }: Pick<FormatCardProps, 'check' | 'written'>) {
  if (written.state === 'written') {
    return (
      <span className={parts.badge} data-tone="ok">
        <Glyph name="shield" size={12} />
        {text('exports.provedBadge', { difference: showDifference(written.report.proof.largestDifference) })}
      </span>
    );
  }
  if (written.state === 'writing') {
    return (
      <span className={parts.badge} data-tone="accent">
        {text('exports.writing')}
      </span>
    );
  }
  switch (check.state) {
    case 'loading':
      return <span className={styles.quiet}>{text('exports.checking')}</span>;
    case 'failed':
      return (
        <span className={parts.badge} data-tone="failed">
          {text('exports.checkFailedShort')}
        </span>
      );
    case 'ready':
      if (check.value.length === 0) return <span className={styles.quiet}>{text('exports.expressible')}</span>;
      return (
        <span className={parts.badge} data-tone="warning">
          <Glyph name="alert" size={12} />
          {check.value.length === 1 ? text('exports.limitsOne') : text('exports.limits', { count: check.value.length })}
        </span>
      );
  }
}

interface ChosenProps extends Pick<FormatCardProps, 'look' | 'check' | 'written'> {
  readonly path: string | null;
  /** The run's folder, which lies in the project's: where a path is suggested. */
  readonly runDirectory: string;
  readonly onPath: (path: string) => void;
  readonly onWrite: (path: string) => void;
}

function Chosen({ look, check, written, path, runDirectory, onPath, onWrite }: ChosenProps) {
  const editor = useEditor();
  const projectName = useEditorState(({ document }) => document.name);
  const directory = useEditorState(({ document }) => document.directory);
  const name = fileNameOf(projectName, look);
  const beside = split(directory ?? runDirectory).directory;
  const blocked = check.state === 'ready' && check.value.length > 0;
  const choose = async () => {
    const suggestion = path ?? (isAbsolute(beside) ? join(beside, name) : name);
    const chosen = await editor.attempt(() => choosePath({ purpose: 'export', suggestion }));
    if (chosen !== null) onPath(chosen);
    return chosen;
  };
  const write = async () => {
    const where = path ?? (await choose());
    if (where !== null) onWrite(where);
  };
  return (
    <>
      <header className={styles.sideHead}>
        <span className={styles.mark} data-on>
          {text(`exports.${look.key}Mark`)}
        </span>
        <div className={parts.grow}>
          <h2>{text(`exports.${look.key}`)}</h2>
          <span className={styles.quiet}>{text(`exports.${look.key}Needs`)}</span>
        </div>
      </header>
      <div className={parts.scroll}>
        <section className={parts.section}>
          <h3>{text('exports.limitsTitle')}</h3>
          {check.state === 'loading' ? (
            <p className={styles.quiet}>{text('exports.checking')}</p>
          ) : check.state === 'failed' ? (
            <p className={styles.failed}>{text('exports.checkFailed', { reason: check.reason })}</p>
          ) : check.value.length === 0 ? (
            <p className={styles.fine}>
              <Glyph name="check" />
              {text('exports.limitsNone')}
            </p>
          ) : (
            <ul className={styles.limits}>
              {check.value.map((limit) => (
                <li key={limit}>
                  <Glyph name="alert" />
                  <span>{limit}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section className={parts.section}>
          <h3>{text('exports.where')}</h3>
          <div className={styles.where}>
            <span className={styles.path} title={path ?? undefined} data-none={path === null || undefined}>
              <bdi>{path ?? text('exports.noPath')}</bdi>
            </span>
            <Button size="compact-sm" variant="default" onClick={() => void choose()}>
              {text(look.makes === 'file' ? 'exports.chooseFile' : 'exports.chooseFolder')}
            </Button>
          </div>
        </section>
        <section className={parts.section}>
          <div className={parts.sectionHead}>
            <h3>{text('exports.proof')}</h3>
            {written.state === 'written' && (
              <span className={parts.badge} data-tone="ok">
                <Glyph name="shield" size={12} />
                {text('exports.proved')}
              </span>
            )}
          </div>
          <Proof written={written} />
        </section>
        {written.state === 'written' && <Usage format={look.format} path={written.report.path} />}
      </div>
      <footer className={styles.action}>
        {written.state === 'failed' && (
          <Strip tone="failed" title={text('exports.failedTitle')} text={written.reason} />
        )}
        {blocked && <p className={styles.quiet}>{text('exports.blocked')}</p>}
        <Button
          size="md"
          variant="filled"
          fullWidth
          leftSection={<Glyph name="save" />}
          loading={written.state === 'writing'}
          disabled={blocked || check.state !== 'ready'}
          onClick={() => void write()}
        >
          {text('exports.write', { name: path === null ? name : split(path).name })}
        </Button>
      </footer>
    </>
  );
}

function Proof({ written }: { readonly written: Written }) {
  switch (written.state) {
    case 'none':
    case 'failed':
      return <p className={styles.quiet}>{text('exports.proofBefore')}</p>;
    case 'writing':
      return (
        <p className={styles.quiet} role="status">
          {text('exports.writing')}
        </p>
      );
    case 'written': {
      const { proof, bytes, files } = written.report;
      const lines = [
        [
          text('exports.written'),
          `${files.length === 1 ? text('exports.filesOne') : text('exports.files', { count: files.length })}, ${showBytes(bytes)}`,
        ],
        [text('exports.readBack', { reader: proof.reader }), ''],
        [
          proof.rows === 1 ? text('exports.comparedOne') : text('exports.compared', { rows: showCount(proof.rows) }),
          '',
        ],
        [text('exports.largest'), showDifference(proof.largestDifference)],
      ] as const;
      return (
        <ul className={styles.proof} aria-live="polite">
          {lines.map(([what, value]) => (
            <li key={what}>
              <Glyph name="check" />
              <span className={parts.grow}>{what}</span>
              <span className={styles.quiet}>{value}</span>
            </li>
          ))}
        </ul>
      );
    }
  }
}

function Usage({ format, path }: { readonly format: ExportFormat; readonly path: string }) {
  const code = usageOf(format, path);
  return (
    <section className={parts.section}>
      <div className={parts.sectionHead}>
        <h3>{text('exports.use')}</h3>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<Glyph name={copied ? 'check' : 'copy'} size={12} />}
              onClick={copy}
            >
              {text(copied ? 'exports.copied' : 'exports.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre className={styles.code}>{code}</pre>
      <p className={styles.fullPath}>{path}</p>
    </section>
  );
}
