import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { emptyData } from '../../shared/data/document.ts';
import { emptyLayout, emptyModel } from '../../shared/graph/document.ts';
import { describeParseProblem, type ProjectFiles, parseProjectFile, projectFiles } from '../../shared/graph/parse.ts';
import { fileDepth, serialize } from '../../shared/graph/serialize.ts';
import type { Project } from '../../shared/ipc/contract.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { say } from '../../shared/messages/sentence.ts';
import { defaultTraining } from '../../shared/training/settings.ts';
import { isMissing, readText, writeFileAtomic, writeFilesAtomic } from '../data/files.ts';
import { projectEnding } from './files.ts';

/** A project that was never saved and has no blocks. */
export function emptyProject(name: string): Project {
  return { directory: null, name, model: emptyModel, layout: emptyLayout, data: emptyData, training: defaultTraining };
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
  return { directory, name: projectName(directory), ...(await readProjectFiles(directory)) };
}

/** The project files of a folder, each whole. Throws UserError naming the one that is missing or cannot be read. */
export async function readProjectFiles(directory: string): Promise<ProjectFiles> {
  const files: Partial<Record<keyof ProjectFiles, unknown>> = {};
  for (const name of projectFiles) {
    const path = join(directory, `${name}.json`);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) {
        throw new UserError(say(fileMessages['file-missing'], { project: directory, file: `${name}.json` }));
      }
      return readText(path);
    });
    const parsed = parseProjectFile(name, text);
    if (!parsed.ok) throw new UserError(describeParseProblem(path, parsed.problem));
    files[name] = parsed.value;
  }
  return files as ProjectFiles;
}

/**
 * Writes a project's files into a folder, only those that changed, and none unless the disk takes them all. The folder must be new, empty
 * or a project. Answers the project as it is now on disk.
 */
export async function saveProject(project: Project, folder: string): Promise<Project> {
  const directory = resolve(folder);
  await checkFolder(directory);
  const changed = new Map<string, string>();
  for (const name of projectFiles) {
    const path = join(directory, `${name}.json`);
    const text = serialize(project[name], fileDepth[name]);
    const before = await readFile(path, 'utf8').catch(() => null);
    if (before !== text) changed.set(path, text);
  }
  await writeFilesAtomic(changed);
  return { ...project, directory, name: projectName(directory) };
}

/** A project's name: its folder's, without the ending. */
export function projectName(directory: string): string {
  const name = basename(directory);
  return name.endsWith(projectEnding) && name.length > projectEnding.length
    ? name.slice(0, -projectEnding.length)
    : name;
}

async function checkFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (found === null) return;
  if (!found.isDirectory()) throw new UserError(say(fileMessages['not-folder'], { file: directory }));
  const names = await readdir(directory);
  if (names.length > 0 && !names.includes('model.json')) {
    throw new UserError(say(fileMessages['folder-taken'], { file: directory, received: names.slice(0, 3).join(', ') }));
  }
}

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
