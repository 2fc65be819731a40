import { emptyData } from '../shared/data/document.ts';
import { emptyModel } from '../shared/graph/document.ts';
import { type RunDocument, runVersion } from '../shared/training/run.ts';
import { defaultTraining } from '../shared/training/settings.ts';

/** What `run.json` has of a run that has just begun; of an empty project unless told. */
export function runDocumentOf(run: string, changes: Partial<RunDocument> = {}): RunDocument {
  return {
    app: 'layerloom',
    version: runVersion,
    layerloom: '0.0.0',
    run,
    project: 'a project',
    started: 0,
    process: null,
    limit: null,
    fold: null,
    engine: null,
    result: null,
    model: emptyModel,
    data: emptyData,
    training: defaultTraining,
    ...changes,
  };
}
