import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { showCount, showNumber, showShare } from '../training/number-text.ts';
import type { Pair } from './ConfusionMatrix.tsx';
import card from './card.module.css';
import { type Classification, mistakes } from './classification.ts';
import { farthest, type Regression } from './regression.ts';
import styles from './results-page.module.css';

/** Most rows listed: the worst are at the top. */
const mostListed = 200;

interface MistakesProps {
  readonly classification: Classification;
  readonly chosen: Pair | null;
  readonly onShowAll: () => void;
}

/** Wrong rows, the surest first; of the chosen pair of classes or of all. */
export function Mistakes({ classification, chosen, onShowAll }: MistakesProps) {
  const { classes } = classification;
  const wrong = useMemo(() => mistakes(classification, chosen), [classification, chosen]);
  const listed = wrong.slice(0, mostListed);
  return (
    <section className={card.card} aria-label={text('results.mistakes')}>
      <header className={card.cardHead}>
        <h2 className={parts.grow}>
          {chosen
            ? text('results.mistakesOf', { truth: classes[chosen.truth]!, predicted: classes[chosen.predicted]! })
            : text('results.mistakes')}{' '}
          <span className={styles.count}>{showCount(wrong.length)}</span>
        </h2>
        {chosen ? (
          <Button size="compact-sm" variant="subtle" onClick={onShowAll}>
            {text('results.showAll')}
          </Button>
        ) : (
          <span className={styles.note}>{text('results.surestFirst')}</span>
        )}
      </header>
      {wrong.length === 0 ? (
        <p className={card.none}>{text('results.noMistakes')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached and scrolled by keys
        <div className={styles.list} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text('results.row')}</th>
                <th scope="col">{text('results.is')}</th>
                <th scope="col">{text('results.said')}</th>
                <th scope="col" className={styles.wide}>
                  {text('results.sure')}
                </th>
              </tr>
            </thead>
            <tbody>
              {listed.map(({ row, truth, predicted, sureness }) => (
                <tr key={row}>
                  <td className={styles.quiet}>{showCount(row)}</td>
                  <td>
                    <b>{classes[truth]}</b>
                  </td>
                  <td className={styles.wrong}>{classes[predicted]}</td>
                  <td>
                    <span className={styles.meter}>
                      <i>
                        <i style={{ width: `${sureness * 100}%` }} />
                      </i>
                      {showShare(sureness)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {wrong.length > listed.length && (
            <p className={styles.none}>
              {text('results.first', { shown: listed.length, rows: showCount(wrong.length) })}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

/** Rows whose number was farthest off. */
export function Farthest({ regression }: { readonly regression: Regression }) {
  const rows = useMemo(() => farthest(regression, mostListed), [regression]);
  const most = rows[0] ? Math.abs(rows[0].predicted - rows[0].truth) : 1;
  return (
    <section className={card.card} aria-label={text('results.farthest')}>
      <header className={card.cardHead}>
        <h2>{text('results.farthest')}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached and scrolled by keys */}
      <div className={styles.list} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('results.row')}</th>
              <th scope="col" className={styles.number}>
                {text('results.trueValue')}
              </th>
              <th scope="col" className={styles.number}>
                {text('results.predictedValue')}
              </th>
              <th scope="col" className={styles.wide}>
                {text('results.off')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, truth, predicted }) => (
              <tr key={row}>
                <td className={styles.quiet}>{showCount(row)}</td>
                <td className={styles.number}>{showNumber(truth)}</td>
                <td className={styles.number}>{showNumber(predicted)}</td>
                <td>
                  <span className={styles.meter}>
                    <i>
                      <i style={{ width: `${(Math.abs(predicted - truth) / (most || 1)) * 100}%` }} />
                    </i>
                    {showNumber(Math.abs(predicted - truth))}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
