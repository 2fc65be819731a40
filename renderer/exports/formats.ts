import { predictCommand } from '../../shared/code/predict-command.ts';
import type { ExportFormat } from '../../shared/ipc/exports.ts';

/** How a format is shown and what its file is called. */
export interface FormatLook {
  readonly format: ExportFormat;
  readonly key: 'keras' | 'tfjs' | 'code';
  /** What stands behind the project's name in the suggested file name. */
  readonly ending: string;
  readonly makes: 'file' | 'folder';
}

/** The formats in the order of the cards: the one most people want first. */
export const formatLooks: readonly FormatLook[] = [
  { format: 'keras', key: 'keras', ending: '.keras', makes: 'file' },
  { format: 'tfjs', key: 'tfjs', ending: '-tfjs', makes: 'folder' },
  { format: 'keras-code', key: 'code', ending: '-source', makes: 'folder' },
];

/** A file name out of a project's name: letters, digits, dots, dashes and underscores stay, the rest becomes dashes. */
export function fileNameOf(project: string, { ending }: FormatLook): string {
  const stem = project
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return (stem === '' ? 'model' : stem) + ending;
}

/** One file of an export, and the key of the words for what is in it. */
interface FileLook {
  readonly name: string;
  readonly about:
    | 'hasLayers'
    | 'hasWeights'
    | 'hasWeightsOptimizer'
    | 'hasPreparation'
    | 'hasPrepare'
    | 'hasSource'
    | 'hasReadme';
}

/** What is in the file or the folder of a format. */
export function contentsOf(format: ExportFormat): readonly FileLook[] {
  const preparation: FileLook = { name: 'preparation.json', about: 'hasPreparation' };
  const module: FileLook = { name: 'prepare.py', about: 'hasPrepare' };
  switch (format) {
    case 'keras':
      return [
        { name: 'config.json', about: 'hasLayers' },
        { name: 'model.weights.h5', about: 'hasWeightsOptimizer' },
        preparation,
        module,
      ];
    case 'tfjs':
      return [
        { name: 'model.json', about: 'hasLayers' },
        { name: 'group1-shard….bin', about: 'hasWeights' },
        preparation,
      ];
    case 'keras-code':
      return [
        { name: 'model.py', about: 'hasSource' },
        { name: 'model.weights.h5', about: 'hasWeights' },
        preparation,
        module,
        { name: 'README.txt', about: 'hasReadme' },
      ];
  }
}

/** How to use what was written: in a terminal, where a program comes along, and in code. `rows` is data as it is, but for TensorFlow.js, where it is prepared. */
export function usageOf(format: ExportFormat, path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  switch (format) {
    case 'keras':
      return `${predictCommand(format, name)}

# or in Python; the file has prepare.py in it
import sys
sys.path.insert(0, "${name}")
import keras, prepare

preparation = prepare.load("${name}")
model = keras.saving.load_model("${name}")
answers = preparation.predict(model, rows)`;
    case 'tfjs':
      return `import * as tf from '@tensorflow/tfjs';\n\nconst model = await tf.loadLayersModel(\n  '${name}/model.json',\n);\nconst answers = model.predict(rows);`;
    case 'keras-code':
      return `${predictCommand(format, name)}`;
  }
}
