import { MiniMap, Panel, useStore } from '@xyflow/react';
import { addNote, frameSelection } from '../commands/annotation-commands.ts';
import { takeLasso, toggleSnapping } from '../commands/canvas-tools.ts';
import { isEnabled, run, runFrom } from '../commands/command.ts';
import { toggleCostMarks } from '../commands/cost-marks.ts';
import { tidyLayout } from '../commands/tidy-layout.ts';
import { actualSize, zoomIn, zoomOut, zoomToFit } from '../commands/view-commands.ts';
import { text } from '../messages/text.ts';
import { categoryOf } from '../parts/BlockTile.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { isUnfinished } from '../store/unfinished.ts';
import { useEditor, useEditorState, useScene } from '../store/use-editor.ts';
import { shortCount } from '../training/number-text.ts';
import type { CanvasNode } from './annotations/annotation-nodes.ts';
import { Breadcrumb } from './Breadcrumb.tsx';
import styles from './canvas.module.css';
import { parametersText } from './cards/cards.ts';

const mapColours = {
  'input-output': 'io',
  core: 'core',
  convolution: 'conv',
  pooling: 'pool',
  recurrent: 'rec',
  normalization: 'norm',
  regularization: 'reg',
  augmentation: 'reg',
  reshaping: 'reshape',
  merging: 'merge',
  attention: 'attn',
  structure: 'core',
} as const;

/** Most blocks the map draws: beyond it, drawing them again with each move would slow the canvas itself. */
const mostOnMap = 300;

/** What floats above the canvas: totals, zoom, map. */
export function CanvasTools({ isEmpty }: { readonly isEmpty: boolean }) {
  const editor = useEditor();
  const hasMap = useStore(({ nodes }) => nodes.length <= mostOnMap);
  const canFrame = useEditorState((state) => isEnabled(frameSelection, state));
  const tool = useEditorState(({ view }) => view.tool);
  const snapping = useEditorState(({ view }) => view.snapping);
  const costMarks = useEditorState(({ view }) => view.costMarks);
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const corner = (
    <Panel position="top-left" className={styles.corner}>
      <Breadcrumb />
      {!isEmpty && <Totals />}
    </Panel>
  );
  if (isEmpty) return corner;
  return (
    <>
      {corner}
      <Panel position="bottom-left" className={styles.float} role="group" aria-label={text('canvas.zoom')}>
        <IconButton glyph="minus" label={text('command.zoomOut')} onClick={() => run(editor, zoomOut, true)} />
        <button
          type="button"
          className={styles.zoom}
          aria-label={text('command.actualSize')}
          onClick={() => run(editor, actualSize, true)}
        >
          {text('canvas.zoomLevel', { zoom })}
        </button>
        <IconButton glyph="plus" label={text('command.zoomIn')} onClick={() => run(editor, zoomIn, true)} />
        <span className={styles.rule} />
        <IconButton
          glyph="fit"
          label={text('command.fit')}
          shortcut={zoomToFit.shortcuts?.[0]}
          onClick={() => run(editor, zoomToFit, true)}
        />
        <IconButton
          glyph="arrange"
          label={text('command.tidy')}
          shortcut={tidyLayout.shortcuts?.[0]}
          onClick={() => run(editor, tidyLayout, true)}
        />
        <span className={styles.rule} />
        <IconButton
          glyph="frame"
          label={text('command.frame')}
          shortcut={frameSelection.shortcuts?.[0]}
          disabled={!canFrame}
          onClick={() => runFrom(editor, frameSelection)}
        />
        <IconButton
          glyph="note"
          label={text('command.addNote')}
          shortcut={addNote.shortcuts?.[0]}
          onClick={() => run(editor, addNote, true)}
        />
        <IconButton
          glyph="lasso"
          label={text('command.lasso')}
          shortcut={takeLasso.shortcuts?.[0]}
          aria-pressed={tool === 'lasso'}
          onClick={() => run(editor, takeLasso, true)}
        />
        <IconButton
          glyph="magnet"
          label={text('command.snapping')}
          aria-pressed={snapping}
          onClick={() => run(editor, toggleSnapping, true)}
        />
        <IconButton
          glyph="weight"
          label={text('command.costMarks')}
          shortcut={toggleCostMarks.shortcuts?.[0]}
          aria-pressed={costMarks}
          onClick={() => run(editor, toggleCostMarks, true)}
        />
      </Panel>
      {hasMap && (
        <MiniMap<CanvasNode>
          className={styles.map}
          position="bottom-right"
          pannable
          zoomable
          ariaLabel={text('canvas.map')}
          bgColor="var(--bg-raised)"
          maskColor="color-mix(in srgb, var(--bg-canvas) 55%, transparent)"
          maskStrokeColor="var(--accent)"
          maskStrokeWidth={2}
          nodeBorderRadius={14}
          nodeStrokeWidth={0}
          nodeColor={mapColour}
        />
      )}
    </>
  );
}

function mapColour(node: CanvasNode): string {
  if (node.type === 'note') return 'var(--warn-line)';
  if (node.type === 'frame') return `color-mix(in srgb, var(--k-${node.data.frame.colour}) 14%, transparent)`;
  const { card, mark } = node.data;
  if (mark && card.state !== 'problem') return mark.strength === 0 ? 'var(--line)' : `var(--heat-${mark.strength})`;
  const category = categoryOf(card.type);
  const colour = category === 'unknown' ? 'var(--text-3)' : `var(--k-${mapColours[category]})`;
  return card.state === 'problem'
    ? 'var(--err)'
    : `color-mix(in srgb, ${colour} ${node.selected ? 100 : 42}%, var(--bg-raised))`;
}

function Totals() {
  const { inference, problems } = useScene();
  const found = problems.filter(({ severity }) => severity === 'error');
  const errors = found.length;
  const unfinished = found.every(isUnfinished);
  const multiplyAdds = [...inference.facts.values()].reduce((sum, facts) => sum + facts.multiplyAdds, 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no form fields
    <div className={styles.totals} role="group" aria-label={text('canvas.total')}>
      {errors > 0 && unfinished ? (
        <>
          <b>{text('canvas.unfinished')}</b>
          <span>{text('canvas.missing', { count: problems.filter(isUnfinished).length })}</span>
        </>
      ) : errors > 0 ? (
        <>
          <b data-tone="failed">
            <Glyph name="stopSign" size={14} />
            {text(errors === 1 ? 'canvas.oneProblemTitle' : 'canvas.problemsTitle', { count: errors })}
          </b>
          <span>{text(errors === 1 ? 'canvas.waitsForIt' : 'canvas.waits')}</span>
        </>
      ) : (
        <>
          <b>{parametersText(inference.parameters)}</b>
          <span>{text('canvas.multiplyAdds', { count: shortCount(multiplyAdds) })}</span>
        </>
      )}
    </div>
  );
}
