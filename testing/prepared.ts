import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepareModule, prepareSource } from '../electron/formats/preparation.ts';
import type { Keras } from './keras.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A file that is gone when the test is over. */
export function written(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** A folder with the module in it that goes along with exports for Python. */
export async function moduleFolder(): Promise<string> {
  return dirname(written(prepareModule, await prepareSource()));
}

/** What the module says to rows, of a preparation of a number and a date. */
export async function prepared(keras: Pick<Keras, 'run'>, source: string, changes: object = {}): Promise<unknown> {
  const preparation = {
    version: 3,
    features: {
      all: {
        kind: 'numbers',
        columns: [
          { column: 'size', kind: 'numeric', steps: [{ step: 'scale', centers: [2], scales: [4] }] },
          { column: 'day', kind: 'date', steps: [{ step: 'date-parts', parts: ['elapsed'], cyclic: false }] },
        ],
      },
    },
    targets: { price: { kind: 'number', column: 'price' } },
    windows: null,
    model: { inputs: { all: 'all' }, outputs: [{ name: 'price', target: 'price', threshold: null }] },
    ...changes,
  };
  const file = written('preparation.json', JSON.stringify(preparation));
  return keras.run(
    `
import datetime, sys
sys.path.insert(0, input["folder"])
sys.dont_write_bytecode = True
sys.modules.pop("prepare", None)
import prepare
sys.path.pop(0)
preparation = prepare.load(input["file"])
try:
    output = ${source}
except (prepare.PreparationError, SystemExit) as error:
    output = str(error)`,
    { folder: await moduleFolder(), file },
  );
}
