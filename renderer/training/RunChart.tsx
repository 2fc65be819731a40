import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, memo, type PointerEvent, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceArea, ReferenceDot, ReferenceLine, XAxis, YAxis } from 'recharts';
import { plot, spread, toPixel, type ValueScale, valueAxis } from './chart-geometry.ts';
import type { ChartPoint } from './downsample.ts';
import { showTick } from './number-text.ts';
import styles from './run-chart.module.css';
import type { Curve, CurveKind } from './run-curves.ts';

interface Look {
  readonly stroke: string;
  readonly width: number;
  readonly dashes?: string;
  readonly opacity?: number;
  readonly dots: boolean;
}

const looks: Readonly<Record<CurveKind, Look>> = {
  batch: { stroke: 'var(--c-batch)', width: 1, opacity: 0.28, dots: false },
  train: { stroke: 'var(--c-train)', width: 2, dots: false },
  validation: { stroke: 'var(--c-val)', width: 2, dots: true },
  'compared-train': { stroke: 'var(--c-ref-2)', width: 1.5, dashes: '4 3', dots: false },
  'compared-validation': { stroke: 'var(--c-ref-1)', width: 1.5, dashes: '4 3', dots: false },
};

/** Above this many epochs dots would be a line of their own. */
const mostDots = 60;

interface RunChartProps {
  readonly title: string;
  /** What the chart shows in a sentence, for those who do not see it. */
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly scale: ValueScale;
  /** The right end of the lying axis; it begins at 0. */
  readonly end: number;
  readonly ticks: readonly number[];
  readonly showX: (x: number) => string;
  readonly showValue: (value: number) => string;
  readonly showValueTick?: (value: number) => string;
  readonly best: { readonly x: number; readonly label: string } | null;
  readonly band: { readonly from: number; readonly to: number } | null;
  /** Where the crosshair stands, shared by the charts of a run. */
  readonly hover: number | null;
  readonly onHover: (x: number | null) => void;
  /** What the lying axis says at the crosshair. */
  readonly showHover: (x: number) => string;
  /** What stands in the plot while there is nothing to draw. */
  readonly none: string;
  /** One step of the arrow keys. */
  readonly stride: number;
}

