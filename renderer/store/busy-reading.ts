import { sentence } from '../messages/text.ts';
import { type Editor, failureWords } from './editor.ts';
import { newName } from './new-name.ts';

/** How often a reading is asked how far it is, in milliseconds. */
const askEvery = 250;

/**
 * Asks the host for what takes a reading of data, which may be long: how far it is shows at the edge of the window, with the way to end it.
 * Null where it failed, which is said, and where the person ended it.
 */
export async function attemptReading<T>(
  editor: Editor,
  name: string,
  ask: (reading: string) => Promise<T>,
): Promise<T | null> {
  stopBusyReading(editor);
  const reading = newName();
  const isStill = () => editor.get().view.busyReading?.name === reading;
  editor.view({ busy: sentence('data.loading', { name }), busyReading: { name: reading, progress: null } });
  const timer = setInterval(async () => {
    const progress = await editor.host.ask('data:progress', { reading }).catch(() => null);
    if (progress !== null && isStill()) editor.view({ busyReading: { name: reading, progress } });
  }, askEvery);
  try {
    const answer = await ask(reading);
    return isStill() ? answer : null;
  } catch (error) {
    if (isStill()) editor.notify('failed', failureWords(error));
    return null;
  } finally {
    clearInterval(timer);
    if (isStill()) editor.view({ busy: null, busyReading: null });
  }
}

/** Ends the reading that the window waits for, if there is one; whoever asked for it gets nothing. */
export function stopBusyReading(editor: Editor): void {
  const { busyReading } = editor.get().view;
  if (busyReading === null) return;
  editor.view({ busy: null, busyReading: null });
  // A host that is gone has ended it already.
  editor.host.ask('data:stop', { reading: busyReading.name }).catch(() => undefined);
}
