import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describeParseProblem, type ProjectFiles, parseProjectFile, projectFiles } from '../../shared/graph/parse.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { say } from '../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { withAbsolutePaths } from '../data/sources/data-path.ts';

/** The project files of a folder as they stand there; null for one that is missing. */
export type ProjectTexts = Readonly<Record<keyof ProjectFiles, string | null>>;

/** The path of a project's file. */
export function projectFile(directory: string, name: keyof ProjectFiles): string {
  return join(directory, `${name}.json`);
}

/** Reads the project files of a folder without looking into them. Throws UserError for one that is there and cannot be read. */
export async function readProjectTexts(directory: string): Promise<ProjectTexts> {
  const texts = await Promise.all(
    projectFiles.map(async (name) => {
      const path = projectFile(directory, name);
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw describeFileError(error, path, 'read');
      });
      return [name, text] as const;
    }),
  );
  return Object.fromEntries(texts) as ProjectTexts;
}

/** How long the files of a project must stay as they are to be taken for whole, in milliseconds, and how often that is tried. */
const settling = 120;
const mostTries = 12;

/** As `readProjectTexts`, but not in the midst of another program's writing, which changes one file after the other. */
export async function readSettledTexts(directory: string): Promise<ProjectTexts> {
  let texts = await readProjectTexts(directory);
  for (let tries = 0; tries < mostTries; tries++) {
    await setTimeout(settling);
    const again = await readProjectTexts(directory);
    if (revisionOf(again) === revisionOf(texts)) return again;
    texts = again;
  }
  return texts;
}

/** What stands for texts: the same exactly when all of them are the same. */
export function revisionOf(texts: ProjectTexts): string {
  const hash = createHash('sha256');
  for (const name of projectFiles) hash.update(JSON.stringify(texts[name]));
  return hash.digest('hex').slice(0, 32);
}

/** Whether no file of a project is there. */
export function isGone(texts: ProjectTexts): boolean {
  return projectFiles.every((name) => texts[name] === null);
}

/**
 * The project that texts say, whole or not at all, with the paths of its folder absolute. Throws UserError naming the file that is missing or
 * cannot be read; it is said to lie at `place`, which is the folder unless told.
 */
export function parseProjectTexts(texts: ProjectTexts, directory: string, place = directory): ProjectFiles {
  const files: Partial<Record<keyof ProjectFiles, unknown>> = {};
  for (const name of projectFiles) {
    const text = texts[name];
    if (text === null) {
      throw new UserError(say(fileMessages['file-missing'], { project: place, file: `${name}.json` }));
    }
    const parsed = parseProjectFile(name, text);
    if (!parsed.ok) throw new UserError(describeParseProblem(projectFile(place, name), parsed.problem));
    files[name] = parsed.value;
  }
  const parsed = files as ProjectFiles;
  return { ...parsed, data: withAbsolutePaths(parsed.data, directory) };
}
