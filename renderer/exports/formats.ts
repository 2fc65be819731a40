import type { ExportFormat } from '../../shared/ipc/contract.ts';

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

/** How to use what was written, in a few lines of code. */
export function usageOf(format: ExportFormat, path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  switch (format) {
    case 'keras':
      return `import keras\n\nmodel = keras.models.load_model("${name}")\nmodel.predict(rows)`;
    case 'tfjs':
      return `import * as tf from '@tensorflow/tfjs';\n\nconst model = await tf.loadLayersModel('${name}/model.json');\nmodel.predict(rows);`;
    case 'keras-code':
      return `cd ${name}\npython model.py`;
  }
}
