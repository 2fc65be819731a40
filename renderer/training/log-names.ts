import { metrics } from '../../shared/training/metrics.ts';
import { text } from '../messages/text.ts';

/** Titles by log name; several metrics that share a name, such as the accuracies, are called by it. */
const titles: ReadonlyMap<string, string> = new Map(
  metrics.map(({ logName, title }) => [
    logName,
    metrics.filter((other) => other.logName === logName).length > 1 ? inWords(logName) : title,
  ]),
);

function inWords(logName: string): string {
  const words = logName.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The title of a log: "Loss", a metric's own title, else its name in plain words; several Outputs put their name before it. */
export function metricTitle(logName: string): string {
  if (logName === 'loss') return text('training.loss');
  // A second metric of the same log name has a number behind it.
  const numbered = /^(.+)_(\d+)$/.exec(logName);
  if (numbered) return `${metricTitle(numbered[1]!)} ${Number(numbered[2]) + 1}`;
  const own = titles.get(logName);
  if (own) return own;
  for (const [name, title] of titles) {
    if (logName.endsWith(`_${name}`)) return `${title}, ${logName.slice(0, -name.length - 1)}`;
  }
  if (logName.endsWith('_loss')) return `${text('training.loss')}, ${logName.slice(0, -'_loss'.length)}`;
  return inWords(logName);
}

/** Which way a log gets better. */
export function isHigherBetter(logName: string): boolean {
  const name = logName.replace(/_\d+$/, '');
  const metric = metrics.find((one) => name === one.logName || name.endsWith(`_${one.logName}`));
  return metric?.higherIsBetter ?? false;
}
