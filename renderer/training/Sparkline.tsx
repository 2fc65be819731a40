import { thin } from './downsample.ts';

interface SparklineProps {
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  readonly stroke: string;
  readonly dashed?: boolean;
}

/** A tiny curve without axes beside the number it belongs to; nothing for fewer than two values. */
export function Sparkline({ values, width, height, stroke, dashed = false }: SparklineProps) {
  const known = thin(
    values.filter((value): value is number => value !== null && Number.isFinite(value)),
    Math.ceil(width / 2),
  );
  if (known.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const path = known
    .map((value, index) => {
      const x = 1 + (index / (known.length - 1)) * (width - 2);
      const y = 2 + (1 - (value - low) / span) * (height - 4);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      <path
        d={path}
        fill="none"
        stroke={stroke}
        strokeWidth={1.5}
        strokeDasharray={dashed ? '4 3' : undefined}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
