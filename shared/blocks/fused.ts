import type { NormalizeBatch } from './normalization.ts';
import type { GruSteps, LstmSteps } from './recurrent.ts';

/** What a backend computes itself in place of operations that a block composes it of. A loop answers null for what it does not do. */
export interface FusedLayers {
  readonly lstm?: (...args: Parameters<LstmSteps>) => ReturnType<LstmSteps> | null;
  readonly gru?: (...args: Parameters<GruSteps>) => ReturnType<GruSteps> | null;
  readonly batchNormalization?: NormalizeBatch;
}
