import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { withTargetsScaled } from '../../shared/data/target-steps.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import { networkForData, trainingForData } from '../../shared/graph/network-for-data.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { editCommand } from './command.ts';

/** What a network can be made from: the summary of data with something to see and something to tell. */
export type DataToLearn = Pick<DatasetSummary, 'features' | 'targets' | 'rows' | 'warnings'>;

/** Whether a network can be made: the canvas is empty, and there is something to learn. */
export function canMakeNetwork({ model }: Pick<ProjectDocument, 'model'>, { features, targets }: DataToLearn): boolean {
  return Object.keys(mainGraph(model).blocks).length === 0 && features.length > 0 && targets.length > 0;
}

/** Makes a network that fits the data on an empty canvas, with as many epochs as suit it: what a new project from the same data has. */
export const makeNetwork = editCommand<{ readonly summary: DataToLearn }>({
  id: 'model:make-network',
  label: 'command.makeNetwork',
  from({ document, view: { dataset } }) {
    if (dataset.state !== 'ready' || !canMakeNetwork(document.project, dataset.summary)) return null;
    return { summary: dataset.summary };
  },
  run(project, { summary }) {
    if (!canMakeNetwork(project, summary)) return { project };
    const { epochs, batchSize } = trainingForData(summary);
    return {
      project: {
        ...project,
        data: withTargetsScaled(project.data, summary.warnings),
        model: networkForData(summary),
        training: { ...project.training, epochs, batchSize },
      },
    };
  },
});
