import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { differencesBetween } from '../../shared/graph/differences.ts';
import { type ProjectFiles, projectFiles } from '../../shared/graph/parse.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { VersionChanges, VersionSummary } from '../../shared/ipc/saving.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { misfitOf, misfitWords } from '../../shared/messages/schema-problem.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import {
  isGone,
  type ProjectTexts,
  parseProjectTexts,
  projectFile,
  readProjectTexts,
  revisionOf,
} from './project-texts.ts';

const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

/** The most that a version may unpack to, so that a damaged one cannot fill the memory. */
const largestVersion = 256 * 1024 * 1024;

const text = z.string().nullable();
const versionSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(1),
  saved: z.number(),
  /** The files as they stood on disk, to the byte: also what could not be read is kept. */
  files: z.strictObject({ model: text, layout: text, data: text, training: text } satisfies Record<
    keyof ProjectFiles,
    z.ZodType
  >),
});

const ending = '.json.gz';
const namePattern = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)-(\d{3}Z)-[0-9a-f]{12}\.json\.gz$/;

/** Where the earlier versions of a project are kept. */
export function versionsFolder(directory: string): string {
  return join(directory, 'versions');
}

/** The files to write so that texts, which are on disk in a project's folder, are kept as a version of it. */
export async function versionFiles(directory: string, texts: ProjectTexts): Promise<Map<string, string | Uint8Array>> {
  const folder = versionsFolder(directory);
  const saved = await savedAt(directory);
  const time = new Date(saved).toISOString().replaceAll(/[:.]/g, '-');
  const document = { app: 'layerloom', version: 1, saved, files: texts } satisfies z.infer<typeof versionSchema>;
  const files = new Map<string, string | Uint8Array>([
    [join(folder, `${time}-${revisionOf(texts).slice(0, 12)}${ending}`), await compress(JSON.stringify(document))],
  ]);
  // A project is often kept in git, which has a history of its own. Who wants both takes this file away, and it does not come back.
  const isThere = await stat(folder).catch(() => null);
  return isThere ? files : files.set(join(folder, '.gitignore'), '*\n');
}

/** When a project was saved: the time of its newest file, to the millisecond. */
async function savedAt(directory: string): Promise<number> {
  const times = await Promise.all(
    projectFiles.map((name) =>
      stat(projectFile(directory, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.round(Math.max(...times));
}

/** A version as pruning sees it. */
export interface KeptVersion {
  readonly name: string;
  readonly saved: number;
  readonly bytes: number;
}

const day = 24 * 3600 * 1000;
/** How many versions are kept at most, how many bytes, and how many days back one a day is. */
export const versionLimits: Readonly<Record<'count' | 'bytes' | 'days', number>> = {
  count: 400,
  bytes: 64 * 1024 * 1024,
  days: 90,
};

/**
 * The versions that go: of those older than a day, all but the last of each day (UTC), then all older than some months, then the oldest
 * until the rest is within the limits. The newest always stays.
 */
export function versionsToRemove(versions: readonly KeptVersion[], now: number, limits = versionLimits): string[] {
  const newestFirst = versions.toSorted((a, b) => b.saved - a.saved || (a.name < b.name ? 1 : -1));
  const days = new Set<number>();
  let [count, bytes] = [0, 0];
  return newestFirst
    .filter((version, index) => {
      const age = now - version.saved;
      const date = Math.floor(version.saved / day);
      const isWanted = age <= day || (age <= limits.days * day && !days.has(date));
      if (age > day) days.add(date);
      if (index > 0 && (!isWanted || count + 1 > limits.count || bytes + version.bytes > limits.bytes)) return true;
      count += 1;
      bytes += version.bytes;
      return false;
    })
    .map(({ name }) => name);
}

/** Removes versions that need not be kept any more; one that cannot be removed stays for the next time. */
export async function pruneVersions(directory: string, now = Date.now()): Promise<void> {
  const folder = versionsFolder(directory);
  const versions = await Promise.all(
    (await versionNames(directory)).map(async (name) => {
      const bytes = await stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      );
      return { name, saved: timeOf(name), bytes };
    }),
  );
  for (const name of versionsToRemove(versions, now))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/** Names of the files of a project's versions, newest first; other files are nobody's business here. */
async function versionNames(directory: string): Promise<string[]> {
  const folder = versionsFolder(directory);
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw describeFileError(error, folder, 'read');
  });
  return names
    .filter((name) => namePattern.test(name))
    .sort()
    .reverse();
}

function timeOf(name: string): number {
  return Date.parse(name.replace(namePattern, '$1$2:$3:$4.$5'));
}

/** The saved versions of a project, newest first; the first is what is on disk now. */
export async function listVersions(directory: string): Promise<VersionSummary[]> {
  const names = await versionNames(directory);
  const versions = names.map((name) => ({ version: name.slice(0, -ending.length), saved: timeOf(name) }));
  if (isGone(await readProjectTexts(directory))) return versions;
  return [{ version: 'current', saved: await savedAt(directory) }, ...versions];
}

/** What a version changed against the one before it; versions that cannot be read are passed over. */
export async function describeVersion(directory: string, version: string): Promise<VersionChanges> {
  const read = await wordsOrFiles(() => readVersion(directory, version));
  if ('problem' in read) return { state: 'damaged', problem: read.problem };
  const versions = await listVersions(directory);
  const older = versions.slice(versions.findIndex((other) => other.version === version) + 1);
  for (const { version: other } of older) {
    const before = await wordsOrFiles(() => readVersion(directory, other));
    if ('files' in before) return { state: 'changed', differences: differencesBetween(before.files, read.files) };
  }
  return { state: 'first' };
}

async function wordsOrFiles(
  read: () => Promise<ProjectFiles>,
): Promise<{ readonly files: ProjectFiles } | { readonly problem: Words }> {
  try {
    return { files: await read() };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.words };
    throw error;
  }
}

/** A version of a project, or what is on disk now. Throws UserError if it is gone or cannot be read. */
export async function readVersion(directory: string, version: string): Promise<ProjectFiles> {
  if (version === 'current') return parseProjectTexts(await readProjectTexts(directory), directory);
  const path = join(versionsFolder(directory), `${version}${ending}`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  let document: unknown;
  try {
    document = JSON.parse((await decompress(bytes, { maxOutputLength: largestVersion })).toString('utf8'));
  } catch (error) {
    throw new UserError(say(fileMessages['version-broken'], { file: path, received: (error as Error).message }));
  }
  const checked = versionSchema.safeParse(document);
  if (!checked.success) {
    const received = misfitWords(misfitOf(checked.error, document));
    throw new UserError(say(fileMessages['version-broken'], { file: path, received }));
  }
  return parseProjectTexts(checked.data.files, directory, path);
}
