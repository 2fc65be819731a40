import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appFolder } from '../data/disk/places.ts';
import type { Exportable } from './format.ts';
import { joinModules } from './python-module.ts';

/** A file of an export. */
interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The file that says how data is prepared for the model; null for a model whose data needs no preparation. */
export function preparationFile({ preparation }: Exportable): ExportedFile | null {
  if (preparation === null) return null;
  return { name: 'preparation.json', bytes: new TextEncoder().encode(`${JSON.stringify(preparation, null, 2)}\n`) };
}

/** The name of the Python module that does what `preparation.json` says. */
export const prepareModule = 'prepare.py';

/** What the module is joined of, in the package in `assets`: each uses only those before it. */
export const prepareParts = [
  ...['__init__', 'cells', 'table', 'steps', 'tokenizers', 'images', 'features'],
  ...['preparation', 'encodings', 'delimiters', 'files', 'program'],
] as const;

/** The package, as it is in `assets`. */
export const preparePackage = join(appFolder(), 'assets', 'python', 'prepare');

/** The source of the module. */
export async function prepareSource(): Promise<string> {
  return joinModules(
    await Promise.all(prepareParts.map((part) => readFile(join(preparePackage, `${part}.py`), 'utf8'))),
  );
}

/** What goes along for Python: how data is prepared, and the module that does it; nothing for a model whose data needs no preparation. */
export async function pythonPreparation(exportable: Exportable): Promise<readonly ExportedFile[]> {
  const file = preparationFile(exportable);
  if (file === null) return [];
  return [file, { name: prepareModule, bytes: new TextEncoder().encode(await prepareSource()) }];
}
