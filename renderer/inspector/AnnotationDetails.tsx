import { Button, Textarea } from '@mantine/core';
import {
  type Annotation,
  type AnnotationId,
  type FrameColour,
  frameColours,
  smallest,
} from '../../shared/graph/annotations.ts';
import { changeAnnotation } from '../commands/annotation-commands.ts';
import { annotationsOf } from '../commands/annotations.ts';
import { run, runFrom } from '../commands/command.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { type MessageKey, sentence, text } from '../messages/text.ts';
import { useEditor, useEditorState, useScene } from '../store/use-editor.ts';
import { AlignButtons } from './AlignButtons.tsx';
import colours from './annotation-colours.module.css';
import { DraftInput, Field, type Read } from './fields.tsx';
import styles from './inspector.module.css';

const colourNames: Readonly<Record<FrameColour, MessageKey>> = {
  io: 'inspector.colourIo',
  core: 'inspector.colourCore',
  conv: 'inspector.colourConv',
  pool: 'inspector.colourPool',
  rec: 'inspector.colourRec',
  norm: 'inspector.colourNorm',
  reg: 'inspector.colourReg',
  reshape: 'inspector.colourReshape',
  merge: 'inspector.colourMerge',
  attn: 'inspector.colourAttn',
};

/** Selected frames and notes: what one of them says and how it looks, or what can be done to several. */
export function AnnotationDetails({ ids }: { readonly ids: readonly AnnotationId[] }) {
  const editor = useEditor();
  const { level } = useScene();
  const annotations = useEditorState(({ document }) => annotationsOf(document.project, level.graphId));
  const [id, ...others] = ids;
  const annotation = id === undefined ? undefined : annotations[id];
  if (id === undefined || !annotation) return null;
  const isOne = others.length === 0;
  return (
    <>
      <section className={styles.summary}>
        <h2>
          {isOne
            ? text(annotation.kind === 'frame' ? 'canvas.frame' : 'canvas.note')
            : text('inspector.severalThings', { count: ids.length })}
        </h2>
        {isOne && annotation.kind === 'frame' && <p>{text('inspector.frameText')}</p>}
        <div className={styles.buttons}>
          <Button onClick={() => runFrom(editor, duplicate)}>{text('command.duplicate')}</Button>
          <Button onClick={() => runFrom(editor, deleteSelection)}>{text('command.delete')}</Button>
        </div>
        {!isOne && <AlignButtons />}
      </section>
      {isOne && (
        <section className={styles.section} aria-label={text('inspector.parameters')}>
          {annotation.kind === 'frame' ? (
            <FrameFields id={id} name={annotation.name} colour={annotation.colour} />
          ) : (
            <Field label={text('inspector.noteWords')} wide>
              {(field) => (
                <Textarea
                  id={field.id}
                  value={annotation.text}
                  placeholder={text('canvas.notePlaceholder')}
                  autosize
                  minRows={3}
                  maxRows={12}
                  onChange={({ currentTarget }) =>
                    run(editor, changeAnnotation, { id, change: { text: currentTarget.value } }, `note ${id}`)
                  }
                  onBlur={() => editor.endGesture()}
                />
              )}
            </Field>
          )}
          <SizeField id={id} annotation={annotation} side={0} />
          <SizeField id={id} annotation={annotation} side={1} />
        </section>
      )}
    </>
  );
}

interface FrameFieldsProps {
  readonly id: AnnotationId;
  readonly name: string;
  readonly colour: FrameColour;
}

function FrameFields({ id, name, colour }: FrameFieldsProps) {
  const editor = useEditor();
  return (
    <>
      <Field label={text('inspector.name')}>
        {(field) => (
          <DraftInput
            {...field}
            value={name}
            placeholder={text('canvas.frameNamePlaceholder')}
            read={(typed) => ({ ok: true, value: typed.trim() })}
            onValue={(value) => run(editor, changeAnnotation, { id, change: { name: value } }, `name ${id}`)}
            onDone={() => editor.endGesture()}
          />
        )}
      </Field>
      <fieldset className={colours.colours}>
        <legend>{text('inspector.colour')}</legend>
        {frameColours.map((each) => (
          <label key={each} title={text(colourNames[each])} style={{ background: `var(--k-${each})` }}>
            <input
              type="radio"
              name={`colour ${id}`}
              aria-label={text(colourNames[each])}
              checked={each === colour}
              onChange={() => run(editor, changeAnnotation, { id, change: { colour: each } })}
            />
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface SizeFieldProps {
  readonly id: AnnotationId;
  readonly annotation: Annotation;
  /** Width or height. */
  readonly side: 0 | 1;
}

function SizeField({ id, annotation: { kind, size }, side }: SizeFieldProps) {
  const editor = useEditor();
  const least = smallest[kind][side];
  const read = (typed: string): Read<string> =>
    /^\d{1,5}$/.test(typed.trim()) && Number(typed) >= least
      ? { ok: true, value: String(Number(typed)) }
      : { ok: false, expected: sentence('inspector.size', { least: String(least) }) };
  const take = (value: number) => {
    const changed = side === 0 ? ([value, size[1]] as const) : ([size[0], value] as const);
    run(editor, changeAnnotation, { id, change: { size: changed } }, `size ${id} ${side}`);
  };
  return (
    <Field label={text(side === 0 ? 'inspector.frameWidth' : 'inspector.frameHeight')}>
      {(field) => (
        <DraftInput
          {...field}
          value={String(size[side])}
          read={read}
          onValue={(value) => take(Number(value))}
          onDone={() => editor.endGesture()}
          onStep={(by) => take(Math.max(least, size[side] + by * 4))}
        />
      )}
    </Field>
  );
}
