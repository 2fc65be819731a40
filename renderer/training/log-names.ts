import type { Component } from '../../shared/blocks/params.ts';
import { metrics } from '../../shared/training/metrics.ts';
import { worded } from '../messages/definitions.ts';
import { inList, type MessageKey, text } from '../messages/text.ts';

/** Names that end in another name come before it, so that the whole one is found. */
const longestFirst = [...new Set(metrics.map(({ logName }) => logName))].sort((a, b) => b.length - a.length);

/** What several metrics share a log name for, such as the accuracies. */
const sharedNames: Readonly<Record<string, MessageKey>> = { accuracy: 'training.accuracy' };

/** The title of a metric by its log name; undefined if none has it. Those that share a name are called by it. */
function titleOfMetric(logName: string): string | undefined {
  const [metric, ...others] = metrics.filter((one) => one.logName === logName);
  if (!metric || others.length === 0) return metric && worded(metric as Component).title;
  const shared = sharedNames[logName];
  return shared ? text(shared) : nameInWords(logName);
}

function nameInWords(logName: string): string {
  const words = logName.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The title of a log: "Loss", a metric's own title, else its name in plain words; several Outputs put their name before it. */
export function metricTitle(logName: string): string {
  if (logName === 'loss') return text('training.loss');
  // A second metric of the same log name has a number behind it.
  const numbered = /^(.+)_(\d+)$/.exec(logName);
  if (numbered) return `${metricTitle(numbered[1]!)} ${Number(numbered[2]) + 1}`;
  const own = titleOfMetric(logName);
  if (own) return own;
  const ending = longestFirst.find((name) => logName.endsWith(`_${name}`));
  if (ending) return inList([titleOfMetric(ending)!, logName.slice(0, -ending.length - 1)]);
  if (logName.endsWith('_loss')) return inList([text('training.loss'), logName.slice(0, -'_loss'.length)]);
  return nameInWords(logName);
}

/** The title of a log within a sentence: its words in small letters, but for signs such as R². */
export function metricWords(logName: string): string {
  return metricTitle(logName)
    .split(' ')
    .map((word) => (/^[A-Z]\p{L}+,?$/u.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word))
    .join(' ');
}

/** Which way a log gets better. */
export function isHigherBetter(logName: string): boolean {
  const name = logName.replace(/_\d+$/, '');
  const known = longestFirst.find((one) => name === one || name.endsWith(`_${one}`));
  return metrics.find((metric) => metric.logName === known)?.higherIsBetter ?? false;
}
