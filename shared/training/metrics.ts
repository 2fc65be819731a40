import type { ComponentValue } from '../blocks/params.ts';
import { auc } from './metrics/auc.ts';
import { binaryAccuracy } from './metrics/binary-accuracy.ts';
import { categoricalAccuracy } from './metrics/categorical-accuracy.ts';
import type { Metric } from './metrics/define-metric.ts';
import { meanAbsoluteError } from './metrics/mean-absolute-error.ts';
import { meanSquaredError } from './metrics/mean-squared-error.ts';
import { precision } from './metrics/precision.ts';
import { r2Score } from './metrics/r2-score.ts';
import { recall } from './metrics/recall.ts';
import { rootMeanSquaredError } from './metrics/root-mean-squared-error.ts';
import { sparseCategoricalAccuracy } from './metrics/sparse-categorical-accuracy.ts';
import { sparseTopKCategoricalAccuracy } from './metrics/sparse-top-k-categorical-accuracy.ts';

/** Every metric on offer, in menu order. */
export const metrics = [
  binaryAccuracy,
  sparseCategoricalAccuracy,
  categoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  precision,
  recall,
  auc,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  r2Score,
] as const;

/** The metric of a value. Throws for a type that is not in the list. */
export function metricOf(value: ComponentValue): Metric {
  const metric = metrics.find(({ type }) => type === value.type);
  if (!metric) {
    throw new Error(`A metric is one of ${metrics.map(({ type }) => type).join(', ')}. Received: ${value.type}.`);
  }
  return metric as unknown as Metric;
}

/**
 * The names in logs of the metrics of one Output, in their order. Where two would have the same, the later ones get a number, as
 * in Keras: `precision`, `precision_1`.
 */
export function metricNames(values: readonly ComponentValue[]): readonly string[] {
  const taken = new Set<string>();
  return values.map((value) => {
    const { logName } = metricOf(value);
    let name = logName;
    for (let count = 1; taken.has(name); count++) name = `${logName}_${count}`;
    taken.add(name);
    return name;
  });
}
