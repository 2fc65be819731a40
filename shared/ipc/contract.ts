import { z } from 'zod';
import { copiesSchema } from '../data/copies.ts';
import { datasetLookSchema, datasetProgressSchema, datasetSummarySchema, parts } from '../data/dataset.ts';
import { dataSchema } from '../data/document.ts';
import { foundSourceSchema } from '../data/found-source.ts';
import { sampleSchema } from '../data/sample.ts';
import { languages } from '../messages/languages.ts';
import { wordsSchema } from '../messages/words-schema.ts';
import { logsSchema, outcomes, runEventSchema } from '../training/events.ts';
import { engineNames, packNames } from '../training/settings.ts';
import { engineProgressSchema, engineReportSchema, engineStateSchema, passedOverSchema } from './engines.ts';
import { exportFormats, exportReportSchema, exportStageSchema, formatCheckSchema } from './exports.ts';
import { generatedSchema, generationSchema } from './generation.ts';
import { profiledSchema, profileOutcomeSchema, profileProgressSchema, profileSchema } from './profile.ts';
import { projectSchema, templateSchema } from './project.ts';
import {
  crossValidationEndSchema,
  predictionSchema,
  runSummarySchema,
  startedRunSchema,
  testLooksSchema,
} from './runs.ts';
import { draftName, draftSummarySchema, versionChangesSchema, versionName, versionSummarySchema } from './saving.ts';

/** One request: the schema of what is sent and of what is answered. */
export interface RequestSpec<Sent extends z.ZodType = z.ZodType, Answer extends z.ZodType = z.ZodType> {
  readonly sent: Sent;
  readonly answer: Answer;
}

function request<Sent extends z.ZodType, Answer extends z.ZodType>(
  sent: Sent,
  answer: Answer,
): RequestSpec<Sent, Answer> {
  return { sent, answer };
}

const nothing = z.null();

/** Data that is to be read, and a name for that. */
const readDataSchema = z.strictObject({
  data: dataSchema,
  directory: z.string().nullable(),
  reading: z.string().min(1),
});

/** How something ended that can be cancelled; failures are errors. */
const cancellable = z.enum(['done', 'cancelled']);

const directory = z.string().min(1);
/** A run by its folder. */
const runDirectory = z.strictObject({ directory });

/** What a path is chosen for. */
const pathPurposes = [
  'open-project',
  'save-project',
  'open-table',
  'open-data-folder',
  'export',
  'open-pack',
  'save-pack',
] as const;
export type PathPurpose = (typeof pathPurposes)[number];

