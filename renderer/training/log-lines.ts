import type { Logs, RunEvent } from '../../shared/training/events.ts';
import { text } from '../messages/text.ts';
import { metricTitle } from './log-names.ts';
import { showCount, showLog } from './number-text.ts';
import { showTime } from './time-text.ts';

/** One readable line of a run's log. */
export interface LogLine {
  readonly time: number;
  readonly words: string;
  readonly tone: 'quiet' | 'plain' | 'good' | 'failed';
}

/** The events of a run in words, oldest first; batches say nothing here, their curve does. */
export function logLines(events: readonly RunEvent[], name: string): readonly LogLine[] {
  return events.flatMap((event) => linesOf(event, name));
}

function linesOf(event: RunEvent, name: string): readonly LogLine[] {
  const { time } = event;
  const line = (words: string, tone: LogLine['tone'] = 'plain'): LogLine => ({ time, words: words.trim(), tone });
  switch (event.event) {
    case 'train:begin': {
      const { epochs, stepsPerEpoch, parameters, rows, engine } = event;
      return [
        line(
          text('training.logBegin', {
            run: name,
            epochs: showCount(epochs),
            steps: showCount(stepsPerEpoch),
            parameters: showCount(parameters),
          }),
        ),
        line(
          text('training.logRows', {
            train: showCount(rows.train),
            validation: showCount(rows.validation),
            test: showCount(rows.test),
          }),
          'quiet',
        ),
        line(text('training.logEngine', { ...engine }), 'quiet'),
      ];
    }
    case 'train:epoch-begin':
    case 'train:batch-end':
      return [];
    case 'train:epoch-end': {
      const words = text('training.logEpochEnd', {
        epoch: event.epoch,
        logs: logsText(event.logs),
        time: showTime(event.seconds),
      });
      return [event.best ? line(`${words}, ${text('training.logBest')}`, 'good') : line(words)];
    }
    case 'train:end': {
      const lines: LogLine[] = [];
      if (event.test) lines.push(line(text('training.logTest', { logs: logsText(event.test) })));
      const seconds = showTime(event.seconds);
      switch (event.outcome) {
        case 'finished':
          return [...lines, line(text('training.logFinished', { time: seconds }), 'good')];
        case 'stopped':
          return [...lines, line(text('training.logStopped', { time: seconds }))];
        case 'failed':
          return [
            ...lines,
            line(
              text('training.logFailed', { time: seconds, reason: event.reason ?? text('training.failedNoReason') }),
              'failed',
            ),
          ];
      }
    }
  }
}

/** Logs in one line: "loss 0.0431, accuracy 98.94 %, validation loss 0.0502". */
export function logsText(logs: Logs): string {
  return Object.keys(logs)
    .map((log) => {
      const validation = log.startsWith('val_');
      const title = metricTitle(validation ? log.slice(4) : log).toLowerCase();
      return `${validation ? `${text('training.seriesValidation')} ` : ''}${title} ${showLog(log, logs[log])}`;
    })
    .join(', ');
}
