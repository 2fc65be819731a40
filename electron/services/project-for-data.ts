import { basename, extname, resolve } from 'node:path';
import { fillArray, unfilledArray } from '../../shared/data/array-steps.ts';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { type DataDocument, emptyData, type Windows } from '../../shared/data/document.ts';
import { withFoundSource } from '../../shared/data/found-source.ts';
import { needOfTarget, withTargetsScaled } from '../../shared/data/target-steps.ts';
import { suggestWindows, withWindows } from '../../shared/data/windows.ts';
import { networkForData, trainingForData } from '../../shared/graph/network-for-data.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { inARow, say, type Words } from '../../shared/messages/sentence.ts';
import { findColumns, inspectDataset } from '../data/inspect.ts';
import { type Reading, unwatchedReading } from '../data/reading.ts';
import { findSource } from '../data/sources/find-source.ts';
import { emptyProject } from './projects.ts';

/** What a look at data found, and the document that says so. */
export interface FoundData {
  readonly data: DataDocument;
  readonly summary: DatasetSummary;
  /** What windows go by, where they were asked for. */
  readonly said: readonly Words[];
}

/** What a person has said of data beside where they are; what is not said is to be found. */
export interface WantedData {
  /** The sheet of a workbook. */
  readonly sheet?: string;
  /** Columns that are to be targets. */
  readonly targets?: readonly string[];
  /** Inputs of the model, and the columns that go to them. */
  readonly inputs?: readonly { readonly input: string; readonly column: string }[];
  /** Windows, where rows follow each other in time, of `length` rows; null where each row is a sample. */
  readonly windows?: (Pick<Windows, 'length'> & Partial<Windows>) | null;
}

/**
 * Looks at a source, with columns as targets and for Inputs where they are named. Answers the document with every column as it was found, so
 * that what is found later in a changed file does not change the network's inputs. Throws UserError for a source that cannot be read, and
 * for a column that it does not have. Arrays that no step would fill get one. Whoever watches hears how far the look is, and can end it. With `windows`, rows are a time series; what of those is not said is as the data show.
 */
export async function findData(
  path: string,
  { sheet, targets = [], inputs = [], windows = null }: WantedData,
  before: DataDocument = emptyData,
  watched: Partial<Reading> = {},
): Promise<FoundData> {
  const reading = { ...unwatchedReading(), ...watched };
  let data = withFoundSource(before, await findSource(resolve(path), sheet));
  const look = () => inspectDataset(data, { directory: null, reading });
  if (targets.length + inputs.length > 0) {
    const columns = await findColumns(data, { directory: null, reading });
    const kindOf = (wanted: string) => {
      const column = columns.find(({ name }) => name === wanted);
      if (column !== undefined) return column.kind;
      const received = columns.map(({ name }) => name).join(', ');
      throw new UserError(say(dataMessages['column-missing'], { column: wanted, expected: `"${wanted}"`, received }));
    };
    // With a target that is named, none is guessed: the column that was is an input like the others.
    data = {
      ...data,
      columns: Object.fromEntries([
        ...targets.map((name) => [name, { kind: kindOf(name), role: 'target' }] as const),
        ...inputs.map(({ input, column }) => [column, { kind: kindOf(column), role: 'input', input }] as const),
      ]),
    };
  }
  let summary = await look();
  if (windows !== null) {
    if (data.source.kind !== 'table') throw new UserError(say(dataMessages['windows-no-table'], { file: path }));
    const wanted = { ...suggestWindows(summary), ...windows };
    const names = summary.columns.map(({ name }) => name);
    for (const received of [wanted.time, wanted.series])
      if (received !== null && !names.includes(received))
        throw new UserError(say(dataMessages['windows-column'], { expected: names.join(', '), received }));
    data = withWindows(withColumns(data, summary), wanted);
    summary = await look();
  }
  // As tables have their empty cells filled from the start, whatever column they are in.
  for (let name = unfilledArray(summary.warnings); name !== null; name = unfilledArray(summary.warnings)) {
    data = { ...data, preparation: [...data.preparation, fillArray(name)] };
    summary = await look();
  }
  return { data: withColumns(data, summary), summary, said: windows === null ? [] : [sayOrder(data.windows!)] };
}

/** What windows go by. */
function sayOrder({ time, series }: Windows): Words {
  const order = time === null ? say(phrases['order-of-file']) : say(phrases['order-of-time'], { time });
  return series === null
    ? say(phrases['windows-one-series'], { order })
    : say(phrases['windows-by-series'], { series, order });
}

/** What is in the data that a project has. Throws UserError for a project without. */
export async function lookAtData(
  { data, directory }: Pick<Project, 'data' | 'directory'>,
  watched: Partial<Reading> = {},
): Promise<DatasetSummary> {
  if (data.source.kind === 'none') throw new UserError(dataMessages['no-source']);
  return inspectDataset(data, { directory, reading: { ...unwatchedReading(), ...watched } });
}

function withColumns(data: DataDocument, { columns }: DatasetSummary): DataDocument {
  // The columns of a text are its windows, of which nothing is a setting.
  if (data.source.kind === 'next-token') return data;
  const settled = columns.map(({ name, kind, role }) => [name, { ...data.columns[name], kind, role }] as const);
  return { ...data, columns: Object.fromEntries(settled) };
}

/** Sentences that say how a problem came to be, before it. */
const mostReasons = 3;

/** A new project with a network and settings that fit a source; `tell` hears what is worth a look in the data, `note` what windows go by. Throws UserError for data that nothing can be learned from. */
export async function projectForData(
  path: string,
  wanted: WantedData,
  {
    tell,
    note,
    ...watched
  }: Partial<Reading> & {
    readonly tell?: (warnings: readonly Words[]) => void;
    readonly note?: (words: Words) => void;
  } = {},
): Promise<Project> {
  const found = await findData(path, wanted, emptyData, watched);
  const { features, targets, warnings } = found.summary;
  for (const words of found.said) note?.(words);
  if (features.length === 0 || targets.length === 0) {
    // What follows the problem says how it came to be: why a column is ignored, or not read as numbers.
    const [problem = dataMessages['no-target'], ...reasons] = warnings;
    throw new UserError(inARow([...reasons.slice(0, mostReasons), problem]));
  }
  // What the project has a step for from its start is nothing to look at.
  tell?.(warnings.filter((words) => needOfTarget(words)?.isSkewed !== false));
  return projectOf(path, found);
}

/**
 * The same for a person who can go on from what was found: data that nothing can be learned from yet makes a project without a network, in
 * which the data says what is in the way. Throws UserError for a source that cannot be read, and for a reading that is ended.
 */
export async function beginWithData(path: string, reading: Reading): Promise<Project> {
  return projectOf(path, await findData(path, {}, emptyData, reading));
}

function projectOf(path: string, { data: found, summary }: Pick<FoundData, 'data' | 'summary'>): Project {
  const name = basename(path, extname(path));
  const data = withTargetsScaled(found, summary.warnings);
  return { ...emptyProject(name), data, model: networkForData(summary), training: trainingForData(summary) };
}
