import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { BlockId, ModelDocument } from '../../shared/graph/document.ts';
import { expand } from '../../shared/graph/expand.ts';
import { type Match, matchData } from '../../shared/graph/match.ts';
import { canTrain, findProblems } from '../../shared/graph/problems.ts';
import { UserError, wordsOf } from '../../shared/ipc/port.ts';
import { problemSentence } from '../../shared/messages/problem.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import { balancedWeights } from '../../shared/training/class-weights.ts';
import { deriveSeed } from '../../shared/training/random.ts';
import type { RunDocument } from '../../shared/training/run.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import type { Dataset, OpenOptions } from '../data/dataset.ts';
import { openDataset } from '../data/open.ts';
import { parsePreparation, stepsOfTarget } from '../data/preparation/preparation.ts';
import { unwatchedReading } from '../data/reading.ts';
import { type Checkpoint, type CheckpointTensor, readCheckpoint } from '../formats/checkpoint.ts';
import { checkpointFile, readPreparation, readRun, weightsOf } from '../formats/run-folder.ts';
import { type Backend, NoBackendError, type StartOptions, startBackend } from './backends/backend.ts';
import { createFeed, type Feed } from './feed.ts';
import { compileProgram, type Program, workOfBatch } from './program/program.ts';
import { chooseStep } from './step/choose.ts';
import type { Step } from './step/step.ts';
import type { TargetSteps } from './step/undo-target.ts';

/** A run's model on its data, ready to compute. */
export interface Job {
  readonly run: RunDocument;
  readonly backend: Backend;
  readonly program: Program;
  readonly dataset: Dataset;
  readonly match: Match;
  /** What targets of numbers went through, which is undone in what people see. */
  readonly targetSteps: TargetSteps;
  readonly feed: Feed;
  readonly step: Step;
  /** Frees model and data. */
  close(): void;
}

/** What the process of a job knows of starting engines. */
export type JobStart = Omit<StartOptions, 'work'>;

