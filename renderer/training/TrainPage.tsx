import { useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { RunFold } from '../../shared/training/cross-validation.ts';
import { optimizerOf } from '../../shared/training/optimizers.ts';
import { run as runCommand } from '../commands/command.ts';
import { stop } from '../commands/run-commands.ts';
import { setTraining } from '../commands/training-commands.ts';
import type { Loaded } from '../parts/loaded.ts';
import { isTraining, liveFold, liveRecord as liveRecordOf } from '../store/derived.ts';
import { failureWords } from '../store/editor.ts';
import { readRecord, readRuns } from '../store/runs.ts';
import type { RunListState } from '../store/runs-slice.ts';
import type { EditorState } from '../store/state.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { FirstRun } from './FirstRun.tsx';
import type { RunRecord } from './run-record.ts';
import { TrainSettings } from './TrainSettings.tsx';
import { TrainView } from './TrainView.tsx';
import { useThrottledState } from './use-throttled-state.ts';

/** How often the page follows a run, in milliseconds: its figures cannot be read faster. */
const showEvery = 250;

const recordOfLive = ({ runs }: EditorState) => liveRecordOf(runs);

/** The Train page of the open project. */
export function TrainPage() {
  const editor = useEditor();
  const list = useEditorState(({ runs }) => runs.list);
  const chosen = useEditorState(({ runs }) => runs.chosen);
  const compared = useEditorState(({ runs }) => runs.compared);
  const read = useEditorState(({ runs }) => runs.records);
  const training = useEditorState(({ document }) => document.project.training);
  const running = useEditorState(({ runs }) => isTraining(runs));
  const fold = useEditorState(({ runs }) => liveFold(runs));
  const liveRecord = useThrottledState(recordOfLive, showEvery);
  const records = useMemo(
    () => (liveRecord ? new Map(read).set(liveRecord.run, liveRecord) : read),
    [read, liveRecord],
  );
  const runs = withLive(list, liveRecord, fold);
  const chosenRun = chosen ?? liveRecord?.run ?? runs[0]?.run ?? null;
  const failed = useRecords(runs, read, liveRecord?.run ?? null, chosenRun, compared);
  const shown: Loaded<RunRecord> | null =
    chosenRun === null
      ? null
      : records.has(chosenRun)
        ? { state: 'ready', value: records.get(chosenRun)! }
        : failed !== null
          ? { state: 'failed', reason: failed }
          : { state: 'loading' };
  const { learningRate } = training.optimizer;
  return (
    <TrainView
      settings={<TrainSettings locked={running} />}
      runs={list.state === 'failed' ? list : { state: 'ready', value: runs }}
      onReadRuns={() => void readRuns(editor)}
      records={records}
      chosen={shown}
      chosenRun={chosenRun}
      compared={compared === chosenRun ? null : compared}
      onChoose={(run) => editor.runs({ chosen: run, ...(run === compared ? { compared: null } : {}) })}
      onCompare={(run) => editor.runs({ compared: run })}
      learningRate={typeof learningRate === 'number' ? learningRate : null}
      fold={fold}
      isLive={liveRecord !== null && chosenRun === liveRecord.run}
      onLearningRate={(rate) => {
        if (!('learningRate' in optimizerOf(training.optimizer).params)) return;
        runCommand(editor, setTraining, { change: { optimizer: { ...training.optimizer, learningRate: rate } } });
      }}
      onStop={() => runCommand(editor, stop, true)}
      empty={<FirstRun />}
      now={Date.now()}
    />
  );
}

/** The runs that are listed, the live one as far as it has come; it is first if the list was read before it began. */
function withLive(list: RunListState, live: RunRecord | null, fold: RunFold | null): readonly RunSummary[] {
  const runs = list.state === 'ready' ? list.runs : [];
  if (!live) return runs;
  const listed = runs.find(({ run }) => run === live.run);
  const summary: RunSummary = {
    run: live.run,
    directory: listed?.directory ?? '',
    started: listed?.started ?? live.begin?.time ?? Date.now(),
    state: live.end?.outcome ?? 'training',
    reason: live.end?.reason ?? null,
    epochs: live.epochs.length,
    logs: live.epochs.at(-1)?.logs ?? {},
    bestEpoch: live.bestEpoch,
    bestLogs: live.epochs.find(({ epoch }) => epoch === live.bestEpoch)?.logs ?? {},
    fold: listed?.fold ?? fold,
    weights: listed?.weights ?? null,
    test: live.end?.test ?? null,
  };
  return listed ? runs.map((one) => (one === listed ? summary : one)) : [summary, ...runs];
}

/** How many of the newest runs are read for their small curves. */
const mostRead = 12;

/** Reads the curves of the shown and the compared run, then of the newest others; why the shown one could not be read. */
function useRecords(
  runs: readonly RunSummary[],
  read: ReadonlyMap<string, RunRecord>,
  live: string | null,
  chosen: string | null,
  compared: string | null,
): Words | null {
  const editor = useEditor();
  const [failures, setFailures] = useState<ReadonlyMap<string, Words>>(new Map());
  const wanted = [chosen, compared, ...runs.slice(0, mostRead).map(({ run }) => run)];
  const next = wanted.find(
    (run) =>
      run !== null && run !== live && !read.has(run) && !failures.has(run) && runs.some((one) => one.run === run),
  );
  const directory = runs.find(({ run }) => run === next)?.directory;
  useEffect(() => {
    if (next === null || next === undefined || !directory) return;
    readRecord(editor, next, directory).catch((error: unknown) => {
      setFailures((before) => new Map(before).set(next, failureWords(error)));
    });
  }, [editor, next, directory]);
  return chosen === null ? null : (failures.get(chosen) ?? null);
}
