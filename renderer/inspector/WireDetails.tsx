import { Button } from '@mantine/core';
import { mainGraph, type WireId } from '../../shared/graph/document.ts';
import { titleOf } from '../../shared/graph/infer.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { run } from '../commands/command.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { inWords, text } from '../messages/text.ts';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import styles from './inspector.module.css';

/** A selected wire: what it joins and what runs through it. */
export function WireDetails({ id }: { readonly id: WireId }) {
  const editor = useEditor();
  const graph = useEditorState(({ document }) => mainGraph(document.project.model));
  const { inference } = useFindings();
  const wire = graph.wires[id];
  const from = wire && graph.blocks[wire.from.block];
  const to = wire && graph.blocks[wire.to.block];
  if (!wire || !from || !to) return null;
  const output = inference.facts.get(wire.from.block)?.output;
  return (
    <section className={styles.summary}>
      <h2>{text('inspector.wire')}</h2>
      <dl className={styles.pairs}>
        <div>
          <dt>{text('inspector.from')}</dt>
          <dd>{titleOf(from)}</dd>
        </div>
        <div>
          <dt>{text('inspector.to')}</dt>
          <dd>{titleOf(to)}</dd>
        </div>
        {output && (
          <>
            <div>
              <dt>{text('inspector.carries')}</dt>
              <dd>{inWords(shapeWords(output.shape))}</dd>
            </div>
            <div>
              <dt>{text('inspector.numberType')}</dt>
              <dd>{output.dtype}</dd>
            </div>
          </>
        )}
      </dl>
      <Button mt={12} onClick={() => run(editor, deleteSelection, { blocks: [], wires: [id] })}>
        {text('inspector.removeWire')}
      </Button>
    </section>
  );
}
