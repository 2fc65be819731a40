import { Button, Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { PathPurpose } from '../../shared/ipc/contract.ts';
import { wordsOf } from '../../shared/ipc/port.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import parts from '../parts/parts.module.css';
import { State, Waiting } from '../parts/State.tsx';
import { showBytes } from '../training/number-text.ts';
import styles from './path-browser.module.css';
import { crumbs, type Entry, fits, isAbsolute, isName, isSaving, join, listed, split } from './paths.ts';

/** The content of a folder, as `files:list` answers. */
export interface Listing {
  readonly directory: string;
  readonly parent: string | null;
  readonly entries: readonly Entry[];
}

interface PathBrowserProps {
  readonly purpose: PathPurpose;
  /** A whole path, or only a name; its folder is opened first. */
  readonly suggestion: string;
  readonly home: string;
  readonly list: (directory: string) => Promise<Listing>;
  readonly onChoose: (path: string | null) => void;
}

/** The window that chooses a file or a folder where the system's own dialog is not to be had. */
export function PathBrowser({ purpose, suggestion, home, list, onChoose }: PathBrowserProps) {
  const saving = isSaving(purpose);
  const first = split(suggestion);
  const [listing, setListing] = useState<Loaded<Listing>>({ state: 'loading' });
  const [asked, setAsked] = useState(isAbsolute(suggestion) ? first.directory : home);
  const [name, setName] = useState(saving ? first.name : '');
  const [refused, setRefused] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const rows = useRef<HTMLDivElement>(null);
  const hint = useId();

  useEffect(() => {
    let current = true;
    setListing({ state: 'loading' });
    list(asked).then(
      (value) => {
        if (!current) return;
        setListing({ state: 'ready', value });
        setAt(0);
      },
      (error: unknown) => {
        if (current) setListing({ state: 'failed', reason: wordsOf(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [asked, list]);

  // Opening begins in the list, saving in the name.
  const isListed = listing.state === 'ready';
  useEffect(() => {
    if (isListed && !saving) rows.current?.focus();
  }, [isListed, saving]);

  const directory = listing.state === 'ready' ? listing.value.directory : asked;
  const { shown, hidden } =
    listing.state === 'ready' ? listed(listing.value.entries, purpose) : { shown: [], hidden: 0 };
  const replaced = saving && shown.some((entry) => entry.kind !== 'folder' && entry.name === name);

  const open = useCallback(
    (entry: Entry) => {
      setRefused(null);
      if (entry.kind === 'folder' || (entry.kind === 'project' && purpose === 'export')) setAsked(entry.path);
      else if (saving) setName(entry.name);
      else onChoose(entry.path);
    },
    [onChoose, purpose, saving],
  );

  /** Takes what stands in the field: a whole path or a name in this folder; nothing there means the row that is lit, or the folder itself. */
  const confirm = async () => {
    const typed = name.trim();
    const lit = shown[at];
    if (typed === '') {
      if (purpose === 'open-data-folder') onChoose(directory);
      else if (!saving && lit && (fits(lit, purpose) || lit.kind === 'folder')) open(lit);
      else setRefused(text('files.nameMissing'));
      return;
    }
    if (!isAbsolute(typed) && !isName(typed)) {
      setRefused(text('files.nameInvalid', { name: typed }));
      return;
    }
    // The host would refuse to write over something.
    if (purpose === 'save-pack' && replaced) return;
    const path = isAbsolute(typed) ? typed : join(directory, typed);
    const isTaken = purpose === 'open-project' || purpose === 'open-data-folder';
    const folder = isTaken ? null : await list(path).catch(() => null);
    if (folder && !saving) {
      setAsked(folder.directory);
      setName('');
      return;
    }
    onChoose(path);
  };

  const walk = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -shown.length, End: shown.length }[
      event.key
    ];
    if (move !== undefined && shown.length > 0) {
      event.preventDefault();
      const next = Math.min(shown.length - 1, Math.max(0, at + move));
      setAt(next);
      const entry = shown[next]!;
      if (saving && entry.kind !== 'folder') setName(entry.name);
      rows.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && shown[at]) {
      event.preventDefault();
      open(shown[at]);
    } else if (event.key === 'Backspace' && listing.state === 'ready' && listing.value.parent !== null) {
      event.preventDefault();
      setAsked(listing.value.parent);
    }
  };

  return (
    <Modal
      opened
      onClose={() => onChoose(null)}
      title={text(`files.title-${purpose}`)}
      size={640}
      centered
      closeButtonProps={{ 'aria-label': text('files.cancel') }}
    >
      <div className={styles.bar}>
        <button
          type="button"
          className={styles.tool}
          aria-label={text('files.home')}
          title={text('files.home')}
          onClick={() => setAsked(home)}
        >
          <Glyph name="home" />
        </button>
        <button
          type="button"
          className={styles.tool}
          aria-label={text('files.up')}
          title={text('files.up')}
          disabled={listing.state !== 'ready' || listing.value.parent === null}
          onClick={() => listing.state === 'ready' && listing.value.parent !== null && setAsked(listing.value.parent)}
        >
          <Glyph name="up" />
        </button>
        <nav className={styles.crumbs} aria-label={text('files.folders')}>
          {crumbs(directory).map((crumb, index, all) => (
            <span key={crumb.path}>
              {index > 0 && <Glyph name="right" size={12} />}
              <button
                type="button"
                aria-current={index === all.length - 1 ? 'location' : undefined}
                onClick={() => setAsked(crumb.path)}
              >
                {crumb.name}
              </button>
            </span>
          ))}
        </nav>
      </div>
      <div className={styles.list}>
        {listing.state === 'loading' ? (
          <Waiting text={text('files.reading')} />
        ) : listing.state === 'failed' ? (
          <State
            glyph="stopSign"
            tone="failed"
            title={split(asked).name || asked}
            text={text('files.failed', { reason: listing.reason })}
          >
            <Button size="compact-sm" variant="default" onClick={() => setAsked(home)}>
              {text('files.goHome')}
            </Button>
          </State>
        ) : shown.length === 0 ? (
          <State
            glyph="folder"
            title={listing.value.entries.length === 0 ? text('files.empty') : text('files.emptyForPurpose')}
            text={text(`files.help-${purpose}`)}
          />
        ) : (
          <div
            ref={rows}
            role="listbox"
            tabIndex={0}
            aria-label={text('files.list', { folder: split(directory).name || directory })}
            aria-describedby={hint}
            aria-activedescendant={`${hint}-${at}`}
            onKeyDown={walk}
          >
            {shown.map((entry, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
              <div
                key={entry.path}
                id={`${hint}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={styles.entry}
                data-dim={entry.kind !== 'folder' && !fits(entry, purpose) ? true : undefined}
                onClick={() => {
                  setAt(index);
                  if (saving && entry.kind !== 'folder') setName(entry.name);
                }}
                onDoubleClick={() => open(entry)}
              >
                <Glyph name={entry.kind} />
                <span className={parts.cut}>{entry.name}</span>
                <span className={styles.note}>
                  {entry.kind === 'file'
                    ? showBytes(entry.bytes)
                    : entry.kind === 'project'
                      ? text('files.project')
                      : ''}
                </span>
              </div>
            ))}
          </div>
        )}
      </div>
      <p className={styles.hint} id={hint}>
        {hidden > 0 ? `${hidden === 1 ? text('files.hiddenOne') : text('files.hidden', { count: hidden })}. ` : ''}
        {text('files.folderHint')}
      </p>
      <form
        className={styles.foot}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <TextInput
          className={parts.grow}
          size="xs"
          label={saving ? text('files.name') : text('files.path')}
          value={name}
          data-autofocus={saving || undefined}
          placeholder={
            saving ? '' : purpose === 'open-data-folder' ? directory : join(directory, shown[at]?.name ?? '')
          }
          error={refused}
          description={
            replaced ? text(purpose === 'save-pack' ? 'files.isTaken' : 'files.willReplace', { name }) : undefined
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setRefused(null);
          }}
        />
        <Button size="xs" variant="default" onClick={() => onChoose(null)}>
          {text('files.cancel')}
        </Button>
        <Button size="xs" variant="filled" type="submit">
          {text(`files.action-${purpose}`)}
        </Button>
      </form>
    </Modal>
  );
}
