import { Button, CopyButton } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { EngineState, Remedy } from '../../shared/ipc/engines.ts';
import { recognize } from '../../shared/messages/sentence.ts';
import type { PackName } from '../../shared/training/settings.ts';
import { choosePath } from '../files/choose-path.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { hasProject, isTraining } from '../store/derived.ts';
import { changeEngine } from '../store/engines.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes } from '../training/number-text.ts';
import { packOf } from './engine-words.ts';
import styles from './engines-page.module.css';
import { Outcome } from './Outcome.tsx';
import { RemoveQuestion } from './RemoveQuestion.tsx';
import { WorkProgress } from './WorkProgress.tsx';

interface EngineCardProps {
  readonly engine: EngineState;
  /** Whether it is the one that trains where a project names none. */
  readonly first: boolean;
  /** Why nothing can be changed now, in words; null if it can. */
  readonly waits: string | null;
}

/** One engine: what it is, how it stands, and what can be done to it. */
export function EngineCard({ engine, first, waits }: EngineCardProps) {
  const { name, state, version, device, reason, caution, remedy, bytes, room } = engine;
  const pack = packOf(engine);
  const title = useId();
  const card = useRef<HTMLElement>(null);
  const work = useEditorState(({ view }) =>
    pack !== null && view.engineWork?.engine === pack ? view.engineWork : null,
  );
  const outcome = useEditorState(({ view }) =>
    pack !== null && view.engineOutcome?.engine === pack && view.engineOutcome.action !== 'import'
      ? view.engineOutcome
      : null,
  );
  const working = work !== null;
  // The button that was pressed makes room for the progress, and that for other buttons: the keyboard stays at the card.
  useEffect(() => {
    if ((working || outcome) && document.activeElement === document.body) card.current?.focus();
  }, [working, outcome]);
  const facts = [
    [text('engines.version'), state === 'ready' || bytes !== null ? version : ''],
    [text('engines.device'), inWords(device)],
    [text('engines.disk'), bytes !== null && bytes > 0 ? showBytes(bytes) : ''],
    [
      text('engines.needsDisk'),
      state === 'not-installed' && room
        ? text('engines.neededDisk', {
            installed: showBytes(room.installed),
            installing: showBytes(room.installing),
          })
        : '',
    ],
  ].filter(([, value]) => value !== '');
  return (
    <article ref={card} className={styles.card} aria-labelledby={title} aria-busy={working} tabIndex={-1}>
      <header className={styles.head}>
        <span className={styles.mark} data-state={state}>
          <Glyph name={pack === null ? 'layers' : 'bolt'} />
        </span>
        <div className={parts.grow}>
          <div className={styles.name}>
            <h2 id={title}>{name}</h2>
            {work && state !== 'ready' ? (
              <span className={parts.badge} data-tone="accent">
                {text(`engines.now-${work.action}`)}
              </span>
            ) : (
              <StateBadge state={state} />
            )}
            <UseBadge name={name} first={first} onlyIfNamed={engine.onlyIfNamed === true} />
          </div>
          <p className={styles.purpose}>{text(`engines.for-${name}`)}</p>
        </div>
        {pack !== null && !working && <Actions engine={engine} pack={pack} waits={waits} />}
      </header>
      <div className={styles.body}>
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map(([what, value]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {work ? (
          <WorkProgress work={work} />
        ) : (
          <>
            <Outcome outcome={outcome} />
            {caution !== undefined && (
              <p className={styles.caution}>
                <Glyph name="alert" size={14} />
                {inWords(caution)}
              </p>
            )}
            {hasNews(engine) && <p className={styles.reason}>{inWords(reason)}</p>}
            {remedy?.outside && <WhatToDo outside={remedy.outside} inside={remedy.inside} />}
            {state === 'not-installed' && <p className={styles.quiet}>{text('engines.needs')}</p>}
          </>
        )}
      </div>
    </article>
  );
}

/** Whether an engine's reason says more than its badge does. */
function hasNews({ state, reason, remedy, onlyIfNamed }: EngineState): boolean {
  if (reason === '') return false;
  return onlyIfNamed === true || state === 'unavailable' || (state === 'not-installed' && remedy?.outside != null);
}

function StateBadge({ state }: Pick<EngineState, 'state'>) {
  switch (state) {
    case 'ready':
      return (
        <span className={parts.badge} data-tone="ok">
          <Glyph name="check" size={12} />
          {text('engines.ready')}
        </span>
      );
    case 'not-installed':
      return <span className={parts.badge}>{text('engines.notInstalled')}</span>;
    case 'unavailable':
      return (
        <span className={parts.badge} data-tone="warning">
          <Glyph name="alert" size={12} />
          {text('engines.unavailable')}
        </span>
      );
  }
}

interface UseBadgeProps extends Pick<EngineState, 'name'> {
  readonly first: boolean;
  readonly onlyIfNamed: boolean;
}

/** Whether the open project trains on it, projects that name no engine do, or none of those ever does. */
function UseBadge({ name, first, onlyIfNamed }: UseBadgeProps) {
  const chosen = useEditorState((state) => hasProject(state) && state.document.project.training.engine === name);
  if (!chosen && onlyIfNamed) {
    return (
      <span className={parts.badge} title={text('engines.onlyIfNamedHelp')}>
        {text('engines.onlyIfNamed')}
      </span>
    );
  }
  if (!chosen && !first) return null;
  return (
    <span className={parts.badge} data-tone="accent" title={chosen ? undefined : text('engines.firstHelp')}>
      {text(chosen ? 'engines.chosen' : 'engines.first')}
    </span>
  );
}

interface ActionsProps {
  readonly engine: EngineState;
  readonly pack: PackName;
  readonly waits: string | null;
}

/** What can be done to an engine's pack as it is. */
function Actions({ engine: { state, version, bytes, remedy }, pack, waits }: ActionsProps) {
  const editor = useEditor();
  const training = useEditorState(({ runs }) => isTraining(runs));
  const [asking, setAsking] = useState(false);
  const why = useId();
  const values = { engine: pack };
  // A run may have the pack's files in use.
  const waitsToRemove = waits ?? (training ? text('engines.waitsForRun') : null);
  const isThere = bytes !== null;
  const inside = remedy?.inside ?? null;
  const shownReason = isThere ? waitsToRemove : waits;
  const exportPack = async () => {
    const suggestion = text('engines.packFile', { ...values, version });
    const path = await editor.attempt(() => choosePath({ purpose: 'save-pack', suggestion }));
    if (path !== null) await changeEngine(editor, { action: 'export', engine: pack, path });
  };
  return (
    <div className={styles.actions}>
      <div className={styles.buttons}>
        {state === 'ready' && (
          <Button
            aria-label={text('engines.exportOf', values)}
            disabled={waits !== null}
            aria-describedby={waits ? why : undefined}
            onClick={() => void exportPack()}
          >
            {text('engines.export')}
          </Button>
        )}
        {isThere && (
          <Button
            aria-label={text('engines.removeOf', values)}
            disabled={waitsToRemove !== null}
            aria-describedby={waitsToRemove ? why : undefined}
            onClick={() => setAsking(true)}
          >
            {text('engines.remove')}
          </Button>
        )}
        {inside && (
          <Button
            // One filled button a page: the engine that is of use on every computer.
            variant={pack === 'tensorflow' ? 'filled' : 'default'}
            aria-label={text(`engines.${inside}Of`, values)}
            disabled={waits !== null}
            aria-describedby={waits ? why : undefined}
            onClick={() => void changeEngine(editor, { action: 'install', engine: pack })}
          >
            {text(`engines.${inside}`)}
          </Button>
        )}
      </div>
      {shownReason && (isThere || inside) && (
        <p id={why} className={styles.waits}>
          {shownReason}
        </p>
      )}
      <RemoveQuestion
        engine={pack}
        bytes={bytes ?? 0}
        opened={asking}
        onKeep={() => setAsking(false)}
        onRemove={() => {
          setAsking(false);
          void changeEngine(editor, { action: 'remove', engine: pack });
        }}
      />
    </div>
  );
}

/** What a person has to do outside of the window, ready to be copied if it is a command, and which button follows. */
function WhatToDo({ outside, inside }: { readonly outside: NonNullable<Remedy['outside']> } & Pick<Remedy, 'inside'>) {
  return (
    <div className={styles.remedy}>
      <b>{text('engines.remedy')}</b>
      <p>
        {outside.kind === 'command' ? (
          <>
            <code>{outside.command}</code>
            <CopyButton value={outside.command}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  leftSection={<Glyph name={copied ? 'check' : 'copy'} size={12} />}
                  onClick={copy}
                >
                  {text(copied ? 'engines.copied' : 'engines.copy')}
                </Button>
              )}
            </CopyButton>
          </>
        ) : (
          <span>{text('engines.sentence', { words: recognize(outside.words) })}</span>
        )}
        {inside && (
          <span className={styles.quiet}>{text('engines.thenPress', { button: text(`engines.${inside}`) })}</span>
        )}
      </p>
    </div>
  );
}
