import type { RunSummary } from '../../shared/ipc/runs.ts';
import type { CrossValidation } from '../../shared/training/cross-validation.ts';
import { text } from '../messages/text.ts';
import styles from './folds-card.module.css';
import { spreadText } from './folds-text.ts';
import { metricTitle } from './log-names.ts';
import { showLog } from './number-text.ts';
import { runStateText } from './run-names.ts';

interface FoldsCardProps {
  readonly crossValidation: CrossValidation<RunSummary>;
  /** The run that is shown. */
  readonly chosen: string;
  readonly onChoose: (run: string) => void;
}

/** The folds of a cross-validation: what each came to, what they come to together, and what is to be done with it. */
export function FoldsCard({ crossValidation: all, chosen, onChoose }: FoldsCardProps) {
  const { folds, runs, finished, metrics, epochs } = all;
  const title = text('training.crossValidation', { folds });
  const isWhole = finished === folds;
  return (
    <section className={styles.card} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{text('training.crossValidationNote')}</p>
      </header>
      <div className={styles.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('training.foldColumn')}</th>
              <th scope="col">{text('training.crossValidationBest')}</th>
              {metrics.map(({ name }) => (
                <th key={name} scope="col">
                  {metricTitle(name.slice('val_'.length))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.run} data-on={run.run === chosen || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    aria-current={run.run === chosen || undefined}
                    onClick={() => onChoose(run.run)}
                  >
                    {text('training.foldNumber', { fold: run.fold!.fold })}
                  </button>
                </th>
                {run.state === 'finished' ? (
                  <>
                    <td>{run.bestEpoch}</td>
                    {metrics.map(({ name }) => (
                      <td key={name}>{showLog(name, run.bestLogs[name])}</td>
                    ))}
                  </>
                ) : (
                  <td className={styles.state} colSpan={metrics.length + 1}>
                    {runStateText(run)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
          {finished > 1 && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {isWhole ? text('training.crossValidationMean') : text('training.crossValidationSome', { finished })}
                </th>
                {metrics.map((metric) => (
                  <td key={metric.name}>{spreadText(metric)}</td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {isWhole && epochs !== null && <p>{text('training.crossValidationFinal', { epochs })}</p>}
    </section>
  );
}
