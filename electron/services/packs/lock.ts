import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Value } from '../../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../../data/disk/file-error.ts';
import { isDiskFull } from './disk-space.ts';

const holderSchema = z.object({
  process: z.int(),
  host: z.string(),
  action: z.string(),
  engine: z.string(),
  since: z.string(),
  /** Tells two locks of the same process apart. */
  token: z.string(),
});
type Holder = Readonly<z.infer<typeof holderSchema>>;

/** How often a holder shows that it lives, and after how long without that it counts as dead, in milliseconds. */
const beat = 2000;
const patience = 30_000;

/** How long one who takes over a dead lock waits before it looks whether another did the same, in milliseconds. */
const settling = 150;

/** The one right to change the folder of engine packs. */
export interface Lock {
  /** Aborts with a UserError when another program has taken the lock, as after this machine has slept. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the lock of a folder. Throws UserError, naming the process that has it, if that lives. A lock counts as dead when its process
 * is gone from this machine, or has not shown itself for half a minute: process ids come again, and a folder may be shared. What needs no
 * room gets the lock on a full disk too, where the file stays empty: others wait two seconds before they take such a one over.
 */
export async function takeLock(
  folder: string,
  action: string,
  engine: string,
  { needsRoom = true }: { readonly needsRoom?: boolean } = {},
): Promise<Lock> {
  const file = join(folder, '.lock');
  const own: Holder = {
    process: process.pid,
    host: hostname(),
    action,
    engine,
    since: new Date().toISOString(),
    token: randomBytes(8).toString('hex'),
  };
  try {
    await mkdir(folder, { recursive: true });
    const created = await create(file, own, needsRoom);
    if (created === 'empty') return { lost: new AbortController().signal, release: () => rm(file, { force: true }) };
    if (created === 'taken') await takeOver(file, own);
  } catch (error) {
    throw describeFileError(error, file, 'written');
  }
  return keep(file, own);
}

async function create(file: string, own: Holder, needsRoom: boolean): Promise<'written' | 'empty' | 'taken'> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
    throw error;
  }
  try {
    await handle.writeFile(JSON.stringify(own));
    return 'written';
  } catch (error) {
    if (!needsRoom && isDiskFull(error)) return 'empty';
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Replaces a dead lock, and gives way if another did so at the same moment: the last one that replaced it has it. */
async function takeOver(file: string, own: Holder): Promise<void> {
  const holder = await readWritten(file);
  if (holder && (await lives(file, holder))) throw busy(holder);
  const temporary = `${file}.${own.token}`;
  try {
    await writeFile(temporary, JSON.stringify(own));
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  await setTimeout(settling);
  const now = await read(file);
  if (now?.token !== own.token) throw now ? busy(now) : new UserError(packMessages.cancelled);
}

async function lives(file: string, holder: Holder): Promise<boolean> {
  const age = Date.now() - (await stat(file)).mtimeMs;
  if (age > patience) return false;
  return holder.host !== hostname() || isRunning(holder.process);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another person cannot be asked, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** As `read`, but gives a holder that is only just being written the time to be. */
async function readWritten(file: string): Promise<Holder | null> {
  for (let waited = 0; ; waited += settling) {
    const holder = await read(file);
    if (holder || waited >= beat) return holder;
    await setTimeout(settling);
  }
}

/** Null for a lock that is gone or was cut off while it was written. */
async function read(file: string): Promise<Holder | null> {
  try {
    return holderSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What another program does; what only a newer one does has its own name. */
function actionWords(action: string): Value {
  const key = `action-${action}`;
  return key in phrases ? say(phrases[key as keyof typeof phrases]) : action;
}

function busy({ process, host, action, engine, since }: Holder): UserError {
  return new UserError(say(packMessages.busy, { process, host, action: actionWords(action), engine, since }));
}

function keep(file: string, own: Holder): Lock {
  const lost = new AbortController();
  const timer = setInterval(() => void show().catch((error: unknown) => lost.abort(error)), beat);
  timer.unref();
  async function show(): Promise<void> {
    const holder = await read(file);
    if (holder?.token === own.token) {
      const now = new Date();
      await utimes(file, now, now);
      return;
    }
    clearInterval(timer);
    const { process, host } = holder ?? { process: say(phrases.none), host: say(phrases['this-machine']) };
    lost.abort(new UserError(say(packMessages['lock-lost'], { process, host })));
  }
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      if ((await read(file))?.token === own.token) await rm(file, { force: true });
    },
  };
}
