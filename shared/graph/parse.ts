import type { z } from 'zod';
import { type DataDocument, dataSchema, dataVersion } from '../data/document.ts';
import { fileMessages } from '../messages/files.ts';
import { phrases } from '../messages/phrases.ts';
import { brokenJson, type Misfit, misfitOf, shown } from '../messages/schema-problem.ts';
import { type Sentence, say } from '../messages/sentence.ts';
import { type TrainingDocument, trainingSchema, trainingVersion } from '../training/settings.ts';
import {
  type LayoutDocument,
  layoutSchema,
  layoutVersion,
  type ModelDocument,
  modelSchema,
  modelVersion,
} from './document.ts';
import { type Migration, migrate, migrations } from './migrations.ts';

/** What can be wrong with a file as a whole; the file is then not loaded at all. */
export type ParseProblem =
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'too-new'; readonly version: number; readonly supported: number }
  | ({ readonly kind: 'broken' } & Misfit);

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ParseProblem };

interface Form {
  readonly schema: z.ZodType;
  readonly version: number;
  readonly migrations: readonly Migration[];
}

const forms = {
  model: { schema: modelSchema, version: modelVersion, migrations: migrations.model },
  layout: { schema: layoutSchema, version: layoutVersion, migrations: migrations.layout },
  data: { schema: dataSchema, version: dataVersion, migrations: migrations.data },
  training: { schema: trainingSchema, version: trainingVersion, migrations: migrations.training },
} as const satisfies Record<string, Form>;

/** What each project file holds. */
export interface ProjectFiles {
  readonly model: ModelDocument;
  readonly layout: LayoutDocument;
  readonly data: DataDocument;
  readonly training: TrainingDocument;
}

/** The files of a project folder; each is `<name>.json`. */
export const projectFiles = ['model', 'layout', 'data', 'training'] as const satisfies (keyof ProjectFiles)[];

/** Reads one project file's text: a whole document, or why there is none. Blocks of unknown types are kept. */
export function parseProjectFile<Name extends keyof ProjectFiles>(
  name: Name,
  text: string,
): Parsed<ProjectFiles[Name]> {
  const form: Form = forms[name];
  return parseVersioned(text, form) as Parsed<ProjectFiles[Name]>;
}

/** Reads the text of any versioned file of ours. */
export function parseVersioned<T>(
  text: string,
  form: { readonly schema: z.ZodType<T>; readonly version: number; readonly migrations: readonly Migration[] },
): Parsed<T> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: { kind: 'broken', ...brokenJson(text, error) } };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { ok: false, problem: { kind: 'not-ours' } };
  const document = raw as Record<string, unknown>;
  if (document.app !== 'layerloom') return { ok: false, problem: { kind: 'not-ours' } };
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    const expected = say(phrases['whole-number-from'], { min: 1 });
    return { ok: false, problem: { kind: 'broken', where: 'version', expected, received: shown(version) } };
  }
  if (version > form.version) return { ok: false, problem: { kind: 'too-new', version, supported: form.version } };
  const migrated = migrate(document, form.migrations);
  const result = form.schema.safeParse(migrated);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problem: { kind: 'broken', ...misfitOf(result.error, migrated) } };
}

/** The words for a file that cannot be read; names the file and ends in what was received. */
export function describeParseProblem(file: string, problem: ParseProblem): Sentence {
  switch (problem.kind) {
    case 'not-ours':
      return say(fileMessages['not-ours'], { file });
    case 'too-new':
      return say(fileMessages['too-new'], { file, received: problem.version, expected: problem.supported });
    case 'broken': {
      const { where, expected, received } = problem;
      return say(fileMessages.broken, { file, where, expected, received });
    }
  }
}
