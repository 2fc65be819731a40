// As @tensorflow/tfjs does: its layers count on it.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { transform } from 'esbuild';
import type { FloatTensor, NumberTensor } from '../electron/formats/format.ts';
import { kerasGraph } from '../shared/code/keras-graph.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Runs a TypeScript module that was written for TensorFlow.js, in real tfjs-layers, and answers its model. */
export async function runTypeScript(source: string): Promise<layers.LayersModel> {
  const { code } = await transform(source, { loader: 'ts', format: 'cjs', target: 'es2022' });
  const exported: { model?: layers.LayersModel } = {};
  const module = { exports: exported };
  const wanted: Record<string, unknown> = { '@tensorflow/tfjs': { ...core, ...layers } };
  new Function('require', 'module', 'exports', code)((name: string) => wanted[name], module, exported);
  const { model } = module.exports;
  if (!model) throw new Error(`A module was expected that exports a model. Received: ${source}`);
  return model;
}

/** Gives a model in tfjs-layers the weights of ours, layer by layer. */
export function setWeights(
  target: layers.LayersModel,
  model: ModelDocument,
  weights: ReadonlyMap<string, FloatTensor>,
): void {
  core.tidy(() => {
    for (const node of kerasGraph(model).layers) {
      if (node.weights.length === 0) continue;
      const tensors = node.weights.map(({ key, shape }) => core.tensor(weights.get(key)!.data, [...shape]));
      target.getLayer(node.name).setWeights(tensors);
    }
  });
}

/** What a model in tfjs-layers answers. */
export async function predictions(
  model: layers.LayersModel,
  inputs: readonly NumberTensor[],
): Promise<readonly FloatTensor[]> {
  const outputs = core.tidy(() => {
    const fed = inputs.map(({ data, shape }) =>
      core.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
    );
    const answered = model.predict(fed.length === 1 ? fed[0]! : fed, { batchSize: 64 });
    return Array.isArray(answered) ? answered : [answered];
  });
  const answers = outputs.map((output) => ({ shape: output.shape, data: Float32Array.from(output.dataSync()) }));
  core.dispose(outputs);
  return answers;
}

/** What the TypeScript compiler has to say against modules, checked strictly against the real types of TensorFlow.js. */
export function typeErrors(sources: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const root = join(import.meta.dirname, '..');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, `${name}.ts`), source);
  const compilerOptions = {
    strict: true,
    noImplicitOverride: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
