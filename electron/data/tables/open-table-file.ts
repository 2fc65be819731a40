import { readBeginning } from '../files.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { openCsv } from './csv.ts';
import type { TableSource } from './table.ts';
import { sizeOfTable } from './table-size.ts';
import { openJson, openParquet } from './typed-files.ts';

/** Opens a table by what the file begins with: Parquet, JSON, else CSV. Throws UserError naming the file. */
export async function openTableFile(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  await sizeOfTable(path);
  const begin = (await readBeginning(path, 256)).toString('latin1');
  if (begin.startsWith('PAR1')) return openParquet(path, reading);
  // In UTF-16 these signs have a zero beside them, and another mark stands before them.
  const signs = begin.replaceAll('\0', '').replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  if (/^\s*(?:\{\s*["}]|\[\s*[[{])/.test(signs)) return openJson(path, reading);
  return openCsv(path, reading);
}
