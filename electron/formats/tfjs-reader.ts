// Opens a TensorFlow.js layers model in tfjs-layers itself, which has no part in anything else.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Predictor } from './format.ts';

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

/**
 * Loads tfjs-layers. It registers gradients of its own as it loads; those in use until then are put back, so that what trains in this
 * process afterwards trains as before.
 */
async function loadLayers(): Promise<typeof import('@tensorflow/tfjs-layers')> {
  const gradients = tf
    .getKernelsForBackend(tf.getBackend())
    .flatMap(({ kernelName }) => tf.getGradient(kernelName) ?? []);
  const layers = await import('@tensorflow/tfjs-layers');
  for (const gradient of gradients) {
    tf.unregisterGradient(gradient.kernelName);
    tf.registerGradient(gradient);
  }
  return layers;
}

/** Opens a folder with `model.json` in tfjs-layers, on the backend in use. Rejects with what tfjs-layers says if it does not load. */
export async function openTfjsFolder(path: string): Promise<Predictor> {
  const { loadLayersModel } = await loadLayers();
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
      for (const { cell, layer, forwardLayer, backwardLayer } of model.layers as readonly Holder[]) {
        for (const one of [cell, layer?.cell, forwardLayer?.cell, backwardLayer?.cell]) {
          tf.dispose(
            [one?.dropoutMask, one?.recurrentDropoutMask].filter((mask) => mask !== undefined && mask !== null),
          );
        }
      }
      model.dispose();
    },
  };
}

/** A layer that may have a cell, or layers inside that have. */
interface Holder {
  readonly cell?: RecurrentCell;
  readonly layer?: Holder;
  readonly forwardLayer?: Holder;
  readonly backwardLayer?: Holder;
}

interface RecurrentCell {
  readonly dropoutMask?: tf.Tensor | tf.Tensor[] | null;
  readonly recurrentDropoutMask?: tf.Tensor | tf.Tensor[] | null;
}
