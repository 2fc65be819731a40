import type { ReactNode } from 'react';
import type { BlockCategory } from '../../shared/blocks/define-block.ts';
import { categoryOf } from '../parts/BlockTile.tsx';
import styles from './start-page.module.css';

/** How wide each category stands in the picture, and the height of what is drawn. */
const widths: Readonly<Record<BlockCategory | 'unknown', number>> = {
  'input-output': 20,
  core: 14,
  convolution: 58,
  pooling: 38,
  recurrent: 42,
  normalization: 18,
  regularization: 14,
  augmentation: 38,
  reshaping: 10,
  merging: 24,
  attention: 34,
  structure: 24,
  unknown: 24,
};

const height = 148;
const middle = height / 2;
const gap = 20;

/** A network drawn as what flows through it: sheets of images that shrink, rows of units, cells that loop. */
export function ChainPicture({ blocks }: { readonly blocks: readonly string[] }) {
  let convolutions = 0;
  let at = 0;
  const drawn = blocks.map((type, index) => {
    const category = categoryOf(type);
    if (category === 'convolution') convolutions += 1;
    // Each convolution and pooling sees a smaller image than the one before.
    const scale = category === 'convolution' || category === 'pooling' ? 0.72 ** Math.max(0, convolutions - 1) : 1;
    const width = widths[category] * (type === 'Embedding' ? 2 : 1) * scale;
    const left = at;
    at += width + gap;
    const outer = index === 0 || index === blocks.length - 1;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a fixed chain
      <g key={index} data-category={category} transform={`translate(${left} 0)`}>
        {shapeOf(type, category, width, outer, index)}
        {index < blocks.length - 1 && (
          <path
            d={`M${width + 5} ${middle}h${gap - 11}m-3 -3 3 3-3 3`}
            fill="none"
            stroke="var(--text-3)"
            strokeWidth="1.2"
            strokeLinecap="round"
            strokeLinejoin="round"
            opacity=".7"
          />
        )}
      </g>
    );
  });
  const width = Math.max(at - gap, 1);
  return (
    <span className={styles.picture} aria-hidden="true">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
        {drawn}
      </svg>
    </span>
  );
}

const soft = {
  fill: 'color-mix(in srgb, var(--k) 20%, var(--bg-panel))',
  stroke: 'var(--k)',
  strokeWidth: 1.2,
} as const;

function shapeOf(
  type: string,
  category: BlockCategory | 'unknown',
  width: number,
  outer: boolean,
  index: number,
): ReactNode {
  switch (category) {
    case 'convolution':
    case 'pooling': {
      const edge = width * 0.72;
      const shift = (width - edge) / 3;
      return [0, 1, 2, 3].map((sheet) => (
        <rect
          key={sheet}
          x={sheet * shift}
          y={middle - edge / 2 - (1.5 - sheet) * shift}
          width={edge}
          height={edge}
          rx={3}
          {...soft}
        />
      ));
    }
    case 'recurrent':
      return (
        <>
          <rect x="0" y={middle - 21} width={width} height="42" rx="9" {...soft} />
          <path
            d={`M${width / 2 + 8} ${middle - 4}a9 9 0 1 0 .6 6.5m.8 -12v6h-6`}
            fill="none"
            stroke="var(--k)"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'core':
      if (type === 'Embedding') {
        return [0, 1, 2, 3].map((row) => (
          <rect key={row} x="0" y={middle - 26 + row * 14} width={width} height="10" rx="3" {...soft} />
        ));
      }
      return units(type === 'Activation' ? 3 : index % 2 === 0 ? 6 : 5, width);
    case 'input-output':
      return index === 0 || !outer ? units(4, 14) : units(1, 16);
    case 'regularization':
      return [0, 1, 2, 3, 4].map((row) => (
        <circle
          key={row}
          cx={width / 2}
          cy={middle + (row - 2) * 19}
          r="6"
          {...soft}
          {...(row % 2 === 1 ? { strokeDasharray: '2 2', fill: 'none' } : {})}
        />
      ));
    case 'augmentation': {
      // An image and, tilted over it, what becomes of it.
      const edge = width * 0.78;
      const sheet = { x: (width - edge) / 2, y: middle - edge / 2, width: edge, height: edge, rx: 3, ...soft };
      return (
        <>
          <rect {...sheet} fill="none" strokeDasharray="2 2" />
          <rect {...sheet} transform={`rotate(14 ${width / 2} ${middle})`} />
        </>
      );
    }
    case 'reshaping':
      return <rect x="0" y={middle - 46} width={width} height="92" rx="4" {...soft} />;
    default:
      return <rect x="0" y={middle - width / 2} width={width} height={width} rx="6" {...soft} />;
  }
}

/** Units of a layer, one above the other. */
function units(count: number, width: number): ReactNode {
  return Array.from({ length: count }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed row
    <circle key={row} cx={width / 2} cy={middle + (row - (count - 1) / 2) * 19} r={count === 1 ? 9 : 6.5} {...soft} />
  ));
}
