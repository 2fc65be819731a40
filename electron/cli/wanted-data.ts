import type { WantedData } from '../services/project-for-data.ts';
import type { Arguments } from './command.ts';

/** What the options say of data beside its path: the target, and the rows of a window of a time series. */
export function wantedData(args: Arguments): WantedData {
  return { target: args.option('target') ?? null, windowLength: args.number('windows', 1) ?? null };
}
