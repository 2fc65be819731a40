import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { differencesBetween } from '../../shared/graph/differences.ts';
import { describeParseProblem, type ProjectFiles, parseProjectFile, projectFiles } from '../../shared/graph/parse.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { type DraftSummary, draftName } from '../../shared/ipc/saving.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { brokenJson, misfitOf, misfitWords } from '../../shared/messages/schema-problem.ts';
import { say } from '../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { writeFileAtomic } from '../data/disk/files.ts';
import { sweepLeftovers } from '../data/disk/leftovers.ts';
import { isProcessThere } from '../data/disk/processes.ts';
import { withAbsolutePaths } from '../data/sources/data-path.ts';
import { emptyProject, openProject } from './projects.ts';

/** The drafts of one window, which are its own until it is gone. */
export interface WindowDrafts {
  /** Keeps a project under a name, in place of what was kept under it. Throws UserError if the disk does not take it. */
  keep(draft: string, project: Project): Promise<void>;
  /** Leaves its drafts behind: the window is gone. */
  leave(): void;
}

/** What windows have not saved, kept in the user's own folder so that no crash takes it. */
export interface Drafts {
  openWindow(): WindowDrafts;
  drop(draft: string): Promise<void>;
  /** Drafts that windows have left, newest first. */
  list(): Promise<DraftSummary[]>;
  /** A draft's project, and the one on disk if the draft began from that. Throws UserError if the draft is gone or not whole. */
  read(draft: string): Promise<{ readonly project: Project; readonly saved: Project | null }>;
  /** Hears that a draft was left or taken away; returns a function that stops hearing it. */
  onChanged(listener: () => void): () => void;
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** How often a host shows that the windows of its drafts live, and after how long without that they count as gone, in milliseconds. */
const beat = 5000;
const patience = 30_000;

/** How many drafts are kept whose windows are gone, and how many bytes of them; the oldest go first. */
export const draftLimits = { count: 32, bytes: 64 * 1024 * 1024 } as const;

/** `ID.json`: a project as a window had it. Its files are checked and brought up to this version when it is read. */
const draftSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(1),
  name: z.string(),
  directory: z.string().nullable(),
  revision: z.string().nullable(),
  changed: z.number(),
  files: z.record(z.enum(projectFiles), z.unknown()),
});
type DraftDocument = z.infer<typeof draftSchema>;

/** `ID.open`: the process whose window a draft belongs to. A draft without one was left. */
const holderSchema = z.object({ process: z.int(), host: z.string() });

