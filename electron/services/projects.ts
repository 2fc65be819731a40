import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { emptyData } from '../../shared/data/document.ts';
import { emptyLayout, emptyModel } from '../../shared/graph/document.ts';
import { type ProjectFiles, projectFiles } from '../../shared/graph/parse.ts';
import { fileDepth, serialize } from '../../shared/graph/serialize.ts';
import type { AppRequests } from '../../shared/ipc/contract.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { say } from '../../shared/messages/sentence.ts';
import { defaultTraining } from '../../shared/training/settings.ts';
import { isMissing } from '../data/disk/file-error.ts';
import { writeFileAtomic, writeFilesAtomic } from '../data/disk/files.ts';
import { pathInProject, withAbsolutePaths, withProjectPaths } from '../data/sources/data-path.ts';
import { projectEnding } from './files.ts';
import {
  isGone,
  type ProjectTexts,
  parseProjectTexts,
  projectFile,
  readProjectTexts,
  readSettledTexts,
  revisionOf,
} from './project-texts.ts';
import { pruneVersions, versionFiles } from './versions.ts';

/** A project that was never saved and has no blocks. */
export function emptyProject(name: string): Project {
  return {
    directory: null,
    revision: null,
    name,
    model: emptyModel,
    layout: emptyLayout,
    data: emptyData,
    training: defaultTraining,
  };
}

/**
 * Reads a project folder, whole or not at all. Throws UserError naming the file that stands in the way: missing, not ours, written
 * by a newer version, or broken (where).
 */
export async function openProject(folder: string): Promise<Project> {
  const directory = resolve(folder);
  const found = await stat(directory).catch((error: unknown) => {
    if (isMissing(error)) throw new UserError(say(fileMessages['folder-missing'], { file: directory }));
    throw error;
  });
  if (!found.isDirectory()) throw new UserError(say(fileMessages['not-folder'], { file: directory }));
  const names = await readdir(directory);
  if (!names.includes('model.json')) throw new UserError(say(fileMessages['folder-not-project'], { file: directory }));
  return projectOfTexts(directory, await readProjectTexts(directory));
}

function projectOfTexts(directory: string, texts: ProjectTexts): Project {
  const files = parseProjectTexts(texts, directory);
  return { directory, revision: revisionOf(texts), name: projectName(directory), ...files };
}

/** The project files of a folder, each whole. Throws UserError naming the one that is missing or cannot be read. */
export async function readProjectFiles(directory: string): Promise<ProjectFiles> {
  return parseProjectTexts(await readProjectTexts(directory), directory);
}

/** Whether a project's files are still those that `revision` stands for, and what they are now. */
export async function compareProject(
  directory: string,
  revision: string,
): Promise<z.infer<AppRequests['project:compare']['answer']>> {
  if (revisionOf(await readProjectTexts(directory)) === revision) return { state: 'same' };
  const texts = await readSettledTexts(directory);
  const now = revisionOf(texts);
  if (now === revision) return { state: 'same' };
  if (isGone(texts)) return { state: 'gone' };
  try {
    return { state: 'changed', project: projectOfTexts(directory, texts) };
  } catch (error) {
    if (error instanceof UserError) return { state: 'unreadable', problem: error.words, revision: now };
    throw error;
  }
}

/**
 * Writes a project's files into a folder, only those that changed, and none unless the disk takes them all; what they replace is kept as a
 * version. The path of data that lie in the folder is written relative to it. The folder must be new, empty, a project, or have the data in it;
 * files of the project's own folder must be those it was read from. Answers the project as it is now on disk.
 */
export async function saveProject(project: Project, folder: string): Promise<Project> {
  const directory = resolve(folder);
  await checkFolder(directory, project);
  const before = await readProjectTexts(directory);
  const isOwn = project.directory === directory && project.revision !== null;
  if (isOwn && !isGone(before) && revisionOf(before) !== project.revision) {
    throw new UserError(say(fileMessages['changed-on-disk'], { file: directory }));
  }
  const data = await withProjectPaths(project.data, directory);
  const written: ProjectFiles = { ...project, data };
  const texts = { ...before };
  for (const name of projectFiles) texts[name] = serialize(written[name], fileDepth[name]);
  const changed = projectFiles.filter((name) => texts[name] !== before[name]);
  if (changed.length > 0) {
    const files = isGone(before) ? new Map<string, string>() : await versionFiles(directory, before);
    for (const name of changed) files.set(projectFile(directory, name), texts[name]!);
    // The version is in its place before the first file is replaced, so that a crash in between loses neither.
    await writeFilesAtomic(files);
    await pruneVersions(directory).catch(() => undefined);
  }
  return {
    ...project,
    directory,
    revision: revisionOf(texts),
    name: projectName(directory),
    data: withAbsolutePaths(data, directory),
  };
}

/** A project's name: its folder's, without the ending. */
export function projectName(directory: string): string {
  const name = basename(directory);
  return name.endsWith(projectEnding) && name.length > projectEnding.length
    ? name.slice(0, -projectEnding.length)
    : name;
}

async function checkFolder(directory: string, { data: { source } }: Project): Promise<void> {
  const found = await stat(directory).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (found === null) return;
  if (!found.isDirectory()) throw new UserError(say(fileMessages['not-folder'], { file: directory }));
  const names = await readdir(directory);
  if (names.length === 0 || names.includes('model.json')) return;
  const way = 'path' in source ? await pathInProject(source.path, directory) : null;
  const taken = names.filter((name) => projectNames.includes(name));
  // A person has put the data where the project is to lie. A project in the very folder that is read would be data itself.
  if (way !== null && way !== '.' && taken.length === 0) return;
  const received = (taken.length > 0 ? taken : names).slice(0, 3).join(', ');
  throw new UserError(say(fileMessages['folder-taken'], { file: directory, received }));
}

/** What a project may come to have in its folder. */
const projectNames: readonly string[] = [...projectFiles.map((name) => `${name}.json`), 'runs', 'versions'];

const recentSchema = z.array(z.strictObject({ directory: z.string(), opened: z.number() }));
const recentLimit = 12;

/** The projects opened or saved last, newest first, in a file of the user's settings folder. */
export interface RecentProjects {
  list(): Promise<readonly { directory: string; name: string; opened: number; exists: boolean }[]>;
  add(directory: string): Promise<void>;
}

/** Keeps recent projects in `file`; a file that cannot be read counts as empty, since it holds nothing that is not elsewhere. */
export function createRecentProjects(file: string): RecentProjects {
  const read = async () => {
    const text = await readFile(file, 'utf8').catch(() => '[]');
    const parsed = recentSchema.safeParse(safeJson(text));
    return parsed.success ? parsed.data : [];
  };
  return {
    async list() {
      const entries = await read();
      return Promise.all(
        entries.map(async ({ directory, opened }) => {
          const exists = await stat(join(directory, 'model.json')).then(
            () => true,
            () => false,
          );
          return { directory, name: projectName(directory), opened, exists };
        }),
      );
    },
    async add(directory) {
      const others = (await read()).filter((entry) => entry.directory !== directory);
      const entries = [{ directory, opened: Date.now() }, ...others].slice(0, recentLimit);
      await writeFileAtomic(file, `${JSON.stringify(entries, null, 2)}\n`);
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
