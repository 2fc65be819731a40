import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PassedOver, Remedy } from '../../../shared/ipc/engines.ts';
import { wordsOf } from '../../../shared/ipc/port.ts';
import { engineMessages } from '../../../shared/messages/en.ts';
import { remedyWords } from '../../../shared/messages/remedies.ts';
import { inARow, inEnglish, say, type Words } from '../../../shared/messages/sentence.ts';
import type { EngineName } from '../../../shared/training/settings.ts';
import type { Work } from '../program/program.ts';
import { type BackendDefinition, type StartedBackend, UnavailableError } from './define-backend.ts';
import { type SelfTestReport, selfTest } from './self-test.ts';
import { tensorflow, tensorflowGpu } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

/** Every backend there is, best first; docs/decisions/webgpu.md says why in this order. */
export const backends: readonly BackendDefinition[] = [tensorflowGpu, tensorflow, webgpu, wasm];

/** A backend that runs and has proved itself. */
export interface Backend extends StartedBackend {
  readonly name: EngineName;
  /** Why this one runs, in words for people; names each better one that was passed over and why. */
  readonly reason: Words;
  readonly selfTest: SelfTestReport;
  /** Time from the call to the end of the self-test. */
  readonly seconds: number;
}

/** No backend could be started; `message` is for people and says why for each, and what to do. */
export class NoBackendError extends Error {
  readonly words: Words;
  readonly passedOver: readonly PassedOver[];

  constructor(wanted: 'auto' | EngineName, passedOver: readonly PassedOver[]) {
    const reasons = passedOver.flatMap(({ name, reason, remedy }) => {
      const whatToDo = remedyWords(name, remedy);
      return whatToDo === '' ? [reason] : [reason, say(engineMessages['to-do'], { remedy: whatToDo })];
    });
    const message = engineMessages[wanted === 'auto' ? 'none-left' : 'asked-not-there'];
    const words = say(message, { reasons: inARow(reasons) });
    super(inEnglish(words));
    this.name = 'NoBackendError';
    this.words = words;
    this.passedOver = passedOver;
  }
}

/** What else decides which backend starts. */
export interface StartOptions {
  /** What one pass of a batch through the network costs. */
  readonly work?: Work;
  /** Those that ended another process as they started: they are not tried. */
  readonly passedOver?: readonly PassedOver[];
  /** Hears which one is being started, before anything of it is loaded, and null when it has started or failed. */
  readonly onStarting?: (name: EngineName | null) => void;
}

/**
 * Starts a backend for this process, and proves it by its self-test. `auto` takes the best that passes and says what was passed over; a name takes
 * that one or none. Throws a `NoBackendError` when nothing is left.
 */
export async function startBackend(
  wanted: 'auto' | EngineName,
  candidates: readonly BackendDefinition[] = backends,
  { work, passedOver: crashed = [], onStarting = () => undefined }: StartOptions = {},
): Promise<Backend> {
  const passedOver: PassedOver[] = [];
  for (const definition of candidates) {
    if (wanted !== 'auto' && definition.name !== wanted) continue;
    if (wanted === 'auto' && definition.hasPlace && !(await definition.hasPlace())) continue;
    const begin = performance.now();
    const passOver = (reason: Words, problem: Words = reason, remedy: Remedy | null = null) =>
      passedOver.push({ name: definition.name, reason, problem, remedy });
    try {
      const known = crashed.find(({ name }) => name === definition.name);
      if (known) throw new UnavailableError(known.problem, known.remedy);
      const unfit = wanted === 'auto' ? await definition.unfit?.() : null;
      if (unfit) {
        passOver(say(engineMessages['passed-over'], { engine: definition.name, problem: unfit }), unfit);
        continue;
      }
      onStarting(definition.name);
      // What loads a library may end the process: who is to know of it has to be told before.
      await nextTurn();
      const started = await definition.start(work);
      const report = await selfTest(started.tf, started.fusedLayers);
      if (!report.ok) {
        passOver(describeFailure(definition.name, report));
        continue;
      }
      const seconds = (performance.now() - begin) / 1000;
      const reason = describeChoice(wanted, passedOver);
      return { ...started, name: definition.name, reason, selfTest: report, seconds };
    } catch (error) {
      const problem = error instanceof UnavailableError ? error.words : wordsOf(error);
      const remedy = error instanceof UnavailableError ? error.remedy : null;
      const reason = say(engineMessages['not-started'], { engine: definition.name, problem: sentence(problem) });
      passOver(reason, problem, remedy);
    } finally {
      onStarting(null);
    }
  }
  throw new NoBackendError(wanted, passedOver);
}

/** What a library says has not always a full stop, and other sentences follow. */
function sentence(words: Words): Words {
  if (typeof words !== 'string') return words;
  return /[.!?]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`;
}

function describeChoice(wanted: 'auto' | EngineName, passedOver: readonly PassedOver[]): Words {
  if (wanted !== 'auto') return engineMessages['asked-for'];
  return inARow([engineMessages['best-available'], ...passedOver.map(({ reason }) => reason)]);
}

function describeFailure(engine: EngineName, report: SelfTestReport): Words {
  const failed = report.checks.filter(({ ok }) => !ok);
  const received = failed
    .map(({ op, error, thrown }) => `${op} (${thrown ?? `error ${error.toPrecision(2)}`})`)
    .join(', ');
  return say(engineMessages['self-test-failed'], { engine, received });
}
