// Keras 3 source, with the trained weights beside it.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBlock } from '../../shared/blocks/index.ts';
import { codeText } from '../../shared/code/code.ts';
import { toKeras } from '../../shared/code/keras.ts';
import { hubPackages, type KerasNode, kerasPackages } from '../../shared/code/keras-graph.ts';
import { pythonComment, pythonNumber, pythonTuple, snakeCase } from '../../shared/code/python.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { holdsOnly, writeFolder } from './folder.ts';
import { defineFormat, type Exportable, type FloatTensor } from './format.ts';
import { decodeHdf5 } from './hdf5.ts';
import { classOf, createGroupNamer, encodeKerasWeights, weightPlaces } from './keras-weights.ts';
import { prepareModule, pythonPreparation } from './preparation.ts';
import { openInKeras } from './python.ts';

const sourceFile = 'model.py';
const weightsFile = 'model.weights.h5';

/** A folder with Python source to read, change and run. */
export const kerasCode = defineFormat({
  name: 'keras-code',
  title: phrases['keras-source'],
  docs: 'Python source to read and change, with the trained weights beside it.',
  extension: null,
  check: () => [],
  packages: hubPackages,
  async write(exportable, path) {
    const files = new Map<string, string | Uint8Array>([
      [sourceFile, modelSource(exportable)],
      [weightsFile, await encodeKerasWeights(exportable, 'unbuilt')],
      ['README.txt', readme(exportable)],
    ]);
    for (const { name, bytes } of await pythonPreparation(exportable))
      files.set(name, name === prepareModule ? sealed(new TextDecoder().decode(bytes)) : bytes);
    return writeFolder(path, files);
  },
  async isEarlierExport(path) {
    if (
      !(await holdsOnly(path, /^(model\.py|model\.weights\.h5|README\.txt|preparation\.json|prepare\.py|__pycache__)$/))
    )
      return false;
    try {
      // Exports of before have no module.
      const written = existsSync(join(path, prepareModule)) ? [sourceFile, prepareModule] : [sourceFile];
      for (const name of written) if (!isSealed(await readFile(join(path, name), 'utf8'))) return false;
      return true;
    } catch {
      return false;
    }
  },
  async readBack(exportable, path, signal) {
    const keras = await openInKeras(join(path, sourceFile), kerasPackages(exportable.graph), signal);
    if (keras) return keras;
    return {
      kind: 'weights',
      reader: phrases[hubPackages(exportable.graph).length > 0 ? 'weights-only-hub' : 'weights-only'],
      weights: await readWeights(exportable, join(path, weightsFile)),
    };
  },
});

/** The whole `model.py`: builds the model, loads its weights; run as a program it shows the model and predicts. */
export function modelSource({ name, model, graph, training, preparation }: Exportable): string {
  const inputs = graph.inputs.map((input) => `            ${randomRows(input, graph.layers)},`);
  return sealed(`${pythonComment(`${name}: a model drawn and trained in Layerloom.`)}
# Run it: python ${sourceFile} [one .npy file for each input of the model]
${preparation === null ? '' : `# Rows have to be prepared: ${prepareModule} does that and runs this model on them.\n`}import sys
from pathlib import Path

import numpy as np
${codeText(toKeras(model, { name, training }))}
model.load_weights(Path(__file__).with_name("${weightsFile}"))


def main():
    model.summary()
    arguments = sys.argv[1:]
    if arguments and len(arguments) != len(model.inputs):
        sys.exit(f"The model needs {len(model.inputs)} .npy files, one for each input. Received: {len(arguments)}.")
    if arguments:
        rows = [np.load(path) for path in arguments]
    else:
        print("Predicting random rows, as no .npy file was given.")
        random = np.random.default_rng(seed=1)
        rows = [
${inputs.join('\n')}
        ]
    print(model.predict(rows if len(rows) > 1 else rows[0], verbose=0))


if __name__ == "__main__":
    main()
`);
}

const seal = '# Written by Layerloom; as long as nobody changes it, a new export may replace it. ';

/** Source with a last line by which a changed one can be told, so that nobody's work is ever written over. */
function sealed(source: string): string {
  return `${source}\n${seal}${createHash('sha256').update(source).digest('hex')}\n`;
}

function isSealed(text: string): boolean {
  const at = text.lastIndexOf(`\n${seal}`);
  return at !== -1 && sealed(text.slice(0, at)) === text;
}

/** A Python expression for three random rows of an Input: numbers, or numbers of tokens that every layer that looks them up knows. */
function randomRows(input: KerasNode, layers: readonly KerasNode[]): string {
  const size = pythonTuple([3, ...input.output.shape].map((side) => pythonNumber(side, false)));
  if (input.output.dtype === 'float32') return `random.random(${size}, dtype="float32")`;
  const sizes = layers
    .filter(({ inputs }) => inputs.includes(input))
    .flatMap(({ layer }) => {
      const param = findBlock(layer!.className)?.vocabulary;
      return param === undefined ? [] : [Number(layer!.config[snakeCase(param)])];
    });
  return `random.integers(0, ${Math.min(...sizes, sizes.length > 0 ? Infinity : 2)}, ${size}, dtype="int32")`;
}

const preparationLines = `preparation.json  how data was prepared for the model
${prepareModule}        prepares rows in the same way, and reads the answers
`;

function readme({ name, graph, preparation }: Exportable): string {
  const tensors = (nodes: readonly KerasNode[]) =>
    nodes.map(
      (node) =>
        `  ${node.name}: ${node.output.dtype}, shape (rows${node.output.shape.map((side) => `, ${side}`).join('')})`,
    );
  return `${name}
A model drawn and trained in Layerloom, as Keras 3 source.

${sourceFile}          the model, its optimizer, losses and metrics
${weightsFile}  the trained weights; ${sourceFile} loads them
${preparation === null ? '' : preparationLines}
Needs:  pip install ${['keras', ...hubPackages(graph), 'jax'].join(' ')}, and the environment variable KERAS_BACKEND set to jax
Run:    python ${preparation === null ? sourceFile : `${prepareModule} ${sourceFile} rows.csv`}
Use:    from model import model

Inputs
${tensors(graph.inputs).join('\n')}
Outputs
${tensors(graph.outputs.map(({ node }) => node)).join('\n')}
`;
}

async function readWeights({ graph }: Exportable, path: string): Promise<ReadonlyMap<string, FloatTensor>> {
  const numbers = await decodeHdf5(await readFile(path));
  const groupOf = createGroupNamer();
  const weights = new Map<string, FloatTensor>();
  for (const node of graph.layers) {
    const group = `layers/${groupOf(classOf(node))}`;
    const places = weightPlaces(node.layer, node.weights);
    for (const [index, { key }] of node.weights.entries()) {
      const place = `${group}/${places[index]}`;
      const found = numbers.get(place);
      if (!(found?.data instanceof Float32Array))
        throw new Error(`${weightsFile} has to hold ${place}. Received: none.`);
      weights.set(key, { shape: found.shape, data: found.data });
    }
  }
  return weights;
}
