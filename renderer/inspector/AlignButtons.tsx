import { type AlignmentEdge, type Axis, alignmentEdges } from '../arranging/align.ts';
import { alignCommands, distributeCommands } from '../commands/align-blocks.ts';
import { isEnabled, runFrom } from '../commands/command.ts';
import { text } from '../messages/text.ts';
import type { GlyphName } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './align-buttons.module.css';

const edgeGlyphs: Readonly<Record<AlignmentEdge, GlyphName>> = {
  left: 'alignLeft',
  centre: 'alignCentre',
  right: 'alignRight',
  top: 'alignTop',
  middle: 'alignMiddle',
  bottom: 'alignBottom',
};
const axisGlyphs: Readonly<Record<Axis, GlyphName>> = {
  horizontal: 'distributeHorizontal',
  vertical: 'distributeVertical',
};
const axes = ['horizontal', 'vertical'] as const;

/** Puts what is selected in one line, or at equal distances. */
export function AlignButtons() {
  const editor = useEditor();
  const canDistribute = useEditorState((state) => isEnabled(distributeCommands.horizontal, state));
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no form fields
    <div className={styles.align} role="group" aria-label={text('inspector.align')}>
      {alignmentEdges.map((edge) => (
        <IconButton
          key={edge}
          glyph={edgeGlyphs[edge]}
          label={text(alignCommands[edge].label)}
          shortcut={alignCommands[edge].shortcuts?.[0]}
          onClick={() => runFrom(editor, alignCommands[edge])}
        />
      ))}
      <span className={styles.alignRule} />
      {axes.map((axis) => (
        <IconButton
          key={axis}
          glyph={axisGlyphs[axis]}
          label={text(distributeCommands[axis].label)}
          shortcut={distributeCommands[axis].shortcuts?.[0]}
          disabled={!canDistribute}
          onClick={() => runFrom(editor, distributeCommands[axis])}
        />
      ))}
    </div>
  );
}
