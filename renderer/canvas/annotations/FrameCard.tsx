import { type NodeProps, NodeResizer, useStore, ViewportPortal } from '@xyflow/react';
import { type CSSProperties, memo, useState } from 'react';
import { smallest } from '../../../shared/graph/annotations.ts';
import { changeAnnotation } from '../../commands/annotation-commands.ts';
import { run } from '../../commands/command.ts';
import { useLanguage } from '../../messages/language.ts';
import { text } from '../../messages/text.ts';
import { useEditor } from '../../store/use-editor.ts';
import { parametersText } from '../cards/cards.ts';
import { farLetters, levelAt } from '../cards/level.ts';
import type { FrameNode } from './annotation-nodes.ts';
import styles from './annotations.module.css';

/** A frame: a titled, coloured rectangle behind blocks, taken hold of by its name and its edges. */
export const FrameCard = memo(function FrameCard({
  data,
  selected,
  positionAbsoluteX: x,
  positionAbsoluteY: y,
}: NodeProps<FrameNode>) {
  useLanguage();
  const editor = useEditor();
  const { id, frame, blocks, parameters, isInner } = data;
  const level = useStore(({ transform }) => levelAt(transform[2]));
  const isFull = level === 'full';
  // From very far, names of frames within frames would lie on those around them.
  const isNamedFromFar = level === 'name' || (level === 'bar' && !isInner);
  // One that was just drawn wants a name.
  const [isNaming, setNaming] = useState(selected && frame.name === '');
  const name = frame.name || text('canvas.frame');
  const colour = { '--frame-colour': `var(--k-${frame.colour})` } as CSSProperties;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a frame is no set of form fields
    <div
      className={styles.frame}
      style={colour}
      data-annotation={id}
      data-level={level}
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
          isFull && (
            <b title={frame.name || undefined} data-unnamed={frame.name === '' || undefined}>
              {name}
            </b>
          )
        )}
        {isFull && blocks > 0 && <span>{parametersText(parameters)}</span>}
      </div>
      {isNamedFromFar && !isNaming && frame.name !== '' && (
        <ViewportPortal>
          <FarName name={frame.name} width={frame.size[0]} style={{ ...colour, left: x, top: y }} />
        </ViewportPortal>
      )}
    </div>
  );
});

/** Least width on the screen, in pixels, of a frame that is named from far. */
const leastNamed = 56;

interface FarNameProps {
  readonly name: string;
  /** That of the frame. */
  readonly width: number;
  readonly style: CSSProperties;
}

/** The name of a frame seen from far: over the cards, as a map names its places, and large enough to be read. */
function FarName({ name, width, style }: FarNameProps) {
  const letters = useStore(({ transform }) => farLetters(transform[2]));
  const isNamed = useStore(({ transform }) => width * transform[2] >= leastNamed);
  if (!isNamed) return null;
  return (
    <div className={styles.farName} style={{ ...style, fontSize: letters, maxWidth: width }} aria-hidden="true">
      {name}
    </div>
  );
}
