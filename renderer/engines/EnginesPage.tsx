import { Button } from '@mantine/core';
import { useId } from 'react';
import { choosePath } from '../files/choose-path.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { State, Waiting } from '../parts/State.tsx';
import { changeEngine } from '../store/engines.ts';
import type { EditorState } from '../store/state.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { Page } from '../store/view-slice.ts';
import { defaultEngine } from './default-engine.ts';
import { EngineCard } from './EngineCard.tsx';
import { workTitle } from './engine-words.ts';
import styles from './engines-page.module.css';
import { Outcome, spokenWords } from './Outcome.tsx';
import { WorkProgress } from './WorkProgress.tsx';

const backWords = {
  data: 'window.stepData',
  model: 'window.stepModel',
  train: 'window.stepTrain',
  results: 'window.stepResults',
  export: 'window.stepExport',
} as const satisfies Partial<Record<Page, string>>;

/** The training engines of this computer: how each stands, and installing, removing and copying those that are packs. */
export function EnginesPage() {
  const editor = useEditor();
  const engines = useEditorState(({ view }) => view.engines);
  const back = useEditorState(({ view }) => view.beforeEngines);
  const waits = useEditorState(waitWords);
  const spoken = useEditorState(({ view }) =>
    spokenWords(view.engineOutcome, view.engineWork && workTitle(view.engineWork)),
  );
  const lost = useEditorState(({ view }) => view.connection === 'lost');
  const first = engines && defaultEngine(engines)?.name;
  return (
    <main className={styles.page} data-panel="engines">
      <div className={styles.column}>
        <button type="button" className={styles.back} onClick={() => editor.goTo(back)}>
          <Glyph name="left" size={14} />
          {back === 'start' ? text('engines.backToStart') : text('engines.backTo', { page: text(backWords[back]) })}
        </button>
        <header className={styles.title}>
          <h1>{text('engines.title')}</h1>
          <p>{text('engines.subtitle')}</p>
        </header>
        <div className={parts.hidden} role="status">
          {spoken}
        </div>
        {engines === null ? (
          lost ? (
            <State glyph="plug" title={text('engines.lostTitle')} text={text('engines.lostText')} />
          ) : (
            <Waiting text={text('engines.loading')} />
          )
        ) : (
          <ul className={styles.list} aria-label={text('engines.list')}>
            {engines.map((engine) => (
              <li key={engine.name}>
                <EngineCard engine={engine} first={engine.name === first} waits={waits} />
              </li>
            ))}
          </ul>
        )}
        <Import waits={waits} />
      </div>
    </main>
  );
}

/** Takes an engine's pack from a file that another computer has written. */
function Import({ waits }: { readonly waits: string | null }) {
  const editor = useEditor();
  const work = useEditorState(({ view }) => (view.engineWork?.action === 'import' ? view.engineWork : null));
  const outcome = useEditorState(({ view }) => (view.engineOutcome?.action === 'import' ? view.engineOutcome : null));
  const title = useId();
  const why = useId();
  const choose = async () => {
    const path = await editor.attempt(() => choosePath({ purpose: 'open-pack', suggestion: '' }));
    if (path !== null) await changeEngine(editor, { action: 'import', engine: null, path });
  };
  return (
    <section className={styles.import} aria-labelledby={title}>
      <div className={styles.head}>
        <div className={parts.grow}>
          <h2 id={title}>{text('engines.importTitle')}</h2>
          <p className={styles.purpose}>{text('engines.importText')}</p>
        </div>
        {!work && (
          <div className={styles.actions}>
            <Button
              disabled={waits !== null}
              aria-describedby={waits ? why : undefined}
              leftSection={<Glyph name="file" size={14} />}
              onClick={() => void choose()}
            >
              {text('engines.import')}
            </Button>
            {waits && (
              <p id={why} className={styles.waits}>
                {waits}
              </p>
            )}
          </div>
        )}
      </div>
      {work ? <WorkProgress work={work} /> : <Outcome outcome={outcome} />}
    </section>
  );
}

/** Why no engine can be changed now, in words; null if one can. One change goes on at a time: they share one way to cancel. */
export function waitWords({ view }: Pick<EditorState, 'view'>): string | null {
  if (view.connection !== 'connected') return text('engines.waitsForHost');
  return view.engineWork && text('engines.waitsForWork', { work: workTitle(view.engineWork) });
}
