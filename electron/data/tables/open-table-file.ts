import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { readBeginning } from '../disk/files.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { openCsv } from './csv.ts';
import type { SavedNotations } from './number-notation.ts';
import type { TableSource } from './table.ts';
import { sizeOfTable } from './table-size.ts';
import { openJson, openParquet } from './typed-files.ts';
import { openXlsx, type WantedSheet } from './xlsx.ts';

/** What a workbook begins with, as every zip archive. */
const archive = 'PK\x03\x04';

/** What a file of Microsoft's older programs begins with, and a newer one that a password closes. */
const compoundFile = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/** What is known of a table before it is opened: the sheet of a workbook, and how numbers and dates were written in an earlier file. */
export interface KnownTable extends WantedSheet {
  readonly notations?: SavedNotations | undefined;
}

/** Opens a table by what the file begins with: Parquet, JSON, Excel, else CSV. Throws UserError naming the file, also for one without sheets where one is named. */
export async function openTableFile(
  path: string,
  reading: Reading = unwatchedReading(),
  known: KnownTable = {},
): Promise<TableSource> {
  await sizeOfTable(path);
  const { sheet = null } = known;
  if (sheet !== null) await checkWorkbook(path, sheet);
  const begin = (await readBeginning(path, 256)).toString('latin1');
  if (begin.startsWith('PAR1')) return openParquet(path, reading);
  // In UTF-16 these signs have a zero beside them, and another mark stands before them.
  const signs = begin.replaceAll('\0', '').replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  if (/^\s*(?:\{\s*["}]|\[\s*[[{])/.test(signs)) return openJson(path, reading, known.columns);
  if (begin.startsWith(archive)) return openXlsx(path, known, reading);
  if (begin.startsWith(compoundFile)) throw refuseCompound(path);
  return openCsv(path, reading, known.notations);
}

/** Throws UserError where a sheet is named of what is no workbook. */
export async function checkWorkbook(path: string, sheet: string): Promise<void> {
  const begin = (await readBeginning(path, 8)).toString('latin1');
  if (begin.startsWith(archive) || begin.startsWith(compoundFile)) return;
  throw new UserError(say(sourceMessages['sheet-of-none'], { file: path, received: sheet }));
}

function refuseCompound(path: string): UserError {
  if (!/\.xls[xm]$/i.test(path)) return new UserError(say(sourceMessages['workbook-old'], { file: path }));
  const received = say(phrases['workbook-closed']);
  return new UserError(say(sourceMessages['workbook-unreadable'], { file: path, received }));
}
