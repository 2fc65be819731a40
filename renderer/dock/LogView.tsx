import { liveRecord } from '../store/derived.ts';
import { useEditorState } from '../store/use-editor.ts';
import { RunLog } from '../training/run-log.tsx';
import { runName, runNames } from '../training/run-names.ts';

/** What the last run of this session said. */
export function LogView() {
  const events = useEditorState(({ runs }) => runs.liveEvents);
  const record = useEditorState(({ runs }) => liveRecord(runs));
  const list = useEditorState(({ runs }) => runs.list);
  const names = list.state === 'ready' ? runNames(list.runs) : new Map<string, string>();
  return <RunLog events={events} name={record ? (names.get(record.run) ?? runName(record.run)) : ''} />;
}
