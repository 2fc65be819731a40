import { type NodeProps, NodeResizer } from '@xyflow/react';
import { type CSSProperties, memo, useState } from 'react';
import { smallest } from '../../shared/graph/annotations.ts';
import { changeAnnotation } from '../commands/annotation-commands.ts';
import { run } from '../commands/command.ts';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import type { FrameNode } from './annotation-nodes.ts';
import styles from './annotations.module.css';
import { parametersText } from './cards.ts';

/** A frame: a titled, coloured rectangle behind blocks, taken hold of by its name and its edges. */
export const FrameCard = memo(function FrameCard({ data, selected }: NodeProps<FrameNode>) {
  useLanguage();
  const editor = useEditor();
  const { id, frame, blocks, parameters } = data;
  // One that was just drawn wants a name.
  const [isNaming, setNaming] = useState(selected && frame.name === '');
  const name = frame.name || text('canvas.frame');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a frame is no set of form fields
    <div
      className={styles.frame}
      style={{ '--frame-colour': `var(--k-${frame.colour})` } as CSSProperties}
      data-annotation={id}
      data-selected={selected || undefined}
      role="group"
      aria-roledescription={text('canvas.frame')}
      aria-label={text('canvas.frameLabel', { name, blocks, parameters: parametersText(parameters) })}
      aria-current={selected || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: frames are reached by Tab and moved by keys
      tabIndex={0}
      onDoubleClick={() => setNaming(true)}
    >
      {(['top', 'right', 'bottom', 'left'] as const).map((side) => (
        <span key={side} className={styles.edge} data-side={side} />
      ))}
      <NodeResizer
        isVisible={selected}
        minWidth={smallest.frame[0]}
        minHeight={smallest.frame[1]}
        lineClassName={styles.sizeLine}
        handleClassName={styles.sizeHandle}
      />
      <div className={styles.frameHead}>
        {isNaming ? (
          <input
            className={`${styles.frameName} nodrag`}
            aria-label={text('inspector.name')}
            defaultValue={frame.name}
            placeholder={text('canvas.frameNamePlaceholder')}
            // biome-ignore lint/a11y/noAutofocus: it comes when a person asks to name the frame
            autoFocus
            onFocus={({ currentTarget }) => currentTarget.select()}
            onKeyDown={({ key, currentTarget, nativeEvent }) => {
              if (nativeEvent.isComposing || (key !== 'Enter' && key !== 'Escape')) return;
              if (key === 'Escape') currentTarget.value = frame.name;
              currentTarget.closest<HTMLElement>('[data-annotation]')?.focus();
            }}
            onBlur={({ currentTarget }) => {
              setNaming(false);
              run(editor, changeAnnotation, { id, change: { name: currentTarget.value.trim() } });
            }}
          />
        ) : (
          <b>{name}</b>
        )}
        {blocks > 0 && <span>{parametersText(parameters)}</span>}
      </div>
    </div>
  );
});
