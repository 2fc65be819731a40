import { type Findings, findProblems } from '../../shared/graph/problems.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { inspectDataset } from '../data/inspect.ts';
import { openProject } from './projects.ts';

/** A project of a folder with its shapes and problems, on its data if it has some. Throws UserError for what cannot be read. */
export async function checkProject(directory: string): Promise<Findings & { readonly project: Project }> {
  const project = await openProject(directory);
  const hasData = project.data.source.kind !== 'none';
  const data = hasData ? await inspectDataset(project.data, { directory: project.directory }) : null;
  return { project, ...findProblems(project.model, data) };
}
