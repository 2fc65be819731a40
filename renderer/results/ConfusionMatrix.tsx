import { SegmentedControl } from '@mantine/core';
import { type CSSProperties, useMemo, useState } from 'react';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { showCount, showShare } from '../training/number-text.ts';
import card from './card.module.css';
import { type Classification, type Confusion, heatOf, mostConfused, recallOf } from './classification.ts';
import styles from './confusion-matrix.module.css';

/** A pair of classes whose mistakes are looked at. */
export type Pair = Pick<Confusion, 'truth' | 'predicted'>;

interface ConfusionMatrixProps {
  readonly classification: Classification;
  readonly chosen: Pair | null;
  readonly onChoose: (pair: Pair | null) => void;
}

/** Above this many classes cells are too small to read. */
const mostClasses = 30;

/** Which classes were taken for which: a table whose mistakes can be chosen. */
export function ConfusionMatrix({ classification, chosen, onChoose }: ConfusionMatrixProps) {
  const [shares, setShares] = useState(false);
  const { classes, counts, rows } = classification;
  const isShown = classes.length <= mostClasses;
  const heat = useMemo(() => (isShown ? heatOf(classification) : []), [classification, isShown]);
  const confused = useMemo(() => mostConfused(classification, 5), [classification]);
  const isChosen = (truth: number, predicted: number) => chosen?.truth === truth && chosen.predicted === predicted;
  const choose = (pair: Pair) => onChoose(isChosen(pair.truth, pair.predicted) ? null : pair);
  const side = Math.max(24, Math.min(96, Math.floor(428 / classes.length)));
  return (
    <section className={card.card} aria-label={text('results.confusion')}>
      <header className={card.cardHead}>
        <h2 className={parts.grow}>{text('results.confusion')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={text('results.cells')}
          value={shares ? 'share' : 'count'}
          onChange={(value) => setShares(value === 'share')}
          data={[
            { value: 'count', label: text('results.count') },
            { value: 'share', label: text('results.share') },
          ]}
        />
      </header>
      {!isShown ? (
        <p className={styles.tooMany}>{text('results.tooManyClasses', { classes: showCount(classes.length) })}</p>
      ) : (
        <div className={styles.scroll}>
          <div className={styles.sheet}>
            <div className={styles.captions} aria-hidden="true">
              <span>{text('results.predictedAxis')}</span>
              <span>{text('results.recall')}</span>
            </div>
            <table className={styles.matrix} style={{ '--side-small': `${side}px` } as CSSProperties}>
              <caption className={parts.hidden}>
                {text('results.confusionCaption', { rows: showCount(rows.length) })}
              </caption>
              <thead>
                <tr>
                  <td>
                    <span className={parts.hidden}>{text('results.trueAxis')}</span>
                  </td>
                  {classes.map((name) => (
                    <th key={name} scope="col" title={name}>
                      <span>{name}</span>
                    </th>
                  ))}
                  <th scope="col" className={styles.recall}>
                    <span className={parts.hidden}>{text('results.recall')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {classes.map((name, truth) => {
                  const all = counts[truth]!.reduce((sum, count) => sum + count, 0);
                  const recall = recallOf(classification, truth);
                  return (
                    <tr key={name}>
                      <th scope="row" title={name}>
                        <span>{name}</span>
                      </th>
                      {counts[truth]!.map((count, predicted) => {
                        const words = text(truth === predicted ? 'results.cellRight' : 'results.cell', {
                          rows: showCount(count),
                          truth: name,
                          predicted: classes[predicted]!,
                        });
                        const shown = shares
                          ? showShare(count / Math.max(1, all), side < 40 ? 0 : 1).replace(' ', '\u2009')
                          : String(count);
                        return (
                          <td key={classes[predicted]} data-heat={heat[truth]![predicted]}>
                            {count === 0 ? (
                              <span className={parts.hidden}>0</span>
                            ) : truth === predicted ? (
                              <span title={words}>{shown}</span>
                            ) : (
                              <button
                                type="button"
                                title={words}
                                aria-label={words}
                                aria-pressed={isChosen(truth, predicted)}
                                onClick={() => choose({ truth, predicted })}
                              >
                                {shown}
                              </button>
                            )}
                          </td>
                        );
                      })}
                      <td className={styles.recall}>{recall === null ? '–' : showShare(recall)}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </div>
      )}
      <div className={styles.confused}>
        {confused.length === 0 ? (
          <span>{text('results.noMistakes')}</span>
        ) : (
          <>
            <span>{text('results.mostConfused')}</span>
            {confused.map(({ truth, predicted, rows: times }) => (
              <button
                key={`${truth} ${predicted}`}
                type="button"
                aria-pressed={isChosen(truth, predicted)}
                onClick={() => choose({ truth, predicted })}
              >
                {classes[truth]} → {classes[predicted]} <span>{showCount(times)}</span>
              </button>
            ))}
          </>
        )}
      </div>
    </section>
  );
}
