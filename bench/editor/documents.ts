import type { ModelDocument } from '../../shared/graph/document.ts';
import { Drawing } from '../../testing/drawing.ts';
import type { ShortBlock } from '../../testing/networks.ts';

/** As many blocks as asked for, and half as many wires more: layers with a shortcut around each. */
export function shortcuts(blocks: number): ModelDocument {
  const drawing = new Drawing();
  let last = drawing.chain(null, ['Input', { shape: [16] }]);
  for (let count = 2; count + 2 <= blocks; count += 2) {
    const dense = drawing.chain(last, ['Dense', { units: 16, activation: 'relu' }]);
    last = drawing.join(['Add'], dense, last);
  }
  drawing.chain(last, ['Output']);
  return drawing.model();
}

/** ResNet-50, the first version, as He et al. (2016) and `keras.applications.ResNet50` have it. */
export function resNet50(): ModelDocument {
  const drawing = new Drawing();
  const norm: ShortBlock = ['BatchNormalization', { epsilon: 1.001e-5 }];
  const relu: ShortBlock = ['Activation', { activation: 'relu' }];
  const convolution = (filters: number, size: number, stride = 1): ShortBlock => [
    'Conv2D',
    { filters, kernelSize: [size, size], strides: [stride, stride], padding: size > 1 ? 'same' : 'valid' },
  ];
  const edge = (width: number): ShortBlock => [
    'ZeroPadding2D',
    {
      padding: [
        [width, width],
        [width, width],
      ],
    },
  ];
  let last = drawing.chain(
    null,
    ['Input', { shape: [224, 224, 3] }],
    edge(3),
    ['Conv2D', { filters: 64, kernelSize: [7, 7], strides: [2, 2] }],
    norm,
    relu,
    edge(1),
    ['MaxPooling2D', { poolSize: [3, 3], strides: [2, 2] }],
  );
  for (const [stage, count] of [3, 4, 6, 3].entries()) {
    const filters = 64 * 2 ** stage;
    for (let block = 0; block < count; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const way = drawing.chain(
        last,
        ...[convolution(filters, 1, stride), norm, relu, convolution(filters, 3), norm, relu],
        ...[convolution(4 * filters, 1), norm],
      );
      const shortcut = block === 0 ? drawing.chain(last, convolution(4 * filters, 1, stride), norm) : last;
      last = drawing.chain(drawing.join(['Add'], shortcut, way), relu);
    }
  }
  drawing.chain(last, ['GlobalAveragePooling2D'], ['Dense', { units: 1000, activation: 'softmax' }], ['Output']);
  return drawing.model();
}
