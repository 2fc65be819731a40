import { run } from '../commands/command.ts';
import { open } from '../commands/file-commands.ts';
import { closeProject, placeBlock } from '../commands/view-commands.ts';
import { type MessageKey, text } from '../messages/text.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { Glyph, type GlyphName } from '../parts/Glyph.tsx';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './empty-canvas.module.css';

const ghosts = [
  ['Input', 'Input', 'canvas.emptyIn'],
  ['Dense', text('canvas.emptyLayers'), 'canvas.emptyLearns'],
  ['Output', 'Output', 'canvas.emptyOut'],
] as const satisfies readonly (readonly [string, string, MessageKey])[];

/** What stands on a canvas without blocks: what a network is, and ways to begin. */
export function EmptyCanvas() {
  const editor = useEditor();
  const hasData = useEditorState(({ document }) => document.project.data.source.kind !== 'none');
  return (
    <div className={styles.empty}>
      <div className={styles.chain} aria-hidden="true">
        {ghosts.map(([type, title, words]) => (
          <div key={type} className={styles.ghost}>
            <BlockTile type={type} size={30} />
            <div>
              <b>{title}</b>
              <span>{text(words)}</span>
            </div>
          </div>
        ))}
      </div>
      <div className={styles.ways}>
        <h2>{text('canvas.emptyTitle')}</h2>
        <p>{text('canvas.emptyText')}</p>
        <Way
          glyph="search"
          title="canvas.emptyPlace"
          words="canvas.emptyPlaceText"
          shortcut="a"
          onClick={() => run(editor, placeBlock, true)}
        />
        {!hasData && (
          <Way
            glyph="table"
            title="canvas.emptyData"
            words="canvas.emptyDataText"
            onClick={() => editor.goTo('data')}
          />
        )}
        <Way
          glyph="layers"
          title="canvas.emptyStarter"
          words="canvas.emptyStarterText"
          onClick={() => run(editor, closeProject, true)}
        />
        <Way
          glyph="folder"
          title="canvas.emptyOpen"
          words="canvas.emptyOpenText"
          shortcut="mod+o"
          onClick={() => run(editor, open, true)}
        />
      </div>
    </div>
  );
}

interface WayProps {
  readonly glyph: GlyphName;
  readonly title: MessageKey;
  readonly words: MessageKey;
  readonly shortcut?: string;
  readonly onClick: () => void;
}

function Way({ glyph, title, words, shortcut, onClick }: WayProps) {
  return (
    <button type="button" className={styles.way} onClick={onClick}>
      <span className={styles.wayGlyph}>
        <Glyph name={glyph} size={20} />
      </span>
      <span className={styles.wayWords}>
        <b>{text(title)}</b>
        <span>{text(words)}</span>
      </span>
      {shortcut ? <Keys shortcut={shortcut} /> : <Glyph name="right" size={14} />}
    </button>
  );
}
