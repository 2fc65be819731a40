import type { Logs } from '../../shared/training/events.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { metricWords } from './log-names.ts';
import { showCount, showLog } from './number-text.ts';
import type { Begin, End, EpochEnd, Notice, RunRecord } from './run-record.ts';
import { showTime } from './time-text.ts';

/** One readable line of a run's log. */
export interface LogLine {
  /** Stays with the line while others come and go. */
  readonly key: string;
  readonly time: number;
  readonly words: string;
  readonly tone: 'quiet' | 'plain' | 'good' | 'warning' | 'failed';
}

/** How many epochs the log shows, the newest; all of them are in the run's folder. */
export const shownEpochs = 500;

type Tone = LogLine['tone'];
const lineOf = (key: string, time: number, words: string, tone: Tone = 'plain'): LogLine => ({
  key,
  time,
  words: words.trim(),
  tone,
});

/** What a run said in words, oldest first; batches say nothing here, their curve does. */
export function logLines({ begin, epochs, notices, end }: RunRecord, name: string): readonly LogLine[] {
  const shown = epochs.slice(-shownEpochs);
  const left = epochs.length - shown.length;
  const leftOut =
    left > 0 ? [lineOf('left', shown[0]!.time, text('training.logLeftOut', { epochs: showCount(left) }), 'quiet')] : [];
  return [
    ...(begin ? beginLines(begin, name) : []),
    ...leftOut,
    ...inOrder(shown.map(epochLine), notices.map(noticeLine)),
    ...(end ? endLines(end) : []),
  ];
}

function beginLines(
  { time, epochs, stepsPerEpoch, parameters, rows, engine }: Begin,
  name: string,
): readonly LogLine[] {
  const begin = {
    run: name,
    epochs: showCount(epochs),
    steps: showCount(stepsPerEpoch),
    parameters: showCount(parameters),
  };
  const parts = {
    train: showCount(rows.train),
    validation: showCount(rows.validation),
    test: showCount(rows.test),
  };
  return [
    lineOf('begin', time, text('training.logBegin', begin)),
    lineOf('rows', time, text('training.logRows', parts), 'quiet'),
    lineOf('engine', time, text('training.logEngine', { ...engine }), 'quiet'),
  ];
}

function epochLine({ epoch, time, logs, seconds, best }: EpochEnd): LogLine {
  const words = text('training.logEpochEnd', { epoch, logs: logsText(logs), time: showTime(seconds) });
  const key = `epoch-${epoch}`;
  return best ? lineOf(key, time, inList([words, text('training.logBest')]), 'good') : lineOf(key, time, words);
}

function noticeLine({ time, message }: Notice, index: number): LogLine {
  return lineOf(`notice-${index}`, time, inWords(message), 'warning');
}

/** Lines of both lists, oldest first; those of the second go before one of the same moment. */
function inOrder(lines: readonly LogLine[], others: readonly LogLine[]): readonly LogLine[] {
  return others.length === 0 ? lines : [...others, ...lines].sort((a, b) => a.time - b.time);
}

function endLines({ time, test, outcome, reason, seconds }: End): readonly LogLine[] {
  const measured = test ? [lineOf('test', time, text('training.logTest', { logs: logsText(test) }))] : [];
  const took = showTime(seconds);
  switch (outcome) {
    case 'finished':
      return [...measured, lineOf('end', time, text('training.logFinished', { time: took }), 'good')];
    case 'stopped':
      return [...measured, lineOf('end', time, text('training.logStopped', { time: took }))];
    case 'failed': {
      const words = text('training.logFailed', { time: took, reason: reason ?? text('training.failedNoReason') });
      return [...measured, lineOf('end', time, words, 'failed')];
    }
  }
}

/** Logs in one line: "loss 0.0431, accuracy 98.94 %, validation loss 0.0502". */
export function logsText(logs: Logs): string {
  return inList(
    Object.keys(logs).map((log) => {
      const isValidation = log.startsWith('val_');
      const values = { metric: metricWords(isValidation ? log.slice(4) : log), value: showLog(log, logs[log]) };
      return text(isValidation ? 'training.sayValidation' : 'training.sayLog', values);
    }),
  );
}
