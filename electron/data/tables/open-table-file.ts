import { open } from 'node:fs/promises';
import { describeFileError } from '../files.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { openCsv } from './csv.ts';
import type { TableSource } from './table.ts';
import { openJson, openParquet } from './typed-files.ts';

/** Opens a table by what the file begins with: Parquet, JSON, else CSV. Throws UserError naming the file. */
export async function openTableFile(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  const begin = await readBeginning(path);
  if (begin.startsWith('PAR1')) return openParquet(path, reading);
  if (/^(?:\u00ef\u00bb\u00bf)?\s*(?:\{\s*["}]|\[\s*[[{])/.test(begin)) return openJson(path, reading);
  return openCsv(path, reading);
}

/** The first bytes of a file, a character each; nothing of a folder. */
async function readBeginning(path: string): Promise<string> {
  const bytes = Buffer.alloc(256);
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return bytes.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return '';
    throw describeFileError(error, path, 'read');
  }
}
