import { Button } from '@mantine/core';
import { runFrom } from '../commands/command.ts';
import { train, trainingWaitsFor } from '../commands/run-commands.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph, type Mark, StateMark } from '../parts/Glyph.tsx';
import { State, Waiting } from '../parts/State.tsx';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import styles from './first-run.module.css';

/** What stands in the middle of the Train page before the first run: what is ready, and what is still in the way. */
export function FirstRun() {
  const editor = useEditor();
  const dataset = useEditorState(({ view }) => view.dataset);
  const starting = useEditorState(({ runs }) => runs.live.state === 'starting');
  const ready = useEditorState((state) => trainingWaitsFor(state) === null);
  const { problems } = useFindings();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (starting) return <Waiting text={text('training.barStarting')} />;
  const hasData = dataset.state === 'ready';
  const modelText =
    errors === 0
      ? text('training.emptyModelDone')
      : errors === 1
        ? text('training.emptyProblemsOne')
        : text('training.emptyProblems', { count: errors });
  return (
    <State glyph="pulse" title={text('training.emptyTitle')} text={text('training.emptyText')}>
      <ol className={styles.steps}>
        <Step
          mark={hasData ? 'done' : dataset.state === 'failed' ? 'failed' : 'empty'}
          title={text('training.emptyStepData')}
          note={
            hasData
              ? inWords(dataset.summary.title)
              : dataset.state === 'failed'
                ? inWords(dataset.reason)
                : text('training.emptyDataOpen')
          }
          onClick={() => editor.goTo('data')}
        />
        <Step
          mark={errors === 0 ? 'done' : 'failed'}
          title={text('training.emptyStepModel')}
          note={modelText}
          onClick={() => editor.goTo('model')}
        />
      </ol>
      <Button
        size="md"
        variant="default"
        disabled={!ready}
        leftSection={<Glyph name="play" size={14} />}
        onClick={() => runFrom(editor, train)}
      >
        {text('training.train')}
      </Button>
    </State>
  );
}

interface StepProps {
  readonly mark: Mark;
  readonly title: string;
  readonly note: string;
  readonly onClick: () => void;
}

function Step({ mark, title, note, onClick }: StepProps) {
  return (
    <li>
      <button type="button" onClick={onClick}>
        <StateMark mark={mark} size={14} />
        <span>
          <b>{title}</b>
          <span>{note}</span>
        </span>
        <Glyph name="right" size={14} />
      </button>
    </li>
  );
}
