import { liveRecord } from '../store/derived.ts';
import type { EditorState } from '../store/state.ts';
import { useEditorState } from '../store/use-editor.ts';
import { RunLog } from '../training/RunLog.tsx';
import { runName, runNames } from '../training/run-names.ts';
import { useThrottledState } from '../training/use-throttled-state.ts';

/** How often the log follows a run, in milliseconds: faster cannot be read. */
const showEvery = 250;

const recordOfLive = ({ runs }: EditorState) => liveRecord(runs);

/** What the last run of this session said. */
export function LogView() {
  const record = useThrottledState(recordOfLive, showEvery);
  const list = useEditorState(({ runs }) => runs.list);
  const names = list.state === 'ready' ? runNames(list.runs) : new Map<string, string>();
  return <RunLog record={record} name={record ? (names.get(record.run) ?? runName(record.run)) : ''} />;
}
