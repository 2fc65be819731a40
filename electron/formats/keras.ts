// The `.keras` file: a zip of `metadata.json`, `config.json` and `model.weights.h5`, stored without compression.
import { readFile, writeFile } from 'node:fs/promises';
import { unzipSync, zipSync } from 'fflate';
import { hubPackages, kerasPackages } from '../../shared/code/keras-graph.ts';
import { defineFormat, type Exportable } from './format.ts';
import { kerasConfig } from './keras-config.ts';
import { encodeKerasWeights } from './keras-weights.ts';
import { preparationFile } from './preparation.ts';
import { openInKeras } from './python.ts';

const metadataFile = 'metadata.json';
const writer = 'Layerloom';

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
  async readBack({ graph }, path) {
    const keras = await openInKeras(path, kerasPackages(graph));
    if (keras) return keras;
    // Only here: the list of formats has to load in a moment.
    const { openKerasFile } = await import('./keras-reader.ts');
    return openKerasFile(path);
  },
});

/** The bytes of a `.keras` file. The preparation lies beside what Keras reads, in `preparation.json`; Keras passes over it. */
export async function encodeKeras(exportable: Exportable, saved: Date): Promise<Uint8Array> {
  const { graph, training, name } = exportable;
  const [day, time] = saved.toISOString().slice(0, 19).split('T');
  const metadata = { keras_version: kerasVersion, date_saved: `${day}@${time}`, exported_by: writer };
  const preparation = preparationFile(exportable);
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const files: Record<string, Uint8Array> = {
    [metadataFile]: json(metadata),
    'config.json': json(kerasConfig(graph, training, name)),
    'model.weights.h5': await encodeKerasWeights(exportable, 'built'),
    ...(preparation ? { [preparation.name]: preparation.bytes } : {}),
  };
  return zipSync(files, { level: 0, mtime: saved });
}
