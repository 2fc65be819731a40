import { liveFold, liveRecord } from '../store/derived.ts';
import type { EditorState } from '../store/state.ts';
import { useEditorState } from '../store/use-editor.ts';
import { knownRuns } from '../training/chosen-run.ts';
import { RunLog } from '../training/RunLog.tsx';
import { nameOfLive } from '../training/run-names.ts';
import { useThrottledState } from '../training/use-throttled-state.ts';

/** How often the log follows a run, in milliseconds: faster cannot be read. */
const showEvery = 250;

const recordOfLive = ({ runs }: EditorState) => liveRecord(runs);

/** What the last run of this session said. */
export function LogView() {
  const record = useThrottledState(recordOfLive, showEvery);
  const list = useEditorState(({ runs }) => runs.list);
  const fold = useEditorState(({ runs }) => liveFold(runs));
  const name = record ? nameOfLive(knownRuns({ list }), { run: record.run, fold }) : '';
  return <RunLog record={record} name={name} />;
}
