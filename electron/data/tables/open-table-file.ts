import { stat } from 'node:fs/promises';
import { describeFileError, readBeginning } from '../files.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { openCsv } from './csv.ts';
import type { TableSource } from './table.ts';
import { openJson, openParquet } from './typed-files.ts';

/** Opens a table by what the file begins with: Parquet, JSON, else CSV. Throws UserError naming the file. */
export async function openTableFile(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  // What is no file is refused where tables are read.
  const begin = about.isDirectory() ? '' : (await readBeginning(path, 256)).toString('latin1');
  if (begin.startsWith('PAR1')) return openParquet(path, reading);
  if (/^(?:\u00ef\u00bb\u00bf)?\s*(?:\{\s*["}]|\[\s*[[{])/.test(begin)) return openJson(path, reading);
  return openCsv(path, reading);
}