/** What the window, or a terminal, may ask. `area:verb`; a new request is one line here and one handler. */
export const appRequests = {
  'host:describe': request(
    nothing,
    z.strictObject({
      host: z.enum(['electron', 'web', 'terminal', 'test']),
      version: z.string(),
      platform: z.string(),
      home: z.string(),
      /** Whether `host:choose-path` opens a dialog of the system; if not, the window browses with `files:list`. */
      nativeDialogs: z.boolean(),
    }),
  ),
  /** Tells the language that the window speaks, for what the host asks in dialogs of its own. */
  'host:speak': request(z.strictObject({ language: z.enum(languages) }), nothing),
  'host:choose-path': request(
    z.strictObject({
      purpose: z.enum(pathPurposes),
      suggestion: z.string(),
    }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  'files:list': request(
    z.strictObject({ directory: z.string() }),
    z.strictObject({
      directory: z.string(),
      parent: z.string().nullable(),
      entries: z.array(
        z.strictObject({
          name: z.string(),
          path: z.string(),
          kind: z.enum(['folder', 'project', 'file']),
          bytes: z.number(),
        }),
      ),
    }),
  ),
  'templates:list': request(nothing, z.array(templateSchema)),
  /** A new project from a template, or an empty one; nothing is written until it is saved. */
  'project:create': request(z.strictObject({ template: z.string().nullable() }), projectSchema),
  /**
   * A new project with the data at a path, and a network and settings that fit it; nothing is written until it is saved. `reading` is as for
   * `data:inspect`.
   */
  'project:create-for-data': request(
    z.strictObject({ path: z.string().min(1), reading: z.string().min(1) }),
    projectSchema,
  ),
  'project:open': request(z.strictObject({ directory }), projectSchema),
  /**
   * Writes all files atomically and keeps the version before; answers the project with its folder. Fails where the folder is the project's own
   * and its files are others than `revision` says: `project:compare` tells how.
   */
  'project:save': request(z.strictObject({ project: projectSchema, directory }), projectSchema),
  /** Whether the files of a project are still those that `revision` stands for, and what they are now. */
  'project:compare': request(
    z.strictObject({ directory, revision: z.string() }),
    z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('same') }),
      /** By another program or window, to this. */
      z.strictObject({ state: z.literal('changed'), project: projectSchema }),
      /** Changed, and cannot be read: what is wrong, in words for people. */
      z.strictObject({ state: z.literal('unreadable'), problem: wordsSchema, revision: z.string() }),
      /** No file of the project is there any more. */
      z.strictObject({ state: z.literal('gone') }),
    ]),
  ),
  /** Keeps what a window has not saved, under a name of the window's own, in place of what it kept under that name before. */
  'drafts:keep': request(z.strictObject({ draft: draftName, project: projectSchema }), nothing),
  /** Takes a draft away: it was saved, or is not wanted. */
  'drafts:drop': request(z.strictObject({ draft: draftName }), nothing),
  /** Drafts whose window is gone, newest first. */
  'drafts:list': request(nothing, z.array(draftSummarySchema)),
  /** A draft, and what lies on disk if that is still what the draft began from. */
  'drafts:read': request(
    z.strictObject({ draft: draftName }),
    z.strictObject({ project: projectSchema, saved: projectSchema.nullable() }),
  ),
  /** The saved versions of a project, newest first: what is on disk now, then what each save has replaced. */
  'versions:list': request(z.strictObject({ directory }), z.array(versionSummarySchema)),
  /** What one save changed. A window asks for one version after the other, since many of a large model take seconds. */
  'versions:describe': request(z.strictObject({ directory, version: versionName }), versionChangesSchema),
  /** A version as it was saved. */
  'versions:read': request(z.strictObject({ directory, version: versionName }), projectSchema),
  'project:recent': request(
    nothing,
    z.array(z.strictObject({ directory: z.string(), name: z.string(), opened: z.number(), exists: z.boolean() })),
  ),
  /** What is at a path, as data: a table, or a folder of images or texts. */
  'data:find-source': request(z.strictObject({ path: z.string().min(1) }), foundSourceSchema),
  /** Looks at data, which may take long; `reading` is a name of the caller's own, by which it is asked about and ended meanwhile. */
  'data:inspect': request(readDataSchema, datasetSummarySchema),
  /**
   * What tells the file or folder of data from what it was before, without reading it: as long as the answer is the same, so is what a look
   * finds. Null for what is not there, and for data that ship with the app.
   */
  'data:stamp': request(z.strictObject({ data: dataSchema, directory: z.string().nullable() }), z.string().nullable()),
  /** The sheets of a workbook, whether or not they can be read; none of what is no workbook. */
  'data:sheets': request(
    z.strictObject({ data: dataSchema, directory: z.string().nullable() }),
    z.array(z.string()).readonly(),
  ),
  /** Searches the rows of the parts for copies, which may take long; `reading` is as for `data:inspect`. */
  'data:find-copies': request(readDataSchema, copiesSchema),
  /** What the beginning of the data tells, as soon as that is known; null if the reading is over without it, or none of that name is under way. */
  'data:look': request(z.strictObject({ reading: z.string() }), datasetLookSchema.nullable()),
  /** How far a reading is; null if none of that name is under way, or nothing is known yet. */
  'data:progress': request(z.strictObject({ reading: z.string() }), datasetProgressSchema.nullable()),
  /** Ends a reading; what was asked under that name then fails. Nothing happens if none of that name is under way. */
  'data:stop': request(z.strictObject({ reading: z.string() }), nothing),
  /**
   * A few training rows as the model gets them, drawn by `seed`. `viewer` is a name of the caller's own: data that was read for it is kept for its
   * next request, and a request for other data ends the one before.
   */
  'data:sample': request(
    z.strictObject({
      viewer: z.string().min(1),
      data: dataSchema,
      directory: z.string().nullable(),
      seed: z.int().min(0),
    }),
    sampleSchema,
  ),
  /** Frees what is kept for a viewer. */
  'data:end-sample': request(z.strictObject({ viewer: z.string() }), nothing),
  'engine:list': request(nothing, z.array(engineStateSchema)),
  /** Builds an engine's pack; `engine:progress` tells how far it is. A sound one that is there stays. */
  'engine:install': request(z.strictObject({ engine: z.enum(packNames) }), z.strictObject({ outcome: cancellable })),
  'engine:remove': request(z.strictObject({ engine: z.enum(packNames) }), nothing),
  /** How far the change is that goes on, whoever asked for it; null if none does, or nothing is known of it yet. */
  'engine:work': request(nothing, engineProgressSchema.nullable()),
  /** Ends what installs, exports or imports; that then answers `cancelled`, and nothing half-made is left. */
  'engine:cancel': request(nothing, nothing),
  /** Writes an engine's pack into one file, for a machine without internet. */
  'engine:export-pack': request(
    z.strictObject({ engine: z.enum(packNames), path: z.string().min(1) }),
    z.strictObject({ outcome: cancellable, bytes: z.number() }),
  ),
  'engine:import-pack': request(
    z.strictObject({ path: z.string().min(1) }),
    z.strictObject({ outcome: cancellable, engine: z.enum(packNames).nullable() }),
  ),
  /**
   * Starts a run of the saved project, or the first fold of its cross-validation; its events follow. One run at a time. `looked` is the stamp
   * of the data as the person saw them, null where nobody looked: the run tells if it reads others.
   */
  'train:start': request(z.strictObject({ directory, looked: z.string().nullable() }), startedRunSchema),
  /** Answers when the run has ended, and with it the whole cross-validation of a fold. */
  'train:stop': request(z.strictObject({ run: z.string() }), nothing),
  'runs:list': request(z.strictObject({ directory }), z.array(runSummarySchema)),
  'runs:read': request(runDirectory, z.strictObject({ summary: runSummarySchema, events: z.array(runEventSchema) })),
  'runs:evaluate': request(z.strictObject({ directory, part: z.enum(parts) }), logsSchema),
  /** Records a look at the results on the test part, and answers whose results on the same rows were looked at before. */
  'runs:look-at-test': request(runDirectory, testLooksSchema),
  /** Predictions on held-out rows, at most `limit`, with the right answers; `reading` is as for `data:inspect`. */
  'runs:predict': request(
    z.strictObject({ directory, part: z.enum(parts), limit: z.int().min(1), reading: z.string().min(1) }),
    z.array(predictionSchema),
  ),
  /** Measures how long each block takes; `measuring` is a name of the caller's own, by which it is told how far that is, and ends it. */
  'profile:measure': request(profiledSchema.extend({ measuring: z.string().min(1) }), profileOutcomeSchema),
  /** Ends a measurement, which then answers `cancelled`. Nothing happens if none of that name is under way. */
  'profile:cancel': request(z.strictObject({ measuring: z.string() }), nothing),
  /** Has a run's model write a text; `generating` is a name of the caller's own, by which it hears what is there so far, and ends it. */
  'text:generate': request(generatedSchema.extend({ generating: z.string().min(1) }), generationSchema),
  /** Ends the writing of a text, which then answers `cancelled`. Nothing happens if none of that name is under way. */
  'text:cancel': request(z.strictObject({ generating: z.string() }), nothing),
  /** How a format suits this run's model. */
  'export:check': request(z.strictObject({ directory, format: z.enum(exportFormats) }), formatCheckSchema),
  /** Writes a run's model and proves it; `exporting` is a name of the caller's own, by which it hears what that is at, and ends it. */
  'export:write': request(
    z.strictObject({
      directory,
      format: z.enum(exportFormats),
      path: z.string().min(1),
      exporting: z.string().min(1),
    }),
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('done'), report: exportReportSchema }),
      z.strictObject({ outcome: z.literal('cancelled') }),
    ]),
  ),
  /** Ends an export, which then answers `cancelled` and leaves what was there before. Nothing happens if none of that name is under way. */
  'export:cancel': request(z.strictObject({ exporting: z.string() }), nothing),
} as const satisfies Record<string, RequestSpec>;

