import {
  isSameNetwork,
  type PlacedTimes,
  sumOfTimes,
  timesByPlace,
  timesThatStand,
} from '../../shared/graph/block-times.ts';
import type { BlockId, ModelDocument } from '../../shared/graph/document.ts';
import type { PassTimes, Profile } from '../../shared/ipc/profile.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import type { MeasuredTimes } from './profile.ts';
import { useEditorState } from './use-editor.ts';

/** What was measured, on the model as it is now. */
export interface TimesNow {
  readonly profile: Profile;
  /** By the ids of the written-out graph; those of blocks that are gone are not among them. */
  readonly times: ReadonlyMap<BlockId, PassTimes>;
  readonly places: ReadonlyMap<string, PlacedTimes>;
  readonly sum: PassTimes;
  /** What has changed since it was measured, so that it may take another time now; null if nothing has. */
  readonly outdatedBy: 'network' | 'settings' | null;
}

/** What a measurement says of a model with these settings. */
export function timesNow(
  { profile, model: before, settings }: MeasuredTimes,
  model: ModelDocument,
  { batchSize, engine }: Pick<TrainingDocument, 'batchSize' | 'engine'>,
): TimesNow {
  const times = timesThatStand(model, profile);
  const settingsDiffer = settings.batchSize !== batchSize || settings.engine !== engine;
  return {
    profile,
    times,
    places: timesByPlace(model, times),
    sum: sumOfTimes(times.values()),
    outdatedBy: isSameNetwork(before, model) ? (settingsDiffer ? 'settings' : null) : 'network',
  };
}

let last: { readonly of: readonly unknown[]; readonly now: TimesNow } | null = null;

/** The same, computed once for each state, however many show it. */
function timesFor(
  measured: MeasuredTimes,
  model: ModelDocument,
  batchSize: TrainingDocument['batchSize'],
  engine: TrainingDocument['engine'],
): TimesNow {
  const of = [measured, model, batchSize, engine];
  if (last?.of.every((each, at) => each === of[at])) return last.now;
  last = { of, now: timesNow(measured, model, { batchSize, engine }) };
  return last.now;
}

/** What was measured last of the open model; null while nothing was, or where it is not wanted. */
export function useMeasuredTimes(isWanted = true): TimesNow | null {
  const measured = useEditorState(({ view }) => (isWanted ? view.measured : null));
  const model = useEditorState(({ document }) => document.project.model);
  const batchSize = useEditorState(({ document }) => document.project.training.batchSize);
  const engine = useEditorState(({ document }) => document.project.training.engine);
  return measured && timesFor(measured, model, batchSize, engine);
}
