import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';

export const exportFormats = ['tfjs', 'keras', 'keras-code'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * What an export is at, in order: it opens the run and its data, writes the model, has it read back, and compares the answers on held-out rows.
 */
export const exportStages = ['open', 'write', 'read-back', 'compare'] as const;
export const exportStageSchema = z.enum(exportStages);
export type ExportStage = z.infer<typeof exportStageSchema>;

/** How a format suits a model. */
export const formatCheckSchema = z.strictObject({
  /** What it cannot express of it, in words for people; empty if all is well. */
  limits: z.array(wordsSchema),
  /** What reading it takes besides Keras itself, as pip names them; none where it is not read by Python. */
  packages: z.array(z.string()),
});
export type FormatCheck = z.infer<typeof formatCheckSchema>;

/** What a written export is worth: read back by the format's own rules and compared with the engine on held-out rows. */
export const exportReportSchema = z.strictObject({
  format: z.enum(exportFormats),
  /** The file or folder written. */
  path: z.string(),
  bytes: z.number(),
  files: z.array(z.string()),
  proof: z.strictObject({
    /** Held-out rows compared. */
    rows: z.number(),
    largestDifference: z.number(),
    /** Who read it back. */
    reader: z.string(),
  }),
});
export type ExportReport = Readonly<z.infer<typeof exportReportSchema>>;
