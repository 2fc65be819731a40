import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { kerasGraph } from '../../shared/code/keras-graph.ts';
import type { Part } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { whereOf } from '../../shared/graph/level.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import type { Client } from '../../shared/ipc/client-server.ts';
import type { EngineEvents, EngineRequests, RunNotice, RunReading } from '../../shared/ipc/contract.ts';
import type { ExportFormat, ExportReport, ExportStage, FormatCheck } from '../../shared/ipc/exports.ts';
import type { Generated, Generation } from '../../shared/ipc/generation.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import type { CrossValidationEnd, Prediction, RunSummary, StartedRun } from '../../shared/ipc/runs.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { problemSentence } from '../../shared/messages/problem.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import type { RunFold } from '../../shared/training/cross-validation.ts';
import type { Logs, RunEvent } from '../../shared/training/events.ts';
import type { RunDocument } from '../../shared/training/run.ts';
import { runVersion } from '../../shared/training/run.ts';
import { type TrainingDocument, trainingSchema } from '../../shared/training/settings.ts';
import { describeFileError } from '../data/disk/file-error.ts';
import { sweepLeftovers } from '../data/disk/leftovers.ts';
import { stampSource } from '../data/sources/source-stamp.ts';
import { checkExport, formats } from '../formats/index.ts';
import { readRun, runsFolder } from '../formats/run-folder.ts';
import { type EngineHost, withEngine, withEngineUntil, withEngineUntilStopped } from './engine-process.ts';
import { openProject } from './projects.ts';
import { type LiveRun, listRuns, readEvents, summarizeRun } from './run-summary.ts';
import { type FoldsTraining, trainFolds } from './train-folds.ts';
import { startTraining, type Training } from './training.ts';

/** What may differ from the project's own settings for one run. */
export interface RunOverrides {
  readonly epochs?: number;
  readonly seed?: number;
  readonly engine?: TrainingDocument['engine'];
  /** How many folds are trained, one after the other; null trains one run. */
  readonly folds?: TrainingDocument['folds'];
  /** At most this many rows of each part. */
  readonly limit?: number;
}

/** Rows to predict: held-out ones, or those of a file of the same form as the run's data. */
export type PredictionSource = z.infer<EngineRequests['engine:predict']['sent']>['source'];

/** Runs: training one, and asking those there are. Runs and projects are given by their folders. */
export interface Runs {
  /**
   * Starts a run of a saved project, or the first fold of a cross-validation, whose others follow by themselves. Throws UserError if the project
   * cannot train, or a run trains already. `looked` is the stamp of the data as a person saw them: the run tells if it reads others.
   */
  start(project: string, overrides?: RunOverrides, looked?: string | null): Promise<StartedRun>;
  /** Resolves when the run has ended; with a fold ends the cross-validation, and the folds that were finished stay. */
  stop(run: string): Promise<void>;
  /** The run that trains, or the project of one that is about to; null if none does. */
  training(): string | null;
  list(project: string): Promise<RunSummary[]>;
  read(directory: string): Promise<{ readonly summary: RunSummary; readonly events: RunEvent[] }>;
  /** Loss and metrics over a part, with the best weights. */
  evaluate(directory: string, part: Part): Promise<Logs>;
  /** Rejects with the signal's reason as soon as that is aborted. */
  predict(directory: string, source: PredictionSource, signal?: AbortSignal): Promise<Prediction[]>;
  /** Has a run's model write a text, until the signal is aborted; `onText` hears it as it grows. */
  generate(
    generated: Generated,
    how: { readonly signal: AbortSignal; readonly onText: (text: string) => void },
  ): Promise<Generation>;
  /** How a format suits the run's model. */
  checkExport(directory: string, format: ExportFormat): Promise<FormatCheck>;
  /**
   * Writes the run's model and proves it; `onStage` hears what that is at. Answers null if the signal ended it: what was at `path` before is
   * then as it was.
   */
  export(
    directory: string,
    format: ExportFormat,
    path: string,
    how?: { readonly signal: AbortSignal; readonly onStage: (stage: ExportStage) => void },
  ): Promise<ExportReport | null>;
  /** Hears what runs say, several events at once where they come fast; returns a function that stops hearing it. */
  onEvents(listener: (events: readonly RunEvent[]) => void): () => void;
  /** Hears that the next fold of a cross-validation trains; returns a function that stops hearing it. */
  onFoldBegin(listener: (started: StartedRun) => void): () => void;
  /** Hears how a cross-validation ended; returns a function that stops hearing it. */
  onCrossValidationEnd(listener: (end: CrossValidationEnd) => void): () => void;
  /** Hears what a person should know of how an evaluation, a prediction or an export was computed; returns a function that stops hearing it. */
  onNotice(listener: (notice: RunNotice) => void): () => void;
  /** Hears how far the opening of the data of runs is, whatever it is for; returns a function that stops hearing it. */
  onReading(listener: (reading: RunReading) => void): () => void;
  /** Stops what trains and resolves when it has ended. */
  close(): Promise<void>;
}

