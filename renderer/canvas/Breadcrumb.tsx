import { titleOf } from '../../shared/graph/infer.ts';
import { levelOf } from '../../shared/graph/level.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { shownName } from '../store/derived.ts';
import { useEditor, useEditorState, useScene } from '../store/use-editor.ts';
import styles from './canvas.module.css';

/** Where the canvas is among groups, with the way out of each; nothing in the main graph. */
export function Breadcrumb() {
  const editor = useEditor();
  const name = useEditorState(shownName);
  const { model, level } = useScene();
  const { path } = level;
  if (path.length === 0) return null;
  const steps = path.map((id, depth) => {
    const block = levelOf(model, path.slice(0, depth))!.graph.blocks[id]!;
    return { path: path.slice(0, depth + 1), title: titleOf(block) };
  });
  return (
    <nav className={styles.breadcrumb} aria-label={text('canvas.breadcrumb')}>
      <button type="button" onClick={() => editor.enter([], path.slice(0, 1))}>
        {name}
      </button>
      {steps.map(({ path: inside, title }, depth) => (
        <span key={inside.join('/')}>
          <Glyph name="right" size={12} />
          {depth < steps.length - 1 ? (
            <button type="button" onClick={() => editor.enter(inside, path.slice(depth + 1, depth + 2))}>
              {title}
            </button>
          ) : (
            <b aria-current="location">{title}</b>
          )}
        </span>
      ))}
    </nav>
  );
}
