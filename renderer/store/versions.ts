import type { Words } from '../../shared/messages/sentence.ts';
import { sentence } from '../messages/text.ts';
import { documentOf } from './disk.ts';
import type { ProjectDocument } from './document-slice.ts';
import type { Editor } from './editor.ts';

/** Reads an earlier version of the open project. Rejects as the host does. */
export async function readVersion(editor: Editor, version: string): Promise<ProjectDocument> {
  const { directory } = editor.get().document;
  if (directory === null) throw new Error('A project has versions once it is saved. Received: one without a folder.');
  return documentOf(await editor.host.ask('versions:read', { directory, version }));
}

/** Puts a version in place of what is open, as one step that can be undone; nothing is written until it is saved. */
export function restoreVersion(editor: Editor, version: ProjectDocument, moment: Words): void {
  editor.edit(sentence('saving.versionStep', { time: moment }), () => version);
  editor.view({ versions: 'closed' });
  editor.notify('done', sentence('saving.versionRestored', { time: moment }));
}