/** What is pushed to the window without being asked. */
export const appEvents = {
  /** What a run said since the last of these, in order; at most 20 a second, and one at its end. */
  'run:events': z.array(runEventSchema),
  /** What a person should know of how something was computed that was asked of a run, in words, said once; training says it by `run:events`. */
  'run:notice': z.strictObject({ directory: z.string(), message: wordsSchema }),
  /** How far an engine is that opens the data of a run, to train it or for what was asked of it; null once that is over. */
  'run:reading': z.strictObject({ directory: z.string(), progress: datasetProgressSchema.nullable() }),
  /** The next fold of a cross-validation trains from now on; its events follow those of the fold before. */
  'cross-validation:fold-begin': startedRunSchema,
  /** A cross-validation has ended: after its last fold, or early. */
  'cross-validation:end': crossValidationEndSchema,
  'engine:progress': engineProgressSchema,
  'profile:progress': z.strictObject({ measuring: z.string(), progress: profileProgressSchema }),
  /** A text that is being written has grown to this. */
  'text:grown': z.strictObject({ generating: z.string(), text: z.string() }),
  'export:progress': z.strictObject({ exporting: z.string(), stage: exportStageSchema }),
  /** A draft was left by its window, or taken away: `drafts:list` may answer anew. */
  'drafts:changed': nothing,
  /**
   * A change to engine packs has ended, whoever asked for it and whatever it came to, or the packs on the disk are others than before, as
   * when a terminal has removed one: `engine:list` may answer anew.
   */
  'engine:changed': nothing,
} as const satisfies Record<string, z.ZodType>;

