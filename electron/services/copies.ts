import type { Copies } from '../../shared/data/copies.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { findCopies } from '../data/duplicates/find-copies.ts';
import type { Reading } from '../data/reading.ts';

/** The rows of a project's data that copy others. Throws UserError for data that cannot be searched. */
export function findProjectCopies(
  { data, directory }: Pick<Project, 'data' | 'directory'>,
  reading: Reading,
): Promise<Copies> {
  return findCopies(data, { directory, reading });
}
