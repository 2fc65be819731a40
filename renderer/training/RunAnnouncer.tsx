import { inList, text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { metricWords } from './log-names.ts';
import { showLog } from './number-text.ts';
import type { RunRecord } from './run-record.ts';

interface RunAnnouncerProps {
  readonly record: RunRecord | null;
  readonly name: string;
}

/** Says the end of an epoch and of a run politely and a failure at once, to those who do not look. Mounted once, always. */
export function RunAnnouncer({ record, name }: RunAnnouncerProps) {
  return (
    <>
      <div className={parts.hidden} role="status">
        {record ? politeWords(record, name) : ''}
      </div>
      <div className={parts.hidden} role="alert">
        {record?.end?.outcome === 'failed'
          ? text('training.sayFailed', { run: name, reason: record.end.reason ?? '' })
          : ''}
      </div>
    </>
  );
}

/** What is said of a run at its newest moment worth saying; nothing for a failure, which is said at once elsewhere. */
export function politeWords(record: RunRecord, name: string): string {
  switch (record.end?.outcome) {
    case 'finished':
      return text('training.sayFinished', { run: name });
    case 'stopped':
      return text('training.sayStopped', { run: name });
    case 'failed':
      return '';
    case undefined: {
      const last = record.epochs.at(-1);
      if (!last || !record.begin) return '';
      const logs = Object.keys(last.logs).map((log) =>
        log.startsWith('val_')
          ? text('training.sayValidation', {
              metric: metricWords(log.slice(4)),
              value: showLog(log, last.logs[log]),
            })
          : text('training.sayLog', { metric: metricWords(log), value: showLog(log, last.logs[log]) }),
      );
      return text('training.sayEpoch', { epoch: last.epoch, epochs: record.begin.epochs, logs: inList(logs) });
    }
  }
}