/** Drafts in a folder. */
export function createDrafts(
  folder: string,
  limits: { readonly count: number; readonly bytes: number } = draftLimits,
): Drafts {
  /** What the windows of this process have kept, by draft. */
  const held = new Map<string, string>();
  const listeners = new Set<() => void>();
  /** One change of the folder after the other. */
  let last: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setInterval> | null = null;
  const path = (draft: string) => join(folder, `${draft}.json`);
  const holderPath = (draft: string) => join(folder, `${draft}.open`);
  const tell = () => {
    for (const listener of listeners) listener();
  };

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Shows that the windows live, and puts back what another program took away. */
  async function show(): Promise<void> {
    const now = new Date();
    for (const [draft, text] of held) {
      await utimes(holderPath(draft), now, now).catch(() => hold(draft));
      if ((await stat(path(draft)).catch(() => null)) === null) await writeFileAtomic(path(draft), text);
    }
  }

  async function hold(draft: string): Promise<void> {
    const file = holderPath(draft);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(file, JSON.stringify({ process: process.pid, host: hostname() }));
    } catch (error) {
      throw describeFileError(error, file, 'written');
    }
  }

  function follow(): void {
    if (held.size > 0 && timer === null) {
      timer = setInterval(() => void inTurn(show).catch(() => undefined), beat);
      timer.unref();
    } else if (held.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  }

  async function remove(draft: string): Promise<void> {
    held.delete(draft);
    follow();
    await rm(path(draft), { force: true });
    await rm(holderPath(draft), { force: true });
    await sweepLeftovers(path(draft));
  }

  /** Whether a window still has a draft open. */
  async function isHeld(draft: string): Promise<boolean> {
    if (held.has(draft)) return true;
    try {
      const file = holderPath(draft);
      const age = Date.now() - (await stat(file)).mtimeMs;
      const holder = holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      // What this process holds is known, so a holder of its number was another before it.
      if (age > patience || (holder.host === hostname() && holder.process === process.pid)) return false;
      return holder.host !== hostname() || isProcessThere(holder.process);
    } catch {
      return false;
    }
  }

  async function readDocument(draft: string): Promise<DraftDocument> {
    const file = path(draft);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) throw new UserError(say(fileMessages['draft-missing'], { received: draft }));
      throw describeFileError(error, file, 'read');
    });
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw new UserError(say(fileMessages['draft-broken'], { file, received: misfitWords(brokenJson(text, error)) }));
    }
    const checked = draftSchema.safeParse(json);
    if (checked.success) return checked.data;
    throw new UserError(
      say(fileMessages['draft-broken'], { file, received: misfitWords(misfitOf(checked.error, json)) }),
    );
  }

  function projectOf(draft: string, { name, directory, revision, files }: DraftDocument): Project {
    const parsed: Partial<Record<keyof ProjectFiles, unknown>> = {};
    for (const file of projectFiles) {
      const read = parseProjectFile(file, JSON.stringify(files[file]) ?? '');
      if (!read.ok) throw new UserError(describeParseProblem(`${path(draft)} (${file})`, read.problem));
      parsed[file] = read.value;
    }
    const { data, ...others } = parsed as ProjectFiles;
    const whole = directory === null ? data : withAbsolutePaths(data, directory);
    return { name, directory, revision, ...others, data: whole } as Project;
  }

  async function summarize(draft: string, changed: number): Promise<DraftSummary> {
    try {
      const document = await readDocument(draft);
      const project = projectOf(draft, document);
      const { name, directory } = project;
      const blocks = Object.values(project.model.graphs).reduce(
        (sum, graph) => sum + Object.keys(graph.blocks).length,
        0,
      );
      const common = { state: 'whole', draft, name, directory, changed: document.changed, blocks } as const;
      if (directory === null) {
        return { ...common, disk: 'never-saved', differences: differencesBetween(emptyProject(name), project) };
      }
      const saved = await openProject(directory).catch(() => null);
      if (saved === null) return { ...common, disk: 'gone', differences: [] };
      const disk = saved.revision === project.revision ? 'same' : 'elsewhere';
      return { ...common, disk, differences: differencesBetween(saved, project) };
    } catch (error) {
      if (error instanceof UserError) return { state: 'damaged', draft, changed, problem: error.words };
      throw error;
    }
  }

  /** Drafts that were left, newest first, with what each takes. */
  async function left(): Promise<{ draft: string; changed: number; bytes: number }[]> {
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw describeFileError(error, folder, 'read');
    });
    const drafts = names
      .flatMap((name) => /^([^.]+)\.json$/.exec(name)?.[1] ?? [])
      .filter((id) => draftName.safeParse(id).success);
    // What a host that was killed had only begun to write, or to take away.
    for (const name of names) {
      const begun = /^\.([^.]+)\.json\./.exec(name)?.[1];
      if (begun !== undefined) await sweepLeftovers(path(begun));
      const opened = /^([^.]+)\.open$/.exec(name)?.[1];
      if (opened !== undefined && !drafts.includes(opened) && !(await isHeld(opened)))
        await rm(join(folder, name), { force: true });
    }
    const found = [];
    for (const draft of drafts) {
      if (await isHeld(draft)) continue;
      const { mtimeMs, size } = await stat(path(draft)).catch(() => ({ mtimeMs: 0, size: 0 }));
      if (mtimeMs > 0) found.push({ draft, changed: Math.trunc(mtimeMs), bytes: size });
    }
    return found.sort((a, b) => b.changed - a.changed);
  }

  return {
    openWindow() {
      const own = new Set<string>();
      let isGone = false;
      return {
        keep: (draft, { name, directory, revision, ...files }) =>
          inTurn(async () => {
            const document: DraftDocument = {
              app: 'layerloom',
              version: 1,
              name,
              directory,
              revision,
              changed: Date.now(),
              files,
            };
            const text = `${JSON.stringify(document)}\n`;
            if (!own.has(draft)) await hold(draft);
            await writeFileAtomic(path(draft), text);
            // The window may have gone while this was written.
            if (isGone) {
              await rm(holderPath(draft), { force: true });
              tell();
              return;
            }
            own.add(draft);
            held.set(draft, text);
            follow();
          }),
        leave() {
          isGone = true;
          void inTurn(async () => {
            let changed = false;
            for (const draft of own) {
              if (!held.delete(draft)) continue;
              changed = true;
              await rm(holderPath(draft), { force: true });
            }
            follow();
            if (changed) tell();
          }).catch(() => undefined);
        },
      };
    },
    drop: (draft) =>
      inTurn(async () => {
        await remove(draft);
        tell();
      }),
    async list() {
      const wanted = await inTurn(async () => {
        const found = await left();
        let bytes = 0;
        const tooMany = found.filter((draft, index) => {
          bytes += draft.bytes;
          return index > 0 && (index >= limits.count || bytes > limits.bytes);
        });
        for (const { draft } of tooMany) await remove(draft);
        return found.filter((draft) => !tooMany.includes(draft));
      });
      // Not in turn: a project may lie on a disk that answers late, and what windows keep must not wait for it.
      return Promise.all(wanted.map(({ draft, changed }) => summarize(draft, changed)));
    },
    async read(draft) {
      const project = projectOf(draft, await readDocument(draft));
      const saved = project.directory === null ? null : await openProject(project.directory).catch(() => null);
      return { project, saved: saved?.revision === project.revision ? saved : null };
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await last;
    },
  };
}
