import { SegmentedControl } from '@mantine/core';
import { Panel } from '@xyflow/react';
import { type MarkMeasure, markMeasures } from '../../../shared/graph/costs.ts';
import { run } from '../../commands/command.ts';
import { toggleCostMarks } from '../../commands/cost-marks.ts';
import { MeasureButton } from '../../inspector/MeasureButton.tsx';
import { text } from '../../messages/text.ts';
import { IconButton } from '../../parts/IconButton.tsx';
import { useEditor, useEditorState } from '../../store/use-editor.ts';
import styles from './cost-marks.module.css';

/** While the heaviest blocks are marked: by what, what the colours say, and the way to end it. */
export function CostLegend() {
  const editor = useEditor();
  const shows = useEditorState(({ view }) => view.costMarks);
  const measure = useEditorState(({ view }) => view.costMeasure);
  if (!shows) return null;
  return (
    <Panel position="top-right" className={styles.legend} role="group" aria-label={text('summary.heaviest')}>
      <SegmentedControl
        classNames={{ control: styles.measure }}
        aria-label={text('canvas.costMeasure')}
        value={measure}
        onChange={(value) => editor.view({ costMeasure: value as MarkMeasure })}
        data={markMeasures.map((each) => ({ value: each, label: text(`summary.${each}`) }))}
      />
      {measure === 'time' && <MeasureButton variant="subtle" />}
      <span className={styles.scale} aria-hidden="true">
        {text('canvas.costLight')}
        {([1, 2, 3, 4] as const).map((strength) => (
          <i key={strength} data-cost={strength} />
        ))}
        {text('canvas.costHeavy')}
      </span>
      <IconButton
        glyph="close"
        glyphSize={14}
        label={text('canvas.costHide')}
        shortcut={toggleCostMarks.shortcuts?.[0]}
        onClick={() => run(editor, toggleCostMarks, true)}
      />
    </Panel>
  );
}
