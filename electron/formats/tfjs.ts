// A TensorFlow.js layers model: `model.json` with the topology and a list of weights, and the weights' bytes in shards.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../shared/blocks/params.ts';
import { tfjsWeightName } from '../../shared/code/tfjs-form.ts';
import { holdsOnly, writeFolder } from './folder.ts';
import { defineFormat, type Exportable, tensorOf } from './format.ts';
import { preparationFile } from './preparation.ts';
import { tfjsProblems, tfjsTopology } from './tfjs-topology.ts';

const writer = 'Layerloom';

/** Bytes of a shard, as tfjs converters cut them, so that web caches can keep each. */
const shardBytes = 4 * 1024 * 1024;

/** A folder for web pages and Node: `tf.loadLayersModel` opens its `model.json`. */
export const tfjs = defineFormat({
  name: 'tfjs',
  title: 'TensorFlow.js',
  docs: 'A folder for web pages and Node, to predict with TensorFlow.js.',
  extension: null,
  check: tfjsProblems,
  packages: () => [],
  async write(exportable, path) {
    const { weights, bytes } = collectWeights(exportable);
    const shards = cut(bytes);
    const paths = shards.map((_shard, index) => `group1-shard${index + 1}of${shards.length}.bin`);
    const manifest: Json = {
      format: 'layers-model',
      generatedBy: writer,
      convertedBy: null,
      modelTopology: tfjsTopology(exportable.graph, exportable.name),
      weightsManifest: [{ paths, weights }],
    };
    const preparation = preparationFile(exportable);
    const files = new Map<string, string | Uint8Array>([
      ['model.json', `${JSON.stringify(manifest)}\n`],
      ...shards.map((shard, index) => [paths[index]!, shard] as const),
      ...(preparation ? [[preparation.name, preparation.bytes] as const] : []),
    ]);
    return writeFolder(path, files);
  },
  async isEarlierExport(path) {
    if (!(await holdsOnly(path, /^(model\.json|group1-shard\d+of\d+\.bin|preparation\.json)$/))) return false;
    try {
      const manifest: unknown = JSON.parse(await readFile(join(path, 'model.json'), 'utf8'));
      return (
        typeof manifest === 'object' &&
        manifest !== null &&
        'generatedBy' in manifest &&
        manifest.generatedBy === writer
      );
    } catch {
      return false;
    }
  },
  async readBack(_exportable, path) {
    // Only here: the list of formats has to load in a moment.
    const { openTfjsFolder } = await import('./tfjs-reader.ts');
    return openTfjsFolder(path);
  },
});

/** All weights one after the other, and what each is. */
function collectWeights(exportable: Exportable): { readonly weights: readonly Json[]; readonly bytes: Uint8Array } {
  const weights: Json[] = [];
  const pieces: Uint8Array[] = [];
  for (const node of exportable.graph.layers) {
    for (const { key, name, shape } of node.weights) {
      const { data } = tensorOf(exportable.weights, key, shape);
      weights.push({ name: `${node.name}/${tfjsWeightName(node.layer, name)}`, shape, dtype: 'float32' });
      pieces.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return { weights, bytes: Buffer.concat(pieces) };
}

function cut(bytes: Uint8Array): readonly Uint8Array[] {
  const shards: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += shardBytes) shards.push(bytes.subarray(at, at + shardBytes));
  return shards;
}
