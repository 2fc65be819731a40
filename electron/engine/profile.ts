import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { expand } from '../../shared/graph/expand.ts';
import { matchData } from '../../shared/graph/match.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Profile, Profiled, ProfileProgress } from '../../shared/ipc/profile.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { createRandom, deriveSeed } from '../../shared/training/random.ts';
import type { BatchTensor } from '../data/dataset.ts';
import { openDataset } from '../data/open.ts';
import { describeFailure } from './failure.ts';
import { createFeed } from './feed.ts';
import { checkFit, type JobStart, startEngine } from './job.ts';
import { measureBlocks } from './measure-blocks.ts';
import { compileProgram, type Program, workOfBatch } from './program/program.ts';
import { createReadingTeller } from './reading-teller.ts';

/** Who hears how far a measurement is, and ends it. */
export interface ProfileOptions {
  readonly signal: AbortSignal;
  readonly report: (progress: ProfileProgress) => void;
  readonly start?: JobStart;
  /** How long to time passes, in milliseconds. */
  readonly budget?: number;
}

/**
 * Measures how long each block of a project takes on its engine, for a batch of its data, or of drawn numbers where it has none. Throws
 * UserError for whatever stands in the way, in words for people.
 */
export async function profile(
  { model, data, training, directory }: Profiled,
  { signal, report, start, budget }: ProfileOptions,
): Promise<Profile> {
  report({ phase: 'prepare', share: null });
  const program = compileProgram(model);
  const { batchSize, seed } = training;
  const ownData = data.source.kind !== 'none';
  // Before the engine starts: it is the quicker to fail.
  const { rows, inputs } = ownData
    ? await readBatch({ model, data, training, directory }, { signal, report })
    : { rows: batchSize, inputs: drawInputs(program, batchSize, seed) };
  const backend = await startEngine(training.engine, { ...start, work: workOfBatch(program, batchSize) });
  const { name, version, device, reason } = backend;
  const network = { backend, program, inputs, seed };
  const measured = await measureBlocks(network, { signal, report, ...(budget !== undefined && { budget }) }).catch(
    (error: unknown) => {
      throw signal.aborted ? error : new UserError(describeFailure(error));
    },
  );
  return {
    engine: { name, version, device, reason },
    batchSize: rows,
    ownData,
    rounds: measured.rounds,
    blocks: [...measured.blocks],
    whole: measured.whole,
    time: Date.now(),
  };
}

type Inputs = ReadonlyMap<BlockId, BatchTensor>;

/** The first rows of the training part, as the model takes them. */
async function readBatch(
  { model, data, training, directory }: Profiled,
  { signal, report }: Pick<ProfileOptions, 'signal' | 'report'>,
) {
  const { batchSize } = training;
  const tell = createReadingTeller((progress) =>
    report({ phase: 'prepare', share: null, ...(progress && { reading: progress }) }),
  );
  const dataset = await openDataset(data, { directory, limit: batchSize, reading: { signal, report: tell } });
  tell(null);
  try {
    checkFit(model, dataset);
    const feed = createFeed(dataset, matchData(expand(model).graph, dataset.features, dataset.targets));
    for await (const { rows, inputs } of feed.batches('train', { batchSize, shuffleSeed: null })) {
      return { rows, inputs: new Map(Object.entries(inputs)) as Inputs };
    }
    throw new UserError(say(runMessages['no-rows'], { part: say(phrases['part-train']) }));
  } finally {
    dataset.close();
  }
}

/** Whole numbers are below this where no block looks them up in a table. */
const usualBound = 256;

/** Numbers in the shapes of the Inputs: whole ones that every table of the model has, others of the normal distribution. */
function drawInputs(program: Program, rows: number, seed: number): Inputs {
  const sizes = program.calls.flatMap(({ definition, params }) => {
    const size = definition.vocabulary && (params as Readonly<Record<string, unknown>>)[definition.vocabulary];
    return typeof size === 'number' ? [size] : [];
  });
  const bound = sizes.length > 0 ? Math.min(...sizes) : usualBound;
  return new Map(
    program.inputs.map(({ block, spec }) => {
      const shape = [rows, ...spec.shape];
      const random = createRandom(deriveSeed(seed, 'profile', block));
      const count = sizeOf(shape);
      const whole = () => Int32Array.from({ length: count }, () => random.integer(bound));
      return [block, { data: spec.dtype === 'int32' ? whole() : random.normal(count), shape }];
    }),
  );
}
