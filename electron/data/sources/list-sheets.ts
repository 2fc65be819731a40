import type { DataDocument } from '../../../shared/data/document.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { openWorkbook } from '../tables/workbook.ts';
import { resolveDataPath } from './data-path.ts';

/** The sheets of the workbook that data are in, for a choice also where one of them cannot be read; none of what is no workbook. */
export async function listSheets({ source }: DataDocument, directory: string | null): Promise<readonly string[]> {
  if (source.kind !== 'table' && source.kind !== 'image-table') return [];
  try {
    const workbook = await openWorkbook(resolveDataPath(source.path, directory));
    workbook.close();
    return workbook.sheets;
  } catch (error) {
    // What keeps it from being read, the look at the data has said.
    if (error instanceof UserError) return [];
    throw error;
  }
}
