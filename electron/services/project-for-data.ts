import { basename, extname, resolve } from 'node:path';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { withFoundSource } from '../../shared/data/found-source.ts';
import { suggestWindows, withWindows } from '../../shared/data/windows.ts';
import { networkForData, trainingForData } from '../../shared/graph/network-for-data.ts';
import type { Project } from '../../shared/ipc/contract.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import { findSource } from '../data/find-source.ts';
import { inspectDataset } from '../data/inspect.ts';
import { emptyProject } from './projects.ts';

/** What is asked of data beside its path. */
export interface WantedData {
  /** The column to predict; null for the one that is guessed. */
  readonly target?: string | null;
  /** Rows of a window where rows follow each other in time; null where each row is a sample. */
  readonly windowLength?: number | null;
}

/** What a look at data found, and the document that says so. */
export interface FoundData {
  readonly data: DataDocument;
  readonly summary: DatasetSummary;
}

/**
 * Looks at a source, with a column as the target if one is named. Answers the document with every column as it was found, so that what is
 * found later in a changed file does not change the network's inputs. Throws UserError for a source that cannot be read, and for a
 * target that it does not have. With `windowLength`, rows are a time series, in windows of so many rows.
 */
export async function findData(
  path: string,
  { target = null, windowLength = null }: WantedData,
  before: DataDocument = emptyData,
): Promise<FoundData> {
  let data = withFoundSource(before, await findSource(resolve(path)));
  const look = () => inspectDataset(data, { directory: null });
  let summary = await look();
  if (target !== null) {
    const column = summary.columns.find(({ name }) => name === target);
    if (column === undefined) {
      const received = summary.columns.map(({ name }) => name).join(', ');
      throw new UserError(say(dataMessages['column-missing'], { column: target, expected: `"${target}"`, received }));
    }
    // With a target that is named, none is guessed: the column that was is an input like the others.
    data = { ...data, columns: { [target]: { kind: column.kind, role: 'target' } } };
    summary = await look();
  }
  if (windowLength !== null) {
    if (data.source.kind !== 'table') throw new UserError(say(dataMessages['windows-no-table'], { file: path }));
    const { train, validation, test } = summary.rows;
    const suggested = suggestWindows(summary.columns, train + validation + test);
    data = withWindows(withColumns(data, summary), { ...suggested, length: windowLength });
    summary = await look();
  }
  return { data: withColumns(data, summary), summary };
}

function withColumns(data: DataDocument, { columns }: DatasetSummary): DataDocument {
  // The columns of a text are its windows, of which nothing is a setting.
  if (data.source.kind === 'next-token') return data;
  return { ...data, columns: Object.fromEntries(columns.map(({ name, kind, role }) => [name, { kind, role }])) };
}

/** A new project with a network and settings that fit a source. Throws UserError for data that nothing can be learned from. */
export async function projectForData(path: string, wanted: WantedData): Promise<Project> {
  const { data, summary } = await findData(path, wanted);
  if (summary.features.length === 0 || summary.targets.length === 0)
    throw new UserError(summary.warnings[0] ?? dataMessages['no-target']);
  const name = basename(path, extname(path));
  return { ...emptyProject(name), data, model: networkForData(summary), training: trainingForData(summary) };
}
