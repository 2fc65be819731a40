import type { Shape } from '../blocks/define-block.ts';
import { bytesPerNumber, totalMemory } from '../graph/costs.ts';
import { kerasModelName } from './keras.ts';
import type { KerasNode } from './keras-graph.ts';
import { layerRows, type Summary, type SummaryRow } from './summary.ts';

/** A shape as Keras writes it, with the batch: `(None, 28, 28, 1)`. */
export function batchShape(shape: Shape): string {
  return `(${['None', ...shape].join(', ')}${shape.length === 0 ? ',' : ''})`;
}

/** A count as Keras writes it: `18,496`. */
function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** A size in bytes as Keras writes it, in units of 1,024: `215.04 KB`. */
export function kerasBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'KB', 'MB', 'GB', 'TB']) {
    if (value < 1024) return `${value.toFixed(2)} ${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(2)} PB`;
}

/**
 * The table that Keras's `model.summary()` prints, wide enough for its longest cells. Layers are in Keras's order, and as in Keras, a model
 * that is a single chain has no column for what a layer is connected to. What Keras lists for masks beside the layers is left out.
 */
export function summaryText(summary: Summary, name: string): string {
  const { keras, total } = summary;
  const byBlock = new Map(layerRows(summary.rows).map((row) => [row.key, row]));
  // Until there is an Output, every layer that is sound.
  const layers = keras.layers.length > 0 ? keras.layers : keras.nodes;
  const isChain = isSingleChain(layers);
  const header = ['Layer (type)', 'Output Shape', 'Param #', ...(isChain ? [] : ['Connected to'])];
  const rows = layers.flatMap(({ block }) => {
    const row = byBlock.get(block);
    return row ? [cellsOf(row).slice(0, header.length)] : [];
  });
  const widths = header.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column]!)].map(lengthOf)));
  const fixed = total.parameters - total.trainable;
  const sized = (count: number) => `${counted(count)} (${kerasBytes(count * bytesPerNumber)})`;
  return [
    `Model: "${kerasModelName(name)}"`,
    ruled(widths, '┏━┳┓'),
    written(header, widths, '┃'),
    ruled(widths, '┡━╇┩'),
    ...rows.flatMap((row, index) => [...(index > 0 ? [ruled(widths, '├─┼┤')] : []), written(row, widths, '│')]),
    ruled(widths, '└─┴┘'),
    ` Total params: ${sized(total.parameters)}`,
    ` Trainable params: ${sized(total.trainable)}`,
    ` Non-trainable params: ${sized(fixed)}`,
    '',
  ].join('\n');
}

function cellsOf({ name, type, shape, costs, connectedTo }: SummaryRow): readonly string[] {
  return [
    `${name} (${type})`,
    shape ? batchShape(shape) : '?',
    counted(costs?.parameters ?? 0),
    connectedTo.map((layer) => `${layer}[0][0]`).join(', ') || '-',
  ];
}

/** Whether each layer has one before it and one behind it, but for the ends. */
function isSingleChain(layers: readonly KerasNode[]): boolean {
  const fed = layers.flatMap(({ inputs }) => inputs);
  return (
    layers.every(({ inputs }) => inputs.length < 2) &&
    new Set(fed).size === fed.length &&
    layers.filter(({ inputs }) => inputs.length === 0).length < 2
  );
}

/** Characters as a terminal counts them. */
function lengthOf(cell: string): number {
  return [...cell].length;
}

function ruled(widths: readonly number[], [first, fill, between, last]: string): string {
  return `${first}${widths.map((width) => fill!.repeat(width + 2)).join(between)}${last}`;
}

function written(cells: readonly string[], widths: readonly number[], edge: string): string {
  const padded = cells.map((cell, column) => {
    const space = ' '.repeat(widths[column]! - lengthOf(cell));
    return column === 2 ? ` ${space}${cell} ` : ` ${cell}${space} `;
  });
  return `${edge}${padded.join(edge)}${edge}`;
}

/** The table of all layers for a spreadsheet, in order of flow; sizes in bytes, and times, where any were measured, in milliseconds. */
export function summaryCsv({ rows }: Summary): string {
  const layers = layerRows(rows);
  const isTimed = layers.some(({ times }) => times !== null);
  const header = [
    'name',
    'type',
    'output_shape',
    'parameters',
    'trainable_parameters',
    'multiply_adds',
    'memory_bytes',
    ...(isTimed ? ['forward_ms', 'forward_backward_ms'] : []),
    'connected_to',
  ];
  const lines = layers.map(({ name, type, shape, costs, times, connectedTo }) => [
    name,
    type,
    shape ? batchShape(shape) : '',
    costs ? String(costs.parameters) : '',
    costs ? String(costs.trainable) : '',
    costs ? String(costs.multiplyAdds) : '',
    costs ? String(totalMemory(costs.memory)) : '',
    ...(isTimed ? [times?.forward, times?.forwardBackward].map((time) => time?.toPrecision(4) ?? '') : []),
    connectedTo.join(', '),
  ]);
  return [header, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
