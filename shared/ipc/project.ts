import { z } from 'zod';
import { dataSchema } from '../data/document.ts';
import { layoutSchema, modelSchema } from '../graph/document.ts';
import { trainingSchema } from '../training/settings.ts';

/** The four files that are a project, and its folder. */
export const projectSchema = z.strictObject({
  /** The folder on disk; null while it was never saved. */
  directory: z.string().nullable(),
  /** Stands for what the files on disk said when they were read or written last; null while it was never saved. */
  revision: z.string().nullable(),
  name: z.string(),
  model: modelSchema,
  layout: layoutSchema,
  data: dataSchema,
  training: trainingSchema,
});
export type Project = Readonly<z.infer<typeof projectSchema>>;

export const templateSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** What it learns, in a sentence. */
  learns: z.string(),
  /** Where its data is from and under which licence. */
  origin: z.string(),
  /** Block types in order of flow, for the picture. */
  blocks: z.array(z.string()),
  parameters: z.number(),
});
export type Template = Readonly<z.infer<typeof templateSchema>>;