/** Something a person should know of a run. */
export type RunNotice = Readonly<z.infer<(typeof appEvents)['run:notice']>>;

/** How far the opening of a run's data is. */
export type RunReading = Readonly<z.infer<(typeof appEvents)['run:reading']>>;

export type AppRequests = typeof appRequests;
export type AppEvents = typeof appEvents;

/** What the computer's side asks the engine process, which serves one run and ends. */
export const engineRequests = {
  /** Tells of engines that ended another process as they started; none of them is started here. */
  'engine:pass-over': request(z.array(passedOverSchema), nothing),
  'engine:describe': request(z.strictObject({ engine: z.enum(['auto', ...engineNames]) }), z.array(engineReportSchema)),
  /** Trains the run in `directory`, which holds `run.json`; answers when it has ended. Its events are pushed; who asked keeps the log. */
  'engine:train': request(
    z.strictObject({ directory: z.string() }),
    z.strictObject({ outcome: z.enum(outcomes), reason: wordsSchema.nullable(), test: logsSchema.nullable() }),
  ),
  /**
   * Ends the training within a batch, or the reading of its data; `engine:train` then answers `stopped`. What else waits for data fails.
   */
  'engine:stop': request(nothing, nothing),
  'engine:evaluate': request(z.strictObject({ directory: z.string(), part: z.enum(parts) }), logsSchema),
  'engine:predict': request(
    z.strictObject({
      directory: z.string(),
      /** Held-out rows, or the rows of a file of the same form as the run's data. */
      source: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('part'), part: z.enum(parts), limit: z.int().min(1) }),
        z.strictObject({ kind: z.literal('file'), path: z.string(), sheet: z.string().min(1).optional() }),
      ]),
    }),
    z.array(predictionSchema),
  ),
  'engine:generate': request(generatedSchema, z.strictObject({ text: z.string() })),
  'engine:profile': request(profiledSchema, profileSchema),
  'engine:export': request(
    z.strictObject({ directory: z.string(), format: z.enum(exportFormats), path: z.string() }),
    exportReportSchema,
  ),
} as const satisfies Record<string, RequestSpec>;
/** What an engine pushes: as above; a notice is about what it was asked. */
export const engineEvents = {
  'run:events': z.array(runEventSchema),
  'engine:notice': z.strictObject({ message: wordsSchema }),
  /** How far the data of what it was asked is opened; null once that is over. */
  'engine:reading': datasetProgressSchema.nullable(),
  'profile:progress': profileProgressSchema,
  'engine:text-grown': z.strictObject({ text: z.string() }),
  'engine:export-stage': exportStageSchema,
  /** The engine that is being started, which may end the process; null once that is over. */
  'engine:starting': z.enum(engineNames).nullable(),
} as const satisfies Record<string, z.ZodType>;
export type EngineRequests = typeof engineRequests;
export type EngineEvents = typeof engineEvents;
