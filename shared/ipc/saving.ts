import { z } from 'zod';
import { differenceSchema } from '../graph/differences.ts';
import { wordsSchema } from '../messages/words-schema.ts';

/** A window's own name for its draft of one open project; part of a file name. */
export const draftName = z.string().regex(/^[a-z0-9-]{8,64}$/, 'a name of 8 to 64 small letters, digits and hyphens');

/** What a window had not saved when it ended. */
export const draftSummarySchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('whole'),
    draft: draftName,
    name: z.string(),
    /** Where the project lies; null if it was never saved. */
    directory: z.string().nullable(),
    /** When it was last changed, in milliseconds since 1970. */
    changed: z.number(),
    blocks: z.number(),
    /** `elsewhere` is that its files were changed since the draft began, `gone` that they cannot be read. */
    disk: z.enum(['never-saved', 'same', 'elsewhere', 'gone']),
    /** From what is on disk to the draft; empty where there is nothing to compare with. */
    differences: z.array(differenceSchema),
  }),
  /** The file is there and cannot be read: why, in words for people. */
  z.strictObject({ state: z.literal('damaged'), draft: draftName, changed: z.number(), problem: wordsSchema }),
]);
export type DraftSummary = Readonly<z.infer<typeof draftSummarySchema>>;

/** A version of a project by the name of its file; `current` is what is on disk now. */
export const versionName = z.string().regex(/^(current|[0-9TZ-]+-[0-9a-f]{12})$/, 'the name of a version');

/** A saved version of a project. */
export const versionSummarySchema = z.strictObject({
  version: versionName,
  /** When it was saved, in milliseconds since 1970. */
  saved: z.number(),
});
export type VersionSummary = Readonly<z.infer<typeof versionSummarySchema>>;

/** What a version is, against the one before it that can be read. */
export const versionChangesSchema = z.discriminatedUnion('state', [
  /** No version before it can be read. */
  z.strictObject({ state: z.literal('first') }),
  z.strictObject({ state: z.literal('changed'), differences: z.array(differenceSchema) }),
  /** It cannot be read itself: why, in words for people. */
  z.strictObject({ state: z.literal('damaged'), problem: wordsSchema }),
]);
export type VersionChanges = Readonly<z.infer<typeof versionChangesSchema>>;
