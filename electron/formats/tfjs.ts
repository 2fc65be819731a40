// A TensorFlow.js layers model: `model.json` with the topology and a list of weights, and the weights' bytes in shards.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import type { Json } from '../../shared/blocks/params.ts';
import { defineFormat, type Exportable, type Predictor, tensorOf } from './format.ts';
import { preparationFile } from './preparation.ts';
import { tfjsProblems, tfjsTopology } from './tfjs-topology.ts';

/** Bytes of a shard, as tfjs converters cut them, so that web caches can keep each. */
const shardBytes = 4 * 1024 * 1024;

const manifestSchema = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.record(z.string(), z.json()),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.literal('float32') })),
    }),
  ),
});

/** A folder for web pages and Node: `tf.loadLayersModel` opens its `model.json`. */
export const tfjs = defineFormat({
  name: 'tfjs',
  title: 'TensorFlow.js',
  docs: 'A folder for web pages and Node, to predict with TensorFlow.js.',
  extension: null,
  check: tfjsProblems,
  async write(exportable, path) {
    const { weights, bytes } = collectWeights(exportable);
    const shards = cut(bytes);
    const paths = shards.map((_shard, index) => `group1-shard${index + 1}of${shards.length}.bin`);
    const manifest: Json = {
      format: 'layers-model',
      generatedBy: 'Layerloom',
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
    await mkdir(path);
    for (const [name, content] of files) await writeFile(join(path, name), content, { flush: true });
    return [...files.keys()];
  },
  readBack: (_exportable, path) => openTfjsFolder(path),
});

/** Opens a folder with `model.json` in tfjs-layers, on the backend in use. Rejects with what tfjs-layers says if it does not load. */
export async function openTfjsFolder(path: string): Promise<Predictor> {
  const model = await loadLayersModel({
    async load() {
      const manifest = manifestSchema.parse(JSON.parse(await readFile(join(path, 'model.json'), 'utf8')));
      const { paths, weights } = manifest.weightsManifest[0]!;
      const shards = await Promise.all(paths.map((name) => readFile(join(path, name))));
      const bytes = Buffer.concat(shards);
      return {
        modelTopology: manifest.modelTopology,
        weightSpecs: weights,
        weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
      };
    },
  });
  return {
    kind: 'predictor',
    reader: 'tfjs-layers 4.22.0',
    async predict(inputs) {
      const outputs = tf.tidy(() => {
        const fed = inputs.map(({ data, shape }) =>
          tf.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
        );
        const answered = model.predict(fed.length === 1 ? fed[0]! : fed, { batchSize: 64 });
        return Array.isArray(answered) ? answered : [answered];
      });
      try {
        return await Promise.all(
          outputs.map(async (output) => ({ shape: output.shape, data: (await output.data()) as Float32Array })),
        );
      } finally {
        tf.dispose(outputs);
      }
    },
    async close() {
      // The cells keep the dropout masks of the last call.
      for (const { cell } of model.layers as readonly { readonly cell?: RecurrentCell }[]) {
        tf.dispose(
          [cell?.dropoutMask, cell?.recurrentDropoutMask].filter((mask) => mask !== undefined && mask !== null),
        );
      }
      model.dispose();
    },
  };
}

interface RecurrentCell {
  readonly dropoutMask?: tf.Tensor | tf.Tensor[] | null;
  readonly recurrentDropoutMask?: tf.Tensor | tf.Tensor[] | null;
}

/** All weights one after the other, and what each is. */
function collectWeights(exportable: Exportable): { readonly weights: readonly Json[]; readonly bytes: Uint8Array } {
  const weights: Json[] = [];
  const pieces: Uint8Array[] = [];
  for (const node of exportable.graph.layers) {
    for (const { key, name, shape } of node.weights) {
      const { data } = tensorOf(exportable.weights, key, shape);
      weights.push({ name: `${node.name}/${name}`, shape, dtype: 'float32' });
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