/** Runs on the engines of a host. `version` is that of Layerloom. */
export function createRuns({ engineHost, version }: { engineHost: EngineHost; version: string }): Runs {
  const events = createListeners<readonly RunEvent[]>();
  const notices = createListeners<RunNotice>();
  const readings = createListeners<RunReading>();
  const foldBegins = createListeners<StartedRun>();
  const crossValidationEnds = createListeners<CrossValidationEnd>();
  /** A run on its way to its engine, and the project that it is of. */
  let starting: Promise<FoldsTraining> | null = null;
  let startingProject = '';
  let active: FoldsTraining | null = null;
  /** The runs of what trains, or trained last: all folds up to now. */
  const trained = new Set<string>();

  const live = () => active?.live() ?? null;
  const training = () => live()?.document.run ?? (starting ? startingProject : null);

  /** Asks an engine about a run that there is; `directory` is its whole path then. */
  async function askEngine<T>(
    given: string,
    ask: (client: Client<EngineRequests, EngineEvents>, directory: string) => Promise<T>,
    withOne: (use: (client: Client<EngineRequests, EngineEvents>) => Promise<T>) => Promise<T> = (use) =>
      withEngine(engineHost, use),
  ): Promise<T> {
    await readRun(given);
    const directory = resolve(given);
    const use = (client: Client<EngineRequests, EngineEvents>) => {
      client.on('engine:notice', ({ message }) => notices.tell({ directory, message }));
      client.on('engine:reading', (progress) => readings.tell({ directory, progress }));
      return ask(client, directory);
    };
    try {
      return await withOne(use);
    } finally {
      // A process that is gone has not said it.
      readings.tell({ directory, progress: null });
    }
  }

  async function plan(project: string, overrides: RunOverrides): Promise<RunPlan> {
    const opened = await openProject(project);
    checkProject(opened);
    const { name, model, data } = opened;
    const { limit = null, ...settings } = overrides;
    const training = trainingSchema.parse({ ...opened.training, ...settings });
    return { folder: runsFolder(resolve(project)), project: name, limit, model, data, training };
  }

  /** Starts a run as planned, or one of its folds: the first where it is not said which. */
  async function begin(
    { folder, ...planned }: RunPlan,
    next: RunFold | null,
    notices: readonly Words[] = [],
  ): Promise<Training> {
    const started = Date.now();
    const { project } = planned;
    const { folds } = planned.training;
    const name = folds === null ? project : `${project} fold ${next?.fold ?? 1}`;
    const directory = await makeRunFolder(folder, name, new Date(started));
    const run = basename(directory);
    const document: RunDocument = {
      app: 'layerloom',
      version: runVersion,
      layerloom: version,
      run,
      started,
      process: null,
      fold: next ?? (folds === null ? null : { crossValidation: run, fold: 1, folds }),
      engine: null,
      result: null,
      ...planned,
    };
    try {
      const tellReading = (progress: RunReading['progress']) => readings.tell({ directory, progress });
      return await startTraining({ engineHost, directory, document, notices, tell: events.tell, tellReading });
    } catch (error) {
      // Nothing has been trained: a folder without a run in it would only be in the way.
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts all that a project is to train. */
  async function beginAll(project: string, overrides: RunOverrides, looked: string | null): Promise<FoldsTraining> {
    const planned = await plan(project, overrides);
    const first = await begin(planned, null, await tellChanged(planned.data, looked));
    trained.clear();
    trained.add(first.live().document.run);
    return trainFolds({
      first,
      begin: (fold) => begin(planned, fold),
      onNext(last, next) {
        trained.add(next.document.run);
        events.tell([last]);
        foldBegins.tell(startedRun(next));
      },
    });
  }

  return {
    async start(project, overrides = {}, looked = null) {
      const before = training();
      if (before !== null) throw new UserError(say(runMessages['already-training'], { run: before }));
      startingProject = basename(project);
      starting = beginAll(project, overrides, looked);
      try {
        active = await starting;
      } finally {
        starting = null;
      }
      const { fold } = active.live().document;
      void active.ended.then(({ last, outcome, reason }) => {
        active = null;
        // Only now: whoever hears of the end may start the next run and reads a whole run.json.
        events.tell([last]);
        if (fold) crossValidationEnds.tell({ crossValidation: fold.crossValidation, outcome, reason });
      });
      return startedRun(active.live());
    },
    async stop(run) {
      if (trained.has(run)) {
        await active?.stop();
        return;
      }
      const expected = live()?.document.run ?? say(phrases['any-training-run']);
      throw new UserError(say(runMessages['run-not-training'], { run, expected }));
    },
    training,
    list: (project) => listRuns(resolve(project), live()),
    async read(directory) {
      const folder = resolve(directory);
      const summary = await summarizeRun(folder, live());
      return { summary, events: await readEvents(folder) };
    },
    evaluate: (run, part) => askEngine(run, (client, directory) => client.ask('engine:evaluate', { directory, part })),
    predict: (run, source, signal) =>
      askEngine(
        run,
        (client, directory) => {
          const rows = source.kind === 'file' ? { ...source, path: resolve(source.path) } : source;
          return client.ask('engine:predict', { directory, source: rows });
        },
        (use) => (signal ? withEngineUntil(engineHost, signal, use) : withEngine(engineHost, use)),
      ),
    async generate({ directory: run, ...generated }, { signal, onText }) {
      let grown = '';
      try {
        const ask = async (client: Client<EngineRequests, EngineEvents>, directory: string) => {
          client.on('engine:text-grown', ({ text }) => {
            grown = text;
            onText(text);
          });
          return client.ask('engine:generate', { directory, ...generated });
        };
        return { outcome: 'done', ...(await askEngine(run, ask, (use) => withEngineUntil(engineHost, signal, use))) };
      } catch (error) {
        if (!signal.aborted || error !== signal.reason) throw error;
        return { outcome: 'cancelled', text: grown };
      }
    },
    async checkExport(directory, format) {
      const { model } = await readRun(directory);
      const graph = kerasGraph(model);
      return { limits: [...checkExport(formats[format], graph)], packages: [...formats[format].packages(graph)] };
    },
    async export(run, format, given, how = { signal: new AbortController().signal, onStage: () => undefined }) {
      const { signal, onStage } = how;
      const path = resolve(given);
      const ask = (client: Client<EngineRequests, EngineEvents>, directory: string) => {
        client.on('engine:export-stage', onStage);
        return client.ask('engine:export', { directory, format, path });
      };
      try {
        return await askEngine(run, ask, (use) => withEngineUntilStopped(engineHost, signal, use));
      } catch (error) {
        if (!signal.aborted || error !== signal.reason) throw error;
        // An engine that was ended could not clear up itself.
        await sweepLeftovers(path);
        return null;
      }
    },
    onEvents: events.hear,
    onFoldBegin: foldBegins.hear,
    onCrossValidationEnd: crossValidationEnds.hear,
    onNotice: notices.hear,
    onReading: readings.hear,
    async close() {
      const training = active ?? (await starting?.catch(() => null));
      await training?.stop(closingTime);
    },
  };
}

/** What is to be trained: the project's files as they were when it began, for all folds alike. */
interface RunPlan extends Pick<RunDocument, 'project' | 'limit' | 'model' | 'data' | 'training'> {
  /** Where its runs are made. */
  readonly folder: string;
}

function startedRun({ directory, document: { run, started, fold } }: LiveRun): StartedRun {
  return { run, directory, started, fold };
}

/** Those who hear of one kind of moment. */
function createListeners<T>() {
  const listeners = new Set<(told: T) => void>();
  return {
    tell(told: T): void {
      for (const listener of listeners) listener(told);
    },
    /** Returns a function that stops hearing. */
    hear(listener: (told: T) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** How long a run gets to save its last state when the app ends, in milliseconds. */
const closingTime = 5000;

/** Throws UserError for a project without data, or with a model that has problems of its own; its fit to the data is seen by the engine. */
function checkProject({ model, data }: Project): void {
  if (data.source.kind === 'none') throw new UserError(runMessages['no-data']);
  const errors = findProblems(model, null).problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const where = whereOf(model, first);
  const text = problemSentence(first);
  const problem = where === '' ? text : say(phrases['with-name'], { name: where, text });
  throw new UserError(say(runMessages['project-problems'], { count: errors.length, problem }));
}

/** Says that data are others than those that a person saw; of what is gone the run says so itself. */
async function tellChanged(data: DataDocument, looked: string | null): Promise<Words[]> {
  if (looked === null || !('path' in data.source)) return [];
  const now = await stampSource(data, null);
  return now === null || now === looked ? [] : [say(runMessages['data-changed'], { file: data.source.path })];
}

/** Makes a new folder named by time and project: `2026-11-23T12-00-00-digits`. */
async function makeRunFolder(folder: string, project: string, time: Date): Promise<string> {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}-${two(time.getMinutes())}-${two(time.getSeconds())}`;
  const slug = project
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const name = [`${day}T${clock}`, slug].filter(Boolean).join('-');
  try {
    await mkdir(folder, { recursive: true });
    for (let count = 1; ; count++) {
      const directory = join(folder, count === 1 ? name : `${name}-${count}`);
      try {
        await mkdir(directory);
        return directory;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw describeFileError(error, folder, 'written');
  }
}
