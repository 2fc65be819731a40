import { Button } from '@mantine/core';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import { run, runFrom } from '../commands/command.ts';
import { canMakeNetwork, makeNetwork } from '../commands/make-network.ts';
import { train, trainingWaitsFor } from '../commands/run-commands.ts';
import { text } from '../messages/text.ts';
import { Fine } from '../parts/Fine.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import styles from './next-step.module.css';

/** What comes after the data, always in sight below all that is said of them: a network is made, looked at, or trained. */
export function NextStep({ summary }: { readonly summary: DatasetSummary }) {
  const editor = useEditor();
  const project = useEditorState(({ document }) => document.project);
  const waits = useEditorState(trainingWaitsFor);
  const { problems } = useFindings();
  if (Object.keys(mainGraph(project.model).blocks).length === 0) {
    if (!canMakeNetwork(project, summary)) return null;
    return (
      <section className={styles.next} aria-label={text('data.next')}>
        <p>{text('data.nextNetwork')}</p>
        <Button size="xs" variant="filled" onClick={() => run(editor, makeNetwork, { summary })}>
          {text('command.makeNetwork')}
        </Button>
      </section>
    );
  }
  // What does not fit stands above, with its repairs.
  if (problems.some(({ problem }) => problem.startsWith('data-'))) return null;
  return (
    <section className={styles.next} aria-label={text('data.next')}>
      <Fine>{text('data.fits')}</Fine>
      <div>
        {waits === null && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Glyph name="play" size={12} />}
            onClick={() => runFrom(editor, train)}
          >
            {text('data.nextTrain')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => editor.goTo('model')}>
          {text('data.nextModel')}
        </Button>
      </div>
    </section>
  );
}
