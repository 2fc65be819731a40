import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { expand } from '../../shared/graph/expand.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project, Template } from '../../shared/ipc/project.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { appFolder } from '../data/disk/places.ts';
import { readProjectFiles } from './projects.ts';

/** `template.json` beside a starter's project files. */
const aboutSchema = z.strictObject({
  order: z.number(),
  title: z.string(),
  learns: z.string(),
  origin: z.string(),
});

/** The starters in a folder, one project folder each, in the order they name. */
export async function listTemplates(folder = templatesFolder()): Promise<Template[]> {
  const names = await templateNames(folder);
  const templates = await Promise.all(
    names.map(async (name) => {
      const directory = join(folder, name);
      const about = aboutSchema.parse(JSON.parse(await readFile(join(directory, 'template.json'), 'utf8')));
      const { model } = await readProjectFiles(directory);
      const { inference } = findProblems(model, null);
      const { order, ...words } = about;
      const blocks = inference.order.map((id) => expand(model).graph.blocks[id]!.type);
      return { order, template: { name, ...words, blocks, parameters: inference.parameters } };
    }),
  );
  return templates.sort((a, b) => a.order - b.order).map(({ template }) => template);
}

/** A new, unsaved project made from a starter. Throws UserError for a name there is not. */
export async function readTemplate(name: string, folder = templatesFolder()): Promise<Project> {
  const names = await templateNames(folder);
  if (!names.includes(name)) {
    throw new UserError(
      say(fileMessages['template-unknown'], {
        received: name,
        expected: say(phrases['one-of'], { options: names.join(', ') }),
      }),
    );
  }
  return { directory: null, revision: null, name, ...(await readProjectFiles(join(folder, name))) };
}

/** The starters that ship with the app. */
export function templatesFolder(): string {
  return join(appFolder(), 'assets', 'templates');
}

async function templateNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
