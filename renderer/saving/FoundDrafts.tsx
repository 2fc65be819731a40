import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DraftSummary } from '../../shared/ipc/saving.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { inWords, sentence, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { discardDraft, restoreDraft } from '../store/drafts.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { differencesWords } from './difference-words.ts';
import styles from './found-drafts.module.css';
import { momentText, momentWords } from './times.ts';

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
        <p>{inWords(holdsWords(found))}</p>
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
                const what = holdsWords(found);
                const time = momentWords(found.changed, Date.now());
                void restoreDraft(editor, found.draft).then((isRestored) => {
                  if (isRestored) editor.notify('done', sentence('saving.draftRestored', { name, time, what }));
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
function holdsWords(found: DraftSummary): Words {
  if (found.state === 'damaged') return found.problem;
  const differences = differencesWords(found.differences, 3);
  switch (found.disk) {
    case 'never-saved':
      return sentence('saving.draftNeverSaved', {
        blocks: sentence(found.blocks === 1 ? 'saving.block' : 'saving.blocks', { count: String(found.blocks) }),
      });
    case 'same':
      return sentence('saving.draftChanges', { differences });
    case 'elsewhere':
      return sentence('saving.draftElsewhere', { differences });
    case 'gone':
      return sentence('saving.draftGone', { directory: found.directory ?? '' });
  }
}