/** One chart of a run, as large as its place: grid, curves, values at their ends, best epoch, a finding's span and the shared crosshair. */
export function RunChart(props: RunChartProps) {
  const { curves, scale, end, hover, onHover, stride } = props;
  const { ref, width, height } = useElementSize();
  const axis = useMemo(
    () =>
      valueAxis(
        curves.filter(({ kind }) => kind !== 'batch').map(({ points }) => points),
        curves.find(({ kind }) => kind === 'batch')?.points ?? [],
        scale,
      ),
    [curves, scale],
  );
  const plotWidth = Math.max(1, width - plot.left - plot.right);
  const toX = (x: number) => plot.left + (x / end) * plotWidth;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const inside = event.clientX - event.currentTarget.getBoundingClientRect().left - plot.left;
    onHover(inside < -8 || inside > plotWidth + 8 ? null : Math.min(end, Math.max(0, (inside / plotWidth) * end)));
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') onHover(null);
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const way = event.key === 'ArrowLeft' ? -stride : stride;
    const last = Math.max(0, ...curves.map(({ points }) => points.at(-1)?.x ?? 0));
    onHover(Math.min(end, Math.max(stride, hover === null ? last : Math.round(hover / stride) * stride + way)));
  };
  return (
    <div
      ref={ref}
      className={styles.chart}
      role="img"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the crosshair and read exact values
      tabIndex={0}
      onPointerMove={point}
      onPointerLeave={() => onHover(null)}
      onKeyDown={walk}
      onBlur={() => onHover(null)}
    >
      {width > 0 && height > 0 && (
        <div className={styles.drawing}>
          <Plot {...props} width={width} height={height} domain={axis.domain} valueTicks={axis.ticks} />
          <EndLabels {...props} height={height} axis={axis} toX={toX} />
          {hover !== null && <Crosshair {...props} hover={hover} axis={axis} toX={toX} width={width} height={height} />}
          {curves.every(({ points }) => points.length === 0) && (
            <div className={styles.none}>
              <span>{props.none}</span>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

interface PlotProps
  extends Pick<RunChartProps, 'curves' | 'scale' | 'end' | 'ticks' | 'showX' | 'best' | 'band' | 'showValueTick'> {
  readonly width: number;
  readonly height: number;
  readonly domain: readonly [number, number];
  readonly valueTicks: readonly number[];
}

/** What recharts draws; the crosshair moves without drawing it again. */
const Plot = memo(function Plot(props: PlotProps) {
  const { width, height, curves, scale, end, ticks, domain, valueTicks, showX, best, band } = props;
  const onlyBatches = curves.every(({ kind, points }) => kind === 'batch' || points.length === 0);
  const bestCurve = curves.find(({ kind }) => kind === 'validation') ?? curves.find(({ kind }) => kind === 'train');
  const bestPoint = best && bestCurve?.points.find(({ x }) => x === best.x);
  return (
    <LineChart
      width={width}
      height={height}
      margin={{ left: 0, right: plot.right, top: plot.top, bottom: 0 }}
      accessibilityLayer={false}
      throttleDelay="raf"
    >
      <CartesianGrid vertical={false} stroke="var(--c-grid)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[0, end]}
        ticks={ticks}
        interval={0}
        height={plot.bottom}
        allowDataOverflow
        tickLine={false}
        tickMargin={6}
        axisLine={{ stroke: 'var(--line-2)' }}
        tick={{ fill: 'var(--c-axis)', fontSize: 11 }}
        tickFormatter={showX}
      />
      <YAxis
        dataKey="y"
        type="number"
        domain={[...domain]}
        ticks={valueTicks}
        interval={0}
        scale={scale}
        width={plot.left}
        allowDataOverflow
        tickLine={false}
        tickMargin={6}
        axisLine={false}
        tick={{ fill: 'var(--c-axis)', fontSize: 11 }}
        tickFormatter={props.showValueTick ?? showTick}
      />
      {band && (
        <ReferenceArea
          x1={band.from}
          x2={band.to}
          fill="var(--c-band)"
          fillOpacity={0.08}
          ifOverflow="hidden"
          zIndex={-60}
        />
      )}
      {best && <ReferenceLine x={best.x} stroke="var(--c-axis)" strokeDasharray="3 3" ifOverflow="hidden" />}
      {curves.map(({ kind, name, points }) => {
        const look = looks[kind];
        return (
          <Line
            key={name}
            data={points}
            dataKey="y"
            type="linear"
            stroke={look.stroke}
            strokeWidth={look.width}
            strokeDasharray={look.dashes}
            strokeOpacity={kind === 'batch' && onlyBatches ? 0.75 : look.opacity}
            strokeLinejoin="round"
            strokeLinecap="round"
            dot={
              (look.dots && points.length <= mostDots) || (points.length === 1 && kind !== 'batch')
                ? { r: 2.5, fill: 'var(--bg-panel)', stroke: look.stroke, strokeWidth: 1.5, strokeDasharray: '' }
                : false
            }
            activeDot={false}
            isAnimationActive={false}
          />
        );
      })}
      {bestPoint && bestCurve && (
        <ReferenceDot
          x={bestPoint.x}
          y={bestPoint.y}
          r={5.5}
          fill="none"
          stroke={looks[bestCurve.kind].stroke}
          strokeWidth={2}
        />
      )}
    </LineChart>
  );
});

interface OverlayProps extends RunChartProps {
  readonly height: number;
  readonly axis: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly toX: (x: number) => number;
}

function EndLabels({ curves, axis, scale, height, showValue, toX, best }: OverlayProps) {
  const ends = curves.flatMap(({ kind, endName, points }) => {
    const last = points.at(-1);
    return last && endName !== null
      ? [{ kind, endName, value: last.y, x: toX(last.x), y: toPixel(last.y, axis, scale, height) }]
      : [];
  });
  const heights = spread(
    ends.map(({ y }) => y),
    15,
    plot.top,
    height - plot.bottom - 4,
  );
  return (
    <div aria-hidden="true">
      {best && (
        <span className={styles.best} style={{ left: toX(best.x) + 6, top: plot.top - 2 }}>
          {best.label}
        </span>
      )}
      {ends.map(({ kind, endName, value, x, y }, index) => (
        <span key={kind}>
          <span className={styles.end} style={{ left: x - 3.5, top: y - 3.5, background: looks[kind].stroke }} />
          <span
            className={styles.endLabel}
            style={{ left: x + 6, top: heights[index]! - 8, color: looks[kind].stroke }}
          >
            {endName} {showValue(value)}
          </span>
        </span>
      ))}
    </div>
  );
}

function Crosshair({
  curves,
  axis,
  scale,
  height,
  hover,
  showHover,
  showValue,
  toX,
  width,
}: OverlayProps & { hover: number; width: number }) {
  const read = curves.flatMap(({ kind, name, points }) => {
    const near = nearest(points, hover);
    return near ? [{ kind, name, value: near.y, x: toX(near.x), y: toPixel(near.y, axis, scale, height) }] : [];
  });
  const left = toX(hover);
  const flip = left > width * 0.6;
  return (
    <div aria-live="polite">
      <span className={styles.cross} style={{ left, top: plot.top, height: height - plot.top - plot.bottom }} />
      {read.map(({ kind, x, y }) =>
        kind === 'batch' ? null : (
          <span
            key={kind}
            className={styles.mark}
            style={{ left: x - 4, top: y - 4, background: looks[kind].stroke }}
          />
        ),
      )}
      <div className={styles.readout} style={flip ? { right: width - left + 12 } : { left: left + 12 }}>
        <div className={styles.readoutHead}>{showHover(hover)}</div>
        {read.map(({ kind, name, value }) => (
          <div key={kind} className={styles.readoutRow}>
            <LegendMark kind={kind} />
            <span>{name}</span>
            <b>{showValue(value)}</b>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The stroke of a curve, as drawn, for legends and readouts. */
export function LegendMark({ kind }: { readonly kind: CurveKind }) {
  const look = looks[kind];
  return (
    <svg width="14" height="6" aria-hidden="true" className={styles.legendMark}>
      <path
        d="M0 3H14"
        stroke={look.stroke}
        strokeWidth={look.width}
        strokeDasharray={look.dashes}
        opacity={kind === 'batch' ? 0.5 : 1}
      />
      {look.dots && <circle cx="7" cy="3" r="2.2" fill="var(--bg-panel)" stroke={look.stroke} strokeWidth="1.4" />}
    </svg>
  );
}

function nearest(points: readonly ChartPoint[], x: number): ChartPoint | null {
  let low = 0;
  let high = points.length - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const after = points[low]!;
  const before = points[low - 1];
  return before && x - before.x < after.x - x ? before : after;
}
