import { Button } from '@mantine/core';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { FormatCheck } from '../../shared/ipc/exports.ts';
import { recognize } from '../../shared/messages/sentence.ts';
import { progressText, shareOf } from '../data/ReadingState.tsx';
import { choosePath } from '../files/choose-path.ts';
import { isAbsolute, join, split } from '../files/paths.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { Fine } from '../parts/Fine.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import parts from '../parts/parts.module.css';
import { Strip } from '../parts/State.tsx';
import { cancelExport, isWriting, type Written } from '../store/exports.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount, showDifference } from '../training/number-text.ts';
import styles from './export-page.module.css';
import { type FormatLook, fileNameOf } from './formats.ts';

interface ChosenFormatProps {
  readonly look: FormatLook;
  readonly check: Loaded<FormatCheck>;
  readonly written: Written;
  readonly path: string | null;
  /** The run's folder, which lies in the project's: where a path is suggested. */
  readonly runDirectory: string;
  readonly onPath: (path: string) => void;
  readonly onWrite: (path: string) => void;
}

/** The chosen format: what is lost in it, where it goes, and the proof of what was written. */
export function ChosenFormat({ look, check, written, path, runDirectory, onPath, onWrite }: ChosenFormatProps) {
  const editor = useEditor();
  const projectName = useEditorState(({ document }) => document.name);
  const directory = useEditorState(({ document }) => document.directory);
  const reading = useEditorState(({ runs }) => runs.readings.get(runDirectory)) ?? null;
  const name = fileNameOf(projectName, look);
  const beside = split(directory ?? runDirectory).directory;
  const blocked = check.state === 'ready' && check.value.limits.length > 0;
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
          <span className={styles.quiet}>
            {text(`exports.${look.key}Needs`)}
            {check.state === 'ready' && check.value.packages.length > 0 && (
              <>
                {' '}
                <code>{text('exports.morePackages', { packages: check.value.packages.join(' ') })}</code>
              </>
            )}
          </span>
        </div>
      </header>
      <div className={parts.scroll}>
        <section className={parts.section}>
          <h3>{text('exports.limitsTitle')}</h3>
          {check.state === 'loading' ? (
            <p className={styles.quiet}>{text('exports.checking')}</p>
          ) : check.state === 'failed' ? (
            <p className={styles.failed}>{text('exports.checkFailed', { reason: check.reason })}</p>
          ) : check.value.limits.length === 0 ? (
            <Fine>{text('exports.limitsNone')}</Fine>
          ) : (
            <ul className={styles.limits}>
              {check.value.limits.map((limit) => (
                <li key={inWords(limit)}>
                  <Glyph name="alert" />
                  <span>{inWords(limit)}</span>
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
          <Proof written={written} reading={reading} />
          {written.state === 'written' && <p className={styles.fullPath}>{written.report.path}</p>}
        </section>
      </div>
      <footer className={styles.action}>
        {written.state === 'failed' && (
          <Strip tone="failed" title={text('exports.failedTitle')} text={inWords(written.reason)} />
        )}
        {blocked && <p className={styles.quiet}>{text('exports.blocked')}</p>}
        {/* One button, so that it keeps the focus from writing to its end. */}
        <Button
          size="md"
          variant={isWriting(written) ? 'default' : 'filled'}
          fullWidth
          leftSection={isWriting(written) ? null : <Glyph name="save" />}
          disabled={!isWriting(written) && (blocked || check.state !== 'ready')}
          data-disabled={written.state === 'cancelling' || undefined}
          aria-disabled={written.state === 'cancelling' || undefined}
          onClick={() => void (isWriting(written) ? cancelExport(editor, runDirectory, look.format) : write())}
        >
          {isWriting(written)
            ? text(written.state === 'cancelling' ? 'exports.cancelling' : 'exports.cancel')
            : text('exports.write', { name: path === null ? name : split(path).name })}
        </Button>
      </footer>
    </>
  );
}

function Proof({ written, reading }: { readonly written: Written; readonly reading: DatasetProgress | null }) {
  switch (written.state) {
    case 'none':
    case 'failed':
      return <p className={styles.quiet}>{text('exports.proofBefore')}</p>;
    case 'cancelled':
      return (
        <p className={styles.quiet} role="status">
          {text('exports.cancelled')}
        </p>
      );
    case 'writing':
    case 'cancelling': {
      const words = reading ? progressText(reading) : text(`exports.stage-${written.stage ?? 'open'}`);
      return (
        <div className={styles.progress}>
          <ProgressBar label={text('exports.writing')} share={shareOf(reading)} words={words} />
          <p className={styles.quiet} role="status">
            {words}
          </p>
        </div>
      );
    }
    case 'written': {
      const { proof, bytes, files } = written.report;
      const lines = [
        [
          text('exports.written'),
          inList([
            files.length === 1 ? text('exports.filesOne') : text('exports.files', { count: files.length }),
            showBytes(bytes),
          ]),
        ],
        [text('exports.readBack', { reader: recognize(proof.reader) }), ''],
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