/** Who starts the engine of a job, hears of its data, and may end that. */
export interface JobOptions {
  readonly start?: JobStart | undefined;
  /** Hears what of the data is left out. */
  readonly tell?: ((message: Words) => void) | undefined;
  /** Hears how far the data is opened; null once that is over. */
  readonly onReading?: ((progress: DatasetProgress | null) => void) | undefined;
  /** Ends the opening when it is aborted; it then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a run: `fresh` fits the preparation and draws first weights; `trained` takes both from the run, the weights of its best
 * checkpoint, or of its last where no epoch was finished. Throws UserError for whatever stands in the way, in words for people.
 */
export async function openJob(directory: string, state: 'fresh' | 'trained', options: JobOptions = {}): Promise<Job> {
  const run = await readRun(directory);
  const { model, training } = run;
  const trained =
    state === 'trained'
      ? { preparation: await readPreparation(directory), checkpoint: await readTrained(directory) }
      : null;
  const program = compileProgram(model);
  const work = workOfBatch(program, training.batchSize);
  const started = await startEngine(training.engine, { ...options.start, work });
  options.signal?.throwIfAborted();
  const dataset = await openDatasetOf(run, trained?.preparation, options);
  try {
    checkFit(model, dataset);
    const match = matchData(expand(model).graph, dataset.features, dataset.targets);
    const targetSteps = targetStepsOf(dataset, match);
    const feed = createFeed(dataset, match);
    const { optimizer, seed, batchSize } = training;
    const { step, reason } = await chooseStep(
      started,
      program,
      {
        optimizer,
        seed,
        targetSteps,
        ...(training.classWeights === 'balanced' && { classWeights: weighClasses(dataset, match) }),
      },
      // Augmented as in training: rows that are mixed have targets of another form.
      trained
        ? null
        : () => feed.batches('train', { batchSize, shuffleSeed: null, augmentSeed: deriveSeed(seed, 'augment', 0) }),
    );
    const backend = { ...started, reason };
    if (trained) loadWeights(step, trained.checkpoint);
    const close = () => {
      step.dispose();
      dataset.close();
    };
    return { run, backend, program, dataset, match, targetSteps, feed, step, close };
  } catch (error) {
    dataset.close();
    throw error;
  }
}

/** How much a row of each class counts, by the Outputs that learn classes. */
function weighClasses(dataset: Dataset, { targets }: Match): ReadonlyMap<BlockId, readonly number[]> {
  const ofClasses = [...targets].filter(([, { kind }]) => kind === 'classes');
  return new Map(ofClasses.map(([block, { name }]) => [block, balancedWeights(dataset.classCounts(name))]));
}

function targetStepsOf(dataset: Dataset, { targets }: Match): TargetSteps {
  const preparation = parsePreparation(dataset.preparation);
  const steps = Array.from(targets, ([block, { name }]) => [block, stepsOfTarget(preparation, name)] as const);
  return new Map(steps.filter(([, { length }]) => length > 0));
}

/** Tells of targets that steps prepare, so that nobody takes the loss for one in their unit. */
export function tellPreparedTargets(
  { targetSteps, match }: Pick<Job, 'targetSteps' | 'match'>,
  tell: (message: Words) => void,
): void {
  for (const block of targetSteps.keys())
    tell(say(runMessages['target-prepared'], { column: match.targets.get(block)!.name }));
}

async function openDatasetOf(
  { data, limit, fold }: RunDocument,
  preparation: OpenOptions['preparation'],
  { tell, signal, onReading }: JobOptions,
): Promise<Dataset> {
  const unwatched = unwatchedReading();
  const reading = { signal: signal ?? unwatched.signal, report: onReading ?? unwatched.report };
  try {
    return await openDataset(data, { directory: null, limit, fold, preparation, tell, reading });
  } finally {
    onReading?.(null);
  }
}

/** Starts the engine of a project. Throws UserError, in words about each engine, where there is none. */
export function startEngine(engine: TrainingDocument['engine'], options: StartOptions): Promise<Backend> {
  return startBackend(engine, undefined, options).catch((error: unknown) => {
    throw error instanceof NoBackendError ? new UserError(error.words) : error;
  });
}

/** Throws UserError with the first problem of the model on its data. */
export function checkFit(model: ModelDocument, { features, targets }: Dataset): void {
  const { problems } = findProblems(model, { features: [...features], targets: [...targets] });
  if (canTrain(problems)) return;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const values = { count: errors.length, problem: problemSentence(errors[0]!) };
  throw new UserError(say(runMessages['project-problems'], values));
}

/** Reads the checkpoint with the weights of a run. Throws UserError if there is none yet, or it is not sound. */
export async function readTrained(directory: string): Promise<Checkpoint> {
  const name = await weightsOf(directory);
  if (name === null)
    throw new UserError(say(runMessages['no-checkpoint'], { file: checkpointFile(directory, 'last') }));
  return readCheckpoint(checkpointFile(directory, name));
}

function loadWeights(step: Step, { weights }: Checkpoint): void {
  try {
    step.loadWeights(new Map([...weights].map(([id, { data }]) => [id, data])));
  } catch (error) {
    throw new UserError(say(runMessages['checkpoint-unfit'], { problem: wordsOf(error) }));
  }
}

/** Weights and optimizer slots of a step as they are now, with their shapes. */
export async function readState(program: Program, step: Step): Promise<Pick<Checkpoint, 'weights' | 'slots'>> {
  const shapes = new Map(program.weights.map(({ id, spec }) => [id, spec.shape]));
  const weights = new Map<string, CheckpointTensor>();
  for (const [id, data] of await step.readWeights()) weights.set(id, { shape: shapes.get(id)!, data });
  const slots = new Map<string, CheckpointTensor>();
  const optimizer = await step.readOptimizer();
  for (const [id, data] of optimizer.slots) {
    slots.set(id, { shape: shapes.get(id.slice(0, id.lastIndexOf('/')))!, data });
  }
  return { weights, slots };
}
