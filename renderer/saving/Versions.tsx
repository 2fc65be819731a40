import { Button, Modal, SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { differencesBetween } from '../../shared/graph/differences.ts';
import { wordsOf } from '../../shared/ipc/port.ts';
import type { VersionChanges, VersionSummary } from '../../shared/ipc/saving.ts';
import { inWords, text } from '../messages/text.ts';
import type { Loaded } from '../parts/loaded.ts';
import { Strip, Waiting } from '../parts/State.tsx';
import { shownName } from '../store/derived.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { readVersion, restoreVersion } from '../store/versions.ts';
import { changedGroups } from './changed-groups.ts';
import { differencesText } from './difference-words.ts';
import { momentText, momentWords } from './times.ts';
import { VersionPicture } from './VersionPicture.tsx';
import styles from './versions.module.css';

/** The earlier versions of the open project: when each was saved and what changed, a look at one, and the way back to it. */
export function Versions() {
  const editor = useEditor();
  const isOpen = useEditorState(({ view }) => view.versions === 'open');
  const name = useEditorState(shownName);
  return (
    <Modal
      opened={isOpen}
      onClose={() => editor.view({ versions: 'closed' })}
      title={text('saving.versionsTitle', { name })}
      closeButtonProps={{ 'aria-label': text('saving.versionsClose') }}
      size={920}
    >
      <VersionsContent />
    </Modal>
  );
}

function VersionsContent() {
  const editor = useEditor();
  const directory = useEditorState(({ document }) => document.directory);
  const revision = useEditorState(({ document }) => document.revision);
  const name = useEditorState(shownName);
  const [list, setList] = useState<Loaded<readonly VersionSummary[]>>({ state: 'loading' });
  const [changes, setChanges] = useState<ReadonlyMap<string, VersionChanges>>(new Map());
  const [chosen, setChosen] = useState<VersionSummary | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision on disk is another list
  useEffect(() => {
    if (directory === null) return;
    let isCurrent = true;
    const load = async () => {
      const versions = await editor.host.ask('versions:list', { directory });
      if (!isCurrent) return;
      setList({ state: 'ready', value: versions });
      // What each changed comes one after the other, newest first: of many large ones it takes long, and nobody waits for the oldest.
      for (const { version } of versions) {
        const found = await editor.host.ask('versions:describe', { directory, version });
        if (!isCurrent) return;
        setChanges((before) => new Map(before).set(version, found));
      }
    };
    load().catch((error: unknown) => isCurrent && setList({ state: 'failed', reason: wordsOf(error) }));
    return () => {
      isCurrent = false;
    };
  }, [editor, directory, revision]);
  if (directory === null) return <p className={styles.lead}>{text('saving.versionsNever', { name })}</p>;
  if (list.state === 'loading') return <Waiting text={text('saving.versionsLoading')} />;
  if (list.state === 'failed')
    return <Strip tone="failed" title={text('saving.versionsFailed')} text={inWords(list.reason)} />;
  const shown = chosen ?? list.value[1] ?? list.value[0] ?? null;
  return (
    <>
      <p className={styles.lead}>{text('saving.versionsText')}</p>
      <div className={styles.content}>
        <div
          role="listbox"
          tabIndex={-1}
          className={styles.list}
          aria-label={text('saving.versionsList')}
          onKeyDown={walkVersions}
        >
          {list.value.map((version) => (
            <button
              key={version.version}
              type="button"
              role="option"
              aria-selected={version.version === shown?.version}
              tabIndex={version.version === shown?.version ? 0 : -1}
              onClick={() => setChosen(version)}
            >
              <b>{momentText(version.saved, Date.now())}</b>
              {version.version === 'current' && <i>{text('saving.versionCurrent')}</i>}
              <span>{changesText(changes.get(version.version))}</span>
            </button>
          ))}
          {list.value.length === 1 && <p>{text('saving.versionsNone')}</p>}
        </div>
        {shown && <VersionLook key={shown.version} version={shown} />}
      </div>
    </>
  );
}

function changesText(changes: VersionChanges | undefined): string {
  switch (changes?.state) {
    case undefined:
      return text('saving.versionReading');
    case 'first':
      return text('saving.versionFirst');
    case 'changed':
      return differencesText(changes.differences, 3);
    case 'damaged':
      return text('saving.versionDamaged');
  }
}

/** One version: its model in a picture, what restoring it would change, and the button that does. */
function VersionLook({ version: { version, saved } }: { readonly version: VersionSummary }) {
  const editor = useEditor();
  const open = useEditorState(({ document }) => document.project);
  const [look, setLook] = useState<Loaded<ProjectDocument>>({ state: 'loading' });
  const moment = momentText(saved, Date.now());
  useEffect(() => {
    let isCurrent = true;
    readVersion(editor, version).then(
      (value) => isCurrent && setLook({ state: 'ready', value }),
      (error: unknown) => isCurrent && setLook({ state: 'failed', reason: wordsOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [editor, version]);
  if (look.state === 'failed') {
    return (
      <section className={styles.look} aria-label={text('saving.versionLook', { time: moment })}>
        <Strip tone="failed" title={text('saving.versionDamaged')} text={inWords(look.reason)} />
      </section>
    );
  }
  const differences = look.state === 'ready' ? differencesBetween(open as never, look.value as never) : [];
  return (
    <section className={styles.look} aria-label={text('saving.versionLook', { time: moment })}>
      {look.state === 'ready' ? (
        <VersionGraphs project={look.value} open={open} />
      ) : (
        <Waiting text={text('saving.versionsLoading')} />
      )}
      <div className={styles.foot}>
        <p>
          {look.state === 'ready' &&
            (differences.length === 0
              ? text('saving.versionSame')
              : text('saving.versionAgainst', { differences: differencesText(differences, 6) }))}
        </p>
        <Button
          variant="filled"
          disabled={look.state !== 'ready' || differences.length === 0}
          onClick={() => look.state === 'ready' && restoreVersion(editor, look.value, momentWords(saved, Date.now()))}
        >
          {text('saving.versionRestore')}
        </Button>
      </div>
    </section>
  );
}

/** The pictures of a version: of the main graph, and of each group in which something is not as in the open project. */
function VersionGraphs({ project, open }: { readonly project: ProjectDocument; readonly open: ProjectDocument }) {
  const groups = useMemo(() => changedGroups(project.model, open.model), [project, open]);
  const [chosen, setChosen] = useState('main');
  const shown = groups.some(({ graphId }) => graphId === chosen) ? chosen : 'main';
  return (
    <div className={styles.graphs}>
      {groups.length > 0 && (
        <div className={styles.graphBar}>
          <span>{text('saving.changedGroups', { count: groups.length })}</span>
          <SegmentedControl
            classNames={{ control: styles.graph! }}
            aria-label={text('saving.versionGraph')}
            value={shown}
            onChange={setChosen}
            data={[
              { value: 'main', label: text('saving.mainGraph') },
              ...groups.map(({ graphId, where }) => ({ value: graphId, label: where })),
            ]}
          />
        </div>
      )}
      <VersionPicture project={project} open={open} graphId={shown} />
    </div>
  );
}

/** Arrow keys go through the versions and look at each. */
function walkVersions(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const options = [...event.currentTarget.querySelectorAll('button')];
  const next = options[options.indexOf(document.activeElement as HTMLButtonElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}
