import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';
import { engineNames, packNames } from '../training/settings.ts';

/** What can be done about an engine that does not run. */
const remedySchema = z.strictObject({
  /** What a person has to do first, outside of Layerloom: run a line in a terminal, or what words say; null if nothing. */
  outside: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('command'), command: z.string().min(1) }),
      /** A sentence without its full stop. */
      z.strictObject({ kind: z.literal('words'), words: wordsSchema }),
    ])
    .nullable(),
  /** What Layerloom does after that: `install` makes the pack, `repair` makes a damaged one anew; null if nothing. */
  inside: z.enum(['install', 'repair']).nullable(),
});
export type Remedy = Readonly<z.infer<typeof remedySchema>>;

/** What an engine process says of an engine that it started, or could not start. */
export const engineReportSchema = z.strictObject({
  name: z.enum(engineNames),
  state: z.enum(['ready', 'unavailable']),
  version: z.string(),
  device: wordsSchema,
  /** Why it runs, or what stands in the way. */
  reason: wordsSchema,
  /** Null when ready, or where nothing is known. */
  remedy: remedySchema.nullable(),
  /** Set on one that runs where a project names it, and that `auto` passes over; `reason` says why. */
  onlyIfNamed: z.boolean().optional(),
});
export type EngineReport = Readonly<z.infer<typeof engineReportSchema>>;

/** About how much room the pack of an engine takes, in bytes. */
const packRoomSchema = z.strictObject({
  /** What an install fetches. */
  download: z.number(),
  /** What must be free while it installs. */
  installing: z.number(),
  installed: z.number(),
  /** The file that an export writes. */
  exported: z.number(),
});
export type PackRoom = Readonly<z.infer<typeof packRoomSchema>>;

/** An engine that is not used, and why, in words for people. */
export const passedOverSchema = z.strictObject({
  name: z.enum(engineNames),
  reason: wordsSchema,
  /** The reason for who knows already which engine it is about. */
  problem: wordsSchema,
  /** What to do about it; null where nothing is known. */
  remedy: remedySchema.nullable(),
});
export type PassedOver = Readonly<z.infer<typeof passedOverSchema>>;

export const engineStateSchema = engineReportSchema.extend({
  /** `not-installed` is for engines that are packs and can be installed here. */
  state: z.enum(['ready', 'unavailable', 'not-installed']),
  /** Size of its pack on disk, 0 where what is there cannot be read; null where there is none. */
  bytes: z.number().nullable(),
  /** Why it would be of little use here, though it can be installed; left out where nothing speaks against it. */
  caution: wordsSchema.optional(),
  /** What its pack takes here; left out for engines that are none, and where none can be made. */
  room: packRoomSchema.optional(),
});
export type EngineState = Readonly<z.infer<typeof engineStateSchema>>;

/** How far a change to an engine's pack is. */
export const engineProgressSchema = z.strictObject({
  engine: z.enum(packNames),
  action: z.enum(['install', 'remove', 'export', 'import']),
  /** Installing prepares, downloads, unpacks, builds and proves; exporting prepares and writes; importing reads and proves. */
  phase: z.enum(['prepare', 'download', 'unpack', 'build', 'prove', 'write', 'read']),
  /** Bytes of this phase; `total` is null where a phase has no such measure. */
  done: z.number(),
  total: z.number().nullable(),
  /** Of this phase; null until it can be told. */
  secondsLeft: z.number().nullable(),
});
export type EngineProgress = Readonly<z.infer<typeof engineProgressSchema>>;
