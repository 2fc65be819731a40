import { Button } from '@mantine/core';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { cancelMeasuring, isMeasuring, measureTimes, measuringWaitsFor } from '../store/profile.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';

/** Measures how long each block takes; while that goes on, it cancels it. */
export function MeasureButton({ variant }: { readonly variant?: 'subtle' }) {
  const editor = useEditor();
  const isUnderWay = useEditorState(isMeasuring);
  const state = useEditorState(({ view }) => view.measuring.state);
  const waits = useEditorState(measuringWaitsFor);
  const isKnown = useEditorState(({ view }) => view.measured !== null);
  if (isUnderWay)
    return (
      <Button
        size="compact-sm"
        variant={variant}
        loading={state === 'cancelling'}
        onClick={() => void cancelMeasuring(editor)}
      >
        {text('summary.measuringCancel')}
      </Button>
    );
  return (
    <Button
      size="compact-sm"
      variant={variant}
      disabled={waits !== null}
      title={waits === null ? undefined : text(`summary.${waits}`)}
      leftSection={<Glyph name="clock" size={14} />}
      onClick={() => void measureTimes(editor)}
    >
      {text(isKnown ? 'summary.measureAgain' : 'summary.measureTime')}
    </Button>
  );
}
