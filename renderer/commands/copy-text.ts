import type { Editor } from '../store/editor.ts';

/** Puts a text on the clipboard; whether that went well. */
export async function copyText(editor: Editor, text: string): Promise<boolean> {
  const done = await editor.attempt(async () => {
    await navigator.clipboard.writeText(text);
    return true;
  });
  return done ?? false;
}
