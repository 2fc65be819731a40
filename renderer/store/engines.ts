import type { Editor } from './editor.ts';

/** Asks for the engines of the host each time it is reached. */
export function followEngines(editor: Editor): () => void {
  const read = () =>
    void editor.attempt(async () => editor.view({ engines: await editor.host.ask('engine:list', null) }));
  if (editor.get().view.connection === 'connected') read();
  return editor.store.subscribe((state, before) => {
    if (state.view.connection === 'connected' && before.view.connection !== 'connected') read();
  });
}
