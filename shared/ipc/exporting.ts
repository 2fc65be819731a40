import { z } from 'zod';

/**
 * What an export is at, in order: it opens the run and its data, writes the model, has it read back, and compares the answers on held-out rows.
 */
export const exportStages = ['open', 'write', 'read-back', 'compare'] as const;
export const exportStageSchema = z.enum(exportStages);
export type ExportStage = z.infer<typeof exportStageSchema>;
