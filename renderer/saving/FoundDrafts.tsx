import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DraftSummary } from '../../shared/ipc/saving.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { discardDraft, restoreDraft } from '../store/drafts.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { differencesText } from './difference-words.ts';
import styles from './found-drafts.module.css';
import { momentText } from './times.ts';

/** Unsaved work of windows that ended without saving, with when it was and what it holds, to restore or to discard. */
export function FoundDrafts() {
  const drafts = useEditorState(({ view }) => view.drafts);
  if (drafts === null || drafts.length === 0) return null;
  return (
    <section className={styles.drafts} aria-labelledby="drafts-title">
      <h2 id="drafts-title">
        <Glyph name="shield" />
        {text('saving.draftsTitle')}
      </h2>
      <p>{text('saving.draftsText')}</p>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.draft}>
            <FoundDraft draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FoundDraft({ draft: found }: { readonly draft: DraftSummary }) {
  const editor = useEditor();
  const [isAsking, setAsking] = useState(false);
  const name = found.state === 'whole' ? found.name : text('saving.draftDamaged');
  const moment = momentText(found.changed, Date.now());
  return (
    <>
      <div className={styles.draft}>
        <b>{name}</b>
        <time dateTime={new Date(found.changed).toISOString()}>{text('saving.draftTime', { time: moment })}</time>
        {found.state === 'whole' && found.directory !== null && <i title={found.directory}>{found.directory}</i>}
        <p>{holdsText(found)}</p>
      </div>
      {!isAsking ? (
        <>
          <Button
            variant="subtle"
            aria-label={text('saving.draftDiscardName', { name })}
            onClick={() => setAsking(true)}
          >
            {text('saving.draftDiscard')}
          </Button>
          {found.state === 'whole' && (
            <Button
              variant="light"
              aria-label={text('saving.draftRestoreName', { name })}
              onClick={() => {
                const what = holdsText(found);
                void restoreDraft(editor, found.draft).then((isRestored) => {
                  if (isRestored) editor.notify('done', text('saving.draftRestored', { name, time: moment, what }));
                });
              }}
            >
              {text('saving.draftRestore')}
            </Button>
          )}
        </>
      ) : (
        <>
          <Button onClick={() => setAsking(false)}>{text('saving.draftDiscardKeep')}</Button>
          <Button variant="light" color="red" onClick={() => void discardDraft(editor, found.draft)}>
            {text('saving.draftDiscardSure')}
          </Button>
        </>
      )}
    </>
  );
}

/** What a draft holds, in words. */
function holdsText(found: DraftSummary): string {
  if (found.state === 'damaged') return inWords(found.problem);
  const differences = differencesText(found.differences, 3);
  switch (found.disk) {
    case 'never-saved':
      return text('saving.draftNeverSaved', {
        blocks: text(found.blocks === 1 ? 'saving.block' : 'saving.blocks', { count: found.blocks }),
      });
    case 'same':
      return text('saving.draftChanges', { differences });
    case 'elsewhere':
      return text('saving.draftElsewhere', { differences });
    case 'gone':
      return text('saving.draftGone', { directory: found.directory ?? '' });
  }
}
