import { run } from '../commands/command.ts';
import { stop } from '../commands/run-commands.ts';
import { liveFold, liveReading, liveRecord } from '../store/derived.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { knownRuns } from '../training/chosen-run.ts';
import { RunAnnouncer } from '../training/RunAnnouncer.tsx';
import { RunBar } from '../training/RunBar.tsx';
import { nameOfLive } from '../training/run-names.ts';

/** The run under way at the foot of every page, and its moments said to those who do not look. */
export function LiveRun() {
  const editor = useEditor();
  const record = useEditorState(({ runs }) => liveRecord(runs));
  const fold = useEditorState(({ runs }) => liveFold(runs));
  const reading = useEditorState(({ runs }) => liveReading(runs));
  const state = useEditorState(({ runs }) => runs.live.state);
  const list = useEditorState(({ runs }) => runs.list);
  const name = record ? nameOfLive(knownRuns({ list }), { run: record.run, fold }) : '';
  const shown = record && (state === 'training' || state === 'stopping');
  return (
    <div data-panel={shown ? 'run' : undefined}>
      <RunAnnouncer record={record} name={name} />
      {shown && (
        <RunBar
          record={record}
          name={name}
          fold={fold}
          reading={reading}
          stopping={state === 'stopping'}
          onStop={() => run(editor, stop, true)}
          onShow={() => editor.goTo('train')}
        />
      )}
    </div>
  );
}
