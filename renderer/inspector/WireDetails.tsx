import { Button } from '@mantine/core';
import type { WireId } from '../../shared/graph/document.ts';
import { outputAt, titleOf } from '../../shared/graph/infer.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { run } from '../commands/command.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { inWords, text } from '../messages/text.ts';
import { useEditor, useScene } from '../store/use-editor.ts';
import styles from './inspector.module.css';

/** A selected wire: what it joins and what runs through it. */
export function WireDetails({ id }: { readonly id: WireId }) {
  const editor = useEditor();
  const { graph, inference } = useScene();
  const wire = graph.wires[id];
  const from = wire && graph.blocks[wire.from.block];
  const to = wire && graph.blocks[wire.to.block];
  if (!wire || !from || !to) return null;
  const output = outputAt(inference.facts.get(wire.from.block), wire.from.port);
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
