// The `.keras` file: a zip of `metadata.json`, `config.json` and `model.weights.h5`, stored without compression.
import { readFile, writeFile } from 'node:fs/promises';
import { unzipSync, zipSync } from 'fflate';
import { hubPackages, kerasPackages } from '../../shared/code/keras-graph.ts';
import { defineFormat, type Exportable } from './format.ts';
import { kerasConfig } from './keras-config.ts';
import { encodeKerasWeights } from './keras-weights.ts';
import { pythonPreparation } from './preparation.ts';
import { openInKeras } from './python.ts';

const metadataFile = 'metadata.json';
const writer = 'Layerloom';

/** What Python runs of a zip that it is given as a program: `python model.keras rows.csv`. */
const programFile = '__main__.py';
const programSource = 'import sys\n\nimport prepare\n\nprepare.main([sys.path[0], *sys.argv[1:]])\n';

/** The version of Keras whose form of the file is written. */
export const kerasVersion = '3.15.1';

/** One file for Python: architecture, weights, optimizer, losses and metrics. */
export const keras = defineFormat({
  name: 'keras',
  title: 'Keras',
  docs: 'One file for Python with Keras 3: load it, predict with it, train it further.',
  extension: '.keras',
  check: () => [],
  packages: hubPackages,
  async write(exportable, path) {
    await writeFile(path, await encodeKeras(exportable, new Date()), { flush: true });
    return [];
  },
  async isEarlierExport(path) {
    try {
      const { [metadataFile]: metadata } = unzipSync(await readFile(path), {
        filter: ({ name }) => name === metadataFile,
      });
      const { exported_by: writtenBy } = JSON.parse(new TextDecoder().decode(metadata)) as { exported_by?: unknown };
      return writtenBy === writer;
    } catch {
      return false;
    }
  },
  async readBack({ graph }, path, signal) {
    const keras = await openInKeras(path, kerasPackages(graph), signal);
    if (keras) return keras;
    // Only here: the list of formats has to load in a moment.
    const { openKerasFile } = await import('./keras-reader.ts');
    return openKerasFile(path);
  },
});

/**
 * The bytes of a `.keras` file. How data is prepared lies beside what Keras reads, with the Python module
 * that does it, so that the file is a program too; Keras passes over all that.
 */
export async function encodeKeras(exportable: Exportable, saved: Date): Promise<Uint8Array> {
  const { graph, training, name } = exportable;
  const [day, time] = saved.toISOString().slice(0, 19).split('T');
  const metadata = { keras_version: kerasVersion, date_saved: `${day}@${time}`, exported_by: writer };
  const preparation = await pythonPreparation(exportable);
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const files: Record<string, Uint8Array> = {
    [metadataFile]: json(metadata),
    'config.json': json(kerasConfig(graph, training, name)),
    'model.weights.h5': await encodeKerasWeights(exportable, 'built'),
    ...Object.fromEntries(preparation.map(({ name, bytes }) => [name, bytes])),
    ...(preparation.length > 0 && { [programFile]: new TextEncoder().encode(programSource) }),
  };
  return zipSync(files, { level: 0, mtime: saved });
}
