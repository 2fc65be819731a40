import type { Remedy } from '../../../shared/ipc/contract.ts';
import { engineMessages } from '../../../shared/messages/en.ts';
import { fill } from '../../../shared/messages/problem.ts';
import type { EngineName } from '../../../shared/training/settings.ts';
import type { Work } from '../program/program.ts';
import { type BackendDefinition, type StartedBackend, UnavailableError } from './define-backend.ts';
import { type SelfTestReport, selfTest } from './self-test.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

/** Every backend there is, best first; docs/decisions/webgpu.md says why in this order. */
export const backends: readonly BackendDefinition[] = [tensorflow, webgpu, wasm];

/** A backend that runs and has proved itself. */
export interface Backend extends StartedBackend {
  readonly name: EngineName;
  /** Why this one runs, in words for people; names each better one that was passed over and why. */
  readonly reason: string;
  readonly selfTest: SelfTestReport;
  /** Time from the call to the end of the self-test. */
  readonly seconds: number;
}

/** A backend that was tried and does not run. */
export interface PassedOver {
  readonly name: EngineName;
  readonly reason: string;
  /** The reason for who knows already which engine it is about. */
  readonly problem: string;
  /** Null where nothing is known. */
  readonly remedy: Remedy | null;
}

/** No backend could be started; `message` is for people and says why for each. */
export class NoBackendError extends Error {
  readonly passedOver: readonly PassedOver[];

  constructor(passedOver: readonly PassedOver[]) {
    super(fill(engineMessages['none-left'], { reasons: passedOver.map(({ reason }) => reason).join(' ') }));
    this.name = 'NoBackendError';
    this.passedOver = passedOver;
  }
}

/**
 * Starts a backend for this process, for a network whose batches are so much work, and proves it by its self-test. `auto` takes the best
 * that passes and says what was passed over; a name takes that one or none. Throws a `NoBackendError` when nothing is left.
 */
export async function startBackend(
  wanted: 'auto' | EngineName,
  candidates: readonly BackendDefinition[] = backends,
  work?: Work,
): Promise<Backend> {
  const passedOver: PassedOver[] = [];
  for (const definition of candidates) {
    if (wanted !== 'auto' && definition.name !== wanted) continue;
    const begin = performance.now();
    const passOver = (reason: string, problem = reason, remedy: Remedy | null = null) =>
      passedOver.push({ name: definition.name, reason, problem, remedy });
    try {
      const unfit = wanted === 'auto' ? await definition.unfit?.() : null;
      if (unfit) {
        passOver(fill(engineMessages['passed-over'], { engine: definition.name, problem: unfit }), unfit);
        continue;
      }
      const started = await definition.start(work);
      const report = await selfTest(started.tf, started.fusedSteps);
      if (!report.ok) {
        passOver(describeFailure(definition.name, report));
        continue;
      }
      const seconds = (performance.now() - begin) / 1000;
      const reason = describeChoice(wanted, passedOver);
      return { ...started, name: definition.name, reason, selfTest: report, seconds };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const remedy = error instanceof UnavailableError ? error.remedy : null;
      passOver(fill(engineMessages['not-started'], { engine: definition.name, problem }), problem, remedy);
    }
  }
  throw new NoBackendError(passedOver);
}

function describeChoice(wanted: 'auto' | EngineName, passedOver: readonly PassedOver[]): string {
  if (wanted !== 'auto') return engineMessages['asked-for'];
  return [engineMessages['best-available'], ...passedOver.map(({ reason }) => reason)].join(' ');
}

function describeFailure(engine: EngineName, report: SelfTestReport): string {
  const failed = report.checks.filter(({ ok }) => !ok);
  const received = failed
    .map(({ op, error, thrown }) => `${op} (${thrown ?? `error ${error.toPrecision(2)}`})`)
    .join(', ');
  return fill(engineMessages['self-test-failed'], { engine, received });
}
