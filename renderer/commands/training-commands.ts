import type { TrainingDocument } from '../../shared/training/settings.ts';
import { editCommand } from './command.ts';

/** Sets how the next run trains. */
export const setTraining = editCommand<{ readonly change: Partial<TrainingDocument> }>({
  id: 'training:set',
  label: 'training.doSet',
  run(project, { change }) {
    const training = { ...project.training, ...change };
    return {
      project: JSON.stringify(training) === JSON.stringify(project.training) ? project : { ...project, training },
    };
  },
});
