import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { showCount, showTick } from '../training/number-text.ts';
import { linearAxis } from '../training/ticks.ts';
import card from './card.module.css';
import { type Regression, sample } from './regression.ts';
import styles from './results-page.module.css';

/** Most points drawn. */
const mostDrawn = 1200;

/** Predicted against true numbers, with the line on which answers are right. Both axes are the same. */
export const ScatterCard = memo(function ScatterCard({ regression }: { readonly regression: Regression }) {
  useLanguage();
  const { ref, width, height } = useElementSize();
  const points = useMemo(
    () => sample(regression.rows, mostDrawn).map(({ truth, predicted }) => ({ x: truth, y: predicted })),
    [regression],
  );
  const { domain, ticks } = useMemo(() => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { x, y } of points) {
      low = Math.min(low, x, y);
      high = Math.max(high, x, y);
    }
    return linearAxis(low, high);
  }, [points]);
  const tick = { fill: 'var(--c-axis)', fontSize: 11 };
  return (
    <section className={card.card} aria-label={text('results.scatter')}>
      <header className={card.cardHead}>
        <h2>{text('results.scatter')}</h2>
      </header>
      <div
        ref={ref}
        className={styles.scatter}
        role="img"
        aria-label={text('results.scatterLabel', { rows: showCount(regression.rows.length) })}
      >
        {width > 0 && height > 0 && (
          <ScatterChart
            width={width}
            height={height}
            margin={{ left: 0, right: 12, top: 8, bottom: 14 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--c-grid)" />
            <XAxis
              type="number"
              dataKey="x"
              domain={[...domain]}
              ticks={ticks}
              tickLine={false}
              tick={tick}
              tickMargin={6}
              axisLine={{ stroke: 'var(--line-2)' }}
              tickFormatter={showTick}
              label={{
                value: text('results.trueValue'),
                position: 'insideBottom',
                offset: -10,
                fill: 'var(--c-axis)',
                fontSize: 11,
              }}
            />
            <YAxis
              type="number"
              dataKey="y"
              domain={[...domain]}
              ticks={ticks}
              width={58}
              tickLine={false}
              tick={tick}
              tickMargin={6}
              axisLine={false}
              tickFormatter={showTick}
              label={{
                value: text('results.predictedValue'),
                angle: -90,
                position: 'insideLeft',
                offset: 12,
                fill: 'var(--c-axis)',
                fontSize: 11,
              }}
            />
            <ReferenceLine
              segment={[
                { x: domain[0], y: domain[0] },
                { x: domain[1], y: domain[1] },
              ]}
              stroke="var(--c-axis)"
              strokeDasharray="4 3"
            />
            <Scatter
              data={points}
              fill="var(--c-train)"
              fillOpacity={0.55}
              isAnimationActive={false}
              shape={<Point />}
            />
          </ScatterChart>
        )}
      </div>
      <p className={styles.note}>
        {text('results.onTheLine')}
        {points.length < regression.rows.length &&
          ` ${text('results.drawn', { shown: showCount(points.length), rows: showCount(regression.rows.length) })}.`}
      </p>
    </section>
  );
});

function Point({ cx, cy }: { readonly cx?: number; readonly cy?: number }) {
  return <circle cx={cx} cy={cy} r={3} fill="var(--c-train)" fillOpacity={0.55} />;
}
