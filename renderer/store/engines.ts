import type { EngineProgress } from '../../shared/ipc/engines.ts';
import type { Sentence } from '../../shared/messages/sentence.ts';
import type { PackName } from '../../shared/training/settings.ts';
import { sentence } from '../messages/text.ts';
import { showBytes } from '../training/number-text.ts';
import { type Editor, failureWords } from './editor.ts';
import type { EngineOutcome, EngineWork } from './view-slice.ts';

/** A change to an engine's pack, as a person asks for it. */
export type EngineChange =
  | { readonly action: 'install' | 'remove'; readonly engine: PackName }
  | { readonly action: 'export'; readonly engine: PackName; readonly path: string }
  | { readonly action: 'import'; readonly engine: null; readonly path: string };

/** Asks for the engines of the host each time it is reached, and follows what is done to them; returns the way to stop. */
export function followEngines(editor: Editor): () => void {
  const reach = async () => {
    await Promise.all([editor.attempt(() => readEngines(editor)), askForWork(editor)]);
  };
  const stops = [
    editor.host.on('engine:progress', (progress) => hear(editor, progress)),
    editor.host.on('engine:changed', () => void hearChange(editor)),
    editor.store.subscribe((state, before) => {
      if (state.view.connection === 'connected' && before.view.connection !== 'connected') void reach();
    }),
  ];
  if (editor.get().view.connection === 'connected') void reach();
  return () => {
    for (const stop of stops) stop();
  };
}

/** Changes an engine's pack and says what came of it. Nothing happens while another change goes on: they share one way to cancel. */
export async function changeEngine(editor: Editor, change: EngineChange): Promise<void> {
  if (editor.get().view.engineWork) return;
  const { action, engine } = change;
  const work: EngineWork = { action, engine, progress: null, step: 'working', own: true };
  editor.view({ engineWork: work, engineOutcome: null });
  let end: Pick<EngineOutcome, 'outcome' | 'words' | 'engine'>;
  try {
    const done = await send(editor, change);
    end = done ?? { engine, outcome: 'cancelled', words: sentence('engines.cancelled') };
  } catch (error) {
    // The host may go on with it: what came of it shows when it is reached again.
    const isLost = editor.get().view.connection !== 'connected';
    end = { engine, outcome: 'failed', words: isLost ? sentence('engines.lost') : failureWords(error) };
  }
  editor.view({ engineWork: { ...(editor.get().view.engineWork ?? work), step: 'looking' } });
  // Whatever it came to, what is on the disk may have changed.
  if (editor.get().view.connection === 'connected') await editor.attempt(() => readEngines(editor));
  editor.view({ engineWork: null, engineOutcome: { action, ...end } });
  if (editor.get().view.page !== 'engines' && end.outcome !== 'cancelled') {
    const why = { title: failureTitle(action), reason: end.words };
    editor.notify(end.outcome, end.outcome === 'done' ? end.words : sentence('engines.failedBecause', why));
  }
}

/** Cancels what installs, exports or imports; what was half-made goes. */
export async function cancelEngineWork(editor: Editor): Promise<void> {
  const { engineWork } = editor.get().view;
  if (engineWork?.step !== 'working') return;
  editor.view({ engineWork: { ...engineWork, step: 'cancelling' } });
  try {
    await editor.host.ask('engine:cancel', null);
  } catch (error) {
    editor.notify('failed', failureWords(error));
    const now = editor.get().view.engineWork;
    if (now?.step === 'cancelling') editor.view({ engineWork: { ...now, step: 'working' } });
  }
}

/** That a change came to nothing, in words: "Not installed". */
export function failureTitle(action: EngineProgress['action']): Sentence {
  return sentence(`engines.failed-${action}`);
}

/** Sends a change to the host; null if it was cancelled. */
async function send(
  { host }: Editor,
  change: EngineChange,
): Promise<Pick<EngineOutcome, 'outcome' | 'words' | 'engine'> | null> {
  const { engine } = change;
  const outcome = 'done';
  switch (change.action) {
    case 'install': {
      const answer = await host.ask('engine:install', { engine: change.engine });
      return answer.outcome === 'cancelled'
        ? null
        : { engine, outcome, words: sentence('engines.installed', { engine: change.engine }) };
    }
    case 'remove':
      await host.ask('engine:remove', { engine: change.engine });
      return { engine, outcome, words: sentence('engines.removed', { engine: change.engine }) };
    case 'export': {
      const { path } = change;
      const answer = await host.ask('engine:export-pack', { engine: change.engine, path });
      const values = { path, bytes: showBytes(answer.bytes) };
      return answer.outcome === 'cancelled' ? null : { engine, outcome, words: sentence('engines.exported', values) };
    }
    case 'import': {
      const answer = await host.ask('engine:import-pack', { path: change.path });
      return answer.engine === null
        ? null
        : { engine: answer.engine, outcome, words: sentence('engines.imported', { engine: answer.engine }) };
    }
  }
}

async function readEngines(editor: Editor): Promise<void> {
  editor.view({ engines: await editor.host.ask('engine:list', null) });
}

/** Takes up a change that goes on at a host that is reached, or that has ended while it was not. */
async function askForWork(editor: Editor): Promise<void> {
  const asked = await editor.host.ask('engine:work', null).catch(() => undefined);
  const { engineWork: work, connection } = editor.get().view;
  // A lost host is asked when it is back.
  if (asked === undefined || work?.own || connection !== 'connected') return;
  if (asked) hear(editor, asked);
  else editor.view({ engineWork: null });
}

/** Takes up how far a change is: one's own, or, where none is, that of another window or of this one before it was loaded anew. */
function hear(editor: Editor, progress: EngineProgress): void {
  const { engineWork } = editor.get().view;
  // Until a file that is imported is read, whose pack it holds is a guess.
  const engine = progress.action === 'import' ? null : progress.engine;
  const begun = { step: 'working', own: false } as const;
  const work = engineWork && (engineWork.own || engineWork.step !== 'looking') ? engineWork : begun;
  editor.view({ engineWork: { ...work, action: progress.action, engine, progress } });
}

/** Looks at the engines anew: somebody else's change has ended, and what it came to shows in the list. */
async function hearChange(editor: Editor): Promise<void> {
  const { engineWork: work } = editor.get().view;
  // The answer to one's own says more, and the engines are looked at then.
  if (work?.own && work.step !== 'looking') return;
  if (work) editor.view({ engineWork: { ...work, step: 'looking' } });
  await editor.attempt(() => readEngines(editor));
  const { engineWork: now } = editor.get().view;
  if (now?.own === false && now.step === 'looking') editor.view({ engineWork: null });
}
