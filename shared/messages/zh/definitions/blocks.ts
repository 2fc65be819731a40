import { metricWords } from './training.ts';
import type { DefinitionTable, DefinitionWords } from './words.ts';

/** The card's line of what slides a window for patterns. */
interface Convolution {
  readonly filters: number;
  readonly kernelSize: number | readonly number[];
  readonly activation: string;
}
const windowText = (size: number | readonly number[]) => (typeof size === 'number' ? String(size) : size.join('×'));
const convolution = ({ filters, kernelSize, activation }: Convolution) => [
  `${filters} 个滤波器`,
  windowText(kernelSize),
  activation,
];

interface Pooling {
  readonly poolSize: number | readonly number[];
  readonly strides: number | readonly number[] | null;
  readonly padding: string;
}
const pooling = ({ poolSize, strides, padding }: Pooling) => {
  const step = strides ?? poolSize;
  const stride = typeof step === 'number' || step[0] !== step[1] ? windowText(step) : String(step[0]);
  return [windowText(poolSize), `步幅 ${stride}`, padding];
};

interface Positions {
  readonly vocabularySize: number;
  readonly sequenceLength: number;
  readonly embeddingDim: number;
  readonly maskZero: boolean;
}

interface Recurrent {
  readonly units: number;
  readonly returnSequences: boolean;
}
const recurrent = ({ units, returnSequences }: Recurrent) => [
  `${units} 个单元`,
  returnSequences ? '每一步' : '最后一步',
];
const recurrentParams: DefinitionWords['params'] = { units: { help: '能记住多少个数。' } };

const merged =
  (what: string): NonNullable<DefinitionWords['summary']> =>
  (_params, inputs) => [inputs.length < 2 ? `各输入${what}` : `${inputs.length} 个输入${what}`];
const rate = (params: { readonly rate: number }) => [`比率 ${params.rate}`];

type Sides = readonly [readonly [number, number], readonly [number, number]];
const sides = ([rows, columns]: Sides) => [`行 ${rows.join(' + ')}`, `列 ${columns.join(' + ')}`];

/** The line of a block that does its work by another one. */
interface Wrapping {
  readonly layer: { readonly type: string };
}
const wrapped = ({ layer }: Wrapping, inputs: readonly { readonly shape: readonly number[] }[]) => [
  layer.type,
  ...(blockWords[layer.type]?.summary?.(layer as never, inputs) ?? []),
];

/** The words of blocks, in Chinese. */
export const blockWords: DefinitionTable = {
  Input: { docs: '数据从这里进入。' },
  Output: {
    docs: '网络在这里给出答案：训练要减小的是它的损失，指标一并显示。',
    summary: ({ metrics }: { readonly metrics: readonly { readonly type: string }[] }) =>
      metrics.length === 0 ? ['无指标'] : metrics.map(({ type }) => metricWords[type]?.title ?? type).slice(0, 3),
  },
  // core
  Dense: {
    docs: '每个输出都看到所有输入并为其加权。',
    summary: ({ units, activation }: { readonly units: number; readonly activation: string }) => [
      `${units} 个单元`,
      activation,
    ],
  },
  Activation: { docs: '对经过的数做非线性变换。没有它，多层叠加并不比一层更强。' },
  Embedding: {
    docs: '为每个词、用户或物品学习一行属于它的数：用法相近的，得到的数也相近。',
    summary: ({ inputDim, outputDim, maskZero }: { inputDim: number; outputDim: number; maskZero: boolean }) => [
      `${inputDim} → ${outputDim}`,
      ...(maskZero ? ['屏蔽 0'] : []),
    ],
  },
  TokenAndPositionEmbedding: {
    docs: '在 Embedding 之外，再为序列中的每个位置学习一行数并加上去。注意力本身不知道词序：接 Transformer 之前用它。',
    summary: ({ vocabularySize, embeddingDim, sequenceLength, maskZero }: Positions) => [
      `${vocabularySize} → ${embeddingDim}`,
      `${sequenceLength} 个位置`,
      ...(maskZero ? ['屏蔽 0'] : []),
    ],
  },
  // convolution
  Conv1D: {
    docs: '用短窗口沿序列（如信号或文本）滑动，在每一步寻找同样的图案。',
    params: {
      kernelSize: { help: '窗口覆盖多少步。' },
      padding: { help: 'valid 不越过序列两端；same 在两端补零；causal 只在前面补零，使每一步看不到之后的步。' },
    },
    summary: convolution,
  },
  Conv2D: {
    docs: '用小窗口扫过图像，在各处寻找同样的图案：先是边缘，后面的层则是整个部件。',
    summary: convolution,
  },
  DepthwiseConv2D: {
    docs: '在每个通道上单独滑动小窗口，通道之间不混合。',
    summary: (params: { kernelSize: readonly number[]; depthMultiplier: number; activation: string }) => [
      windowText(params.kernelSize),
      params.depthMultiplier === 1 ? '逐通道' : `每通道 ${params.depthMultiplier} 个`,
      params.activation,
    ],
  },
  SeparableConv2D: {
    docs: '分两步完成 Conv2D 的工作：先单独看每个通道，再在每个位置混合各通道。',
    summary: convolution,
  },
  Conv2DTranspose: {
    docs: '把 Conv2D 反过来：图像的每个点画出一个小窗口，步幅大于 1 时图像变大。',
    params: {
      strides: { help: '图像的高和宽放大多少倍。' },
      padding: { help: 'valid 保留窗口触及的全部；same 裁剪为输入大小乘以步幅。' },
    },
    summary: convolution,
  },
  // pooling
  MaxPooling1D: {
    docs: '每几步只保留最强的响应。',
    params: {
      poolSize: { help: '窗口覆盖多少步。' },
      padding: { help: 'valid 不越过序列两端；same 会越过。' },
    },
    summary: pooling,
  },
  MaxPooling2D: {
    docs: '每个小窗口只保留最强的响应。',
    params: { padding: { help: 'valid 不越过图像边缘；same 会越过。' } },
    summary: pooling,
  },
  AveragePooling1D: {
    docs: '取每几步的平均值，序列变短、变平滑。',
    params: {
      poolSize: { help: '窗口覆盖多少步。' },
      padding: { help: 'valid 不越过序列两端；same 会越过。' },
    },
    summary: pooling,
  },
  AveragePooling2D: {
    docs: '取每个小窗口的平均值，图像变小、变平滑。',
    params: { padding: { help: 'valid 不越过图像边缘；same 会越过。' } },
    summary: pooling,
  },
  GlobalAveragePooling1D: {
    docs: '对整个序列取每个通道的平均值，不计被屏蔽的填充。',
    summary: () => ['各通道均值'],
  },
  GlobalAveragePooling2D: {
    docs: '对整幅图像取每个通道的平均值。',
    summary: () => ['各通道均值'],
  },
  GlobalMaxPooling1D: {
    docs: '保留整个序列中每个通道最强的响应。',
    summary: () => ['各通道最大值'],
  },
  GlobalMaxPooling2D: {
    docs: '保留整幅图像中每个通道最强的响应。',
    summary: () => ['各通道最大值'],
  },
  // recurrent
  SimpleRNN: {
    docs: '逐步读取序列，把每一步与上一步的输出混合。',
    params: recurrentParams,
    summary: recurrent,
  },
  LSTM: {
    docs: '逐步读取序列，其记忆可以保留、修改或清除。',
    params: recurrentParams,
    summary: recurrent,
  },
  GRU: {
    docs: '更简单的 LSTM：一个记忆和两个门，而不是三个门。',
    params: recurrentParams,
    summary: recurrent,
  },
  Bidirectional: {
    docs: '从两端读取序列，每一步都知道它之前和之后的内容。',
    params: { layer: { label: '层', help: '正反各读一遍的层。' } },
    summary: wrapped,
  },
  TimeDistributed: {
    docs: '用同一层和同一组权重对序列的每一步做同样的处理。',
    params: { layer: { label: '层', help: '对每一步所做的处理。' } },
    summary: wrapped,
  },
  // normalization
  BatchNormalization: {
    docs: '在批次上把每个通道变为均值 0、标准差 1，再按学到的参数缩放和平移。',
    params: {
      momentum: { help: '移动均值和方差的记忆时长；训练结束后使用它们。' },
      scale: { help: '为每个通道乘以一个学习得到的数（gamma）。' },
    },
    summary: ({ momentum }: { readonly momentum: number }) => [`动量 ${momentum}`],
  },
  LayerNormalization: {
    docs: '把每个位置（如一个词）的各通道变为均值 0、标准差 1，再按学到的参数缩放和平移。',
    params: { scale: { help: '为每个通道乘以一个学习得到的数（gamma）。' } },
    summary: ({ epsilon }: { readonly epsilon: number }) => [`epsilon ${epsilon}`],
  },
  GroupNormalization: {
    docs: '把通道分组，将样本的每一组变为均值 0、标准差 1，再按学到的参数缩放和平移各通道。',
    params: {
      groups: { help: '把通道分成多少组；-1 表示每个通道一组。' },
      scale: { help: '为每个通道乘以一个学习得到的数（gamma）。' },
    },
    summary: ({ groups }: { readonly groups: number }) => [groups === -1 ? '每个通道一组' : `${groups} 组`],
  },
  // regularization
  Dropout: {
    docs: '训练时随机把一些数置零，使网络不能依赖其中任何一个。使用时不起作用。',
    summary: rate,
  },
  SpatialDropout1D: {
    docs: '训练时随机清空序列的整个特征，对所有步生效。',
    params: { rate: { help: '每一步置零的通道比例。' } },
    summary: rate,
  },
  SpatialDropout2D: {
    docs: '训练时随机清空图像的整个通道。',
    params: { rate: { help: '每一步置零的通道比例。' } },
    summary: rate,
  },
  GaussianNoise: {
    docs: '训练时轻微扰动每个数，使网络不能死记样本。使用时不起作用。',
    params: { stddev: { help: '各数平均移动的幅度。' } },
    summary: ({ stddev }: { readonly stddev: number }) => [`标准差 ${stddev}`],
  },
  ActivityRegularization: {
    docs: '训练时让经过的数为其大小付出代价，但不改变它们。',
    params: { l1: { help: '把小的数拉向 0。' }, l2: { help: '使大的数保持较小。' } },
    summary: ({ l1, l2 }: { readonly l1: number; readonly l2: number }) => [`L1 ${l1}`, `L2 ${l2}`],
  },
  RandomFlip: {
    docs: '训练时每次重新抽取，把约一半的图像翻成镜像。使用时不起作用。',
    params: { mode: { help: 'horizontal 左右互换，vertical 上下互换；两者都有时，一幅图像同时在两个方向上翻转。' } },
    summary: ({ mode }: { readonly mode: string }) =>
      mode.split('_and_').map((direction) => (direction === 'horizontal' ? '水平' : '垂直')),
  },
  RandomRotation: {
    docs: '训练时把每幅图像各转一个角度，每次重新抽取。使用时不起作用。',
    params: {
      factor: { help: '一整圈的比例：0.1 为左右各至多 36°；-0.1, 0.25 为从顺时针 36° 到逆时针 90°。' },
    },
  },
  RandomZoom: {
    docs: '训练时把每幅图像拉近或推远，每次重新抽取。使用时不起作用。',
    params: {
      heightFactor: {
        help: '大于 0 时看到的范围更大，其中一切变小；小于 0 时范围更小，一切变大：-0.5 使高度变为两倍。',
      },
      widthFactor: { help: '留空时宽随高变化，图像不会被拉伸。', whenNull: '同高' },
    },
  },
  RandomTranslation: {
    docs: '训练时把每幅图像上下左右移动，每次重新抽取。使用时不起作用。',
    params: {
      heightFactor: { help: '高的比例：0.1 为上下各至多移动十分之一；0, 0.2 为只向下。' },
      widthFactor: { help: '宽的比例：0.1 为左右各至多移动十分之一；0, 0.2 为只向右。' },
    },
  },
  RandomCrop: {
    docs: '把图像裁成设定大小：训练时位置任意，每批重新抽取。使用时取中间部分并缩放到该大小。',
  },
  RandomContrast: {
    docs: '训练时减小或加大每幅图像的明暗差别，每次重新抽取。使用时不起作用。',
    params: {
      factor: { help: '0.2 为 80 % 到 120 % 的对比度；两个数时，第一个为最多减弱多少，第二个为最多增强多少。' },
    },
  },
  RandomBrightness: {
    docs: '训练时使每幅图像变暗或变亮，每次重新抽取。使用时不起作用。',
    params: { factor: { help: '所加的值占取值范围的比例：-1 全黑，1 全白；0.2 为上下各至多五分之一。' } },
  },
  Masking: {
    docs: '标出序列中只是填充的步，使后面的模块跳过它们。',
    summary: ({ maskValue }: { readonly maskValue: number }) => [`跳过 ${maskValue}`],
  },
  // activations as blocks
  ReLU: {
    docs: '让正数通过，其余置 0。',
    params: {
      negativeSlope: { help: '阈值以下的数放行的比例。' },
      threshold: { help: '不大于此值的数被拦下。' },
    },
    summary: (params: { maxValue: number | null; negativeSlope: number; threshold: number }) => [
      params.maxValue === null ? '不限' : `最大 ${params.maxValue}`,
      ...(params.negativeSlope === 0 ? [] : [`斜率 ${params.negativeSlope}`]),
      ...(params.threshold === 0 ? [] : [`从 ${params.threshold} 起`]),
    ],
  },
  LeakyReLU: {
    docs: '让正数通过，负数缩小而不是变为 0。',
    summary: ({ negativeSlope }: { readonly negativeSlope: number }) => [`斜率 ${negativeSlope}`],
  },
  PReLU: {
    docs: '能学习负数放行比例的 LeakyReLU。',
    summary: ({ sharedAxes }: { readonly sharedAxes: readonly number[] }) => [
      sharedAxes.length === 0 ? '每个数一个斜率' : `沿 ${sharedAxes.join(', ')} 共享斜率`,
    ],
  },
  ELU: {
    docs: '让正数通过，负数弯向一个下限。',
    params: { alpha: { help: '负数的输出不低于此值的相反数。' } },
    summary: ({ alpha }: { readonly alpha: number }) => [`alpha ${alpha}`],
  },
  Softmax: {
    docs: '把得分变为总和为 1 的比例，例如每个类别的概率。',
    params: { axis: { help: '比例总和为 1 的维度：1 是样本的第一个，-1 是最后一个。' } },
    summary: ({ axis }: { readonly axis: number }) => [axis === -1 ? '沿最后一个维度' : `沿维度 ${axis}`],
  },
  // reshaping
  Flatten: {
    docs: '把样本的所有数排成一行。',
    summary: (_params, [input]) => (input ? [`${input.shape.reduce((product, size) => product * size, 1)} 个数`] : []),
  },
  Reshape: { docs: '把样本的数排成另一种形状，顺序不变。' },
  Permute: {
    docs: '改变样本各维度的顺序，例如行变成列。',
    summary: ({ dims }: { readonly dims: readonly number[] }) => [`顺序 ${dims.join(', ')}`],
  },
  RepeatVector: {
    docs: '重复一行数，使它出现在序列的每一步。',
    summary: ({ n }: { readonly n: number }) => [`${n} 步`],
  },
  ZeroPadding2D: {
    docs: '在图像四周补上零的行和列。',
    params: { padding: { help: '先是上下的行数，再是左右的列数。' } },
    summary: ({ padding }: { readonly padding: Sides }) => sides(padding),
  },
  Cropping2D: {
    docs: '从图像四边裁去行和列。',
    summary: ({ cropping }: { readonly cropping: Sides }) => sides(cropping),
  },
  UpSampling2D: {
    docs: '重复行和列或在其间插值，使图像变大。',
    params: { interpolation: { help: 'nearest 重复数值；bilinear 在相邻数值之间平滑过渡。' } },
    summary: ({ size, interpolation }: { readonly size: readonly number[]; readonly interpolation: string }) => [
      `${size.join('×')} 倍`,
      interpolation,
    ],
  },
  Resizing: {
    docs: '把图像变为指定的高和宽，必要时拉伸。',
    params: { interpolation: { help: 'nearest 取最近的数；bilinear 在相邻数值之间平滑过渡。' } },
  },
  Rescaling: {
    docs: '把每个数乘以一个数再加上一个数。',
    params: { scale: { help: '每个数乘以此值。' } },
    summary: ({ scale, offset }: { readonly scale: number; readonly offset: number }) => [
      `乘以 ${Number(scale.toPrecision(4))}`,
      ...(offset === 0 ? [] : [`加上 ${Number(offset.toPrecision(4))}`]),
    ],
  },
  // merging
  Add: { docs: '把多条连线的输入逐个数相加。', summary: merged('之和') },
  Concatenate: {
    docs: '把多条连线的输入并排拼接，使后面的模块看到全部内容。',
    params: { axis: { help: '变长的维度：-1 是最后一个，1 是一行数据的第一个。' } },
    summary: ({ axis }: { readonly axis: number }, inputs) => [
      ...(inputs.length < 2 ? [] : [`${inputs.length} 个输入`]),
      `轴 ${axis}`,
    ],
  },
  Multiply: {
    docs: '把多条连线的输入逐个数相乘。',
    summary: merged('之积'),
  },
  Average: {
    docs: '把多条连线的输入逐个数取平均。',
    summary: merged('的均值'),
  },
  Maximum: {
    docs: '在每个位置保留多条连线输入中最大的数。',
    summary: merged('的最大值'),
  },
  Minimum: {
    docs: '在每个位置保留多条连线输入中最小的数。',
    summary: merged('的最小值'),
  },
  Subtract: { docs: '用第一个输入逐个数减去第二个输入。' },
  Dot: {
    docs: '把两个输入逐个数相乘并沿一个维度求和：两行越相似，结果越大。',
    summary: ({ axes, normalize }: { readonly axes: readonly number[]; readonly normalize: boolean }) => [
      `轴 ${axes.join(' 与 ')}`,
      ...(normalize ? ['归一化'] : []),
    ],
  },
  // structure
  Group: {
    docs: '把多个模块合为一个，带有自己的端口。设置重复可将其叠放。',
    summary: ({ repeat }: { readonly repeat: number }) => (repeat > 1 ? [`× ${repeat}`] : []),
  },
  GroupInput: { title: '组输入', docs: '给出接到组的这个端口的内容。' },
  GroupOutput: { title: '组输出', docs: '在组的这个端口给出接到它的内容。' },
  // attention
  Attention: {
    docs: '让一个序列的每一步取用另一序列中与它最相似的内容。',
    params: {
      dropout: { help: '训练时略去的步间查看比例。' },
      useCausalMask: { help: '每一步只能看到自身位置及之前的步，例如续写文本时。' },
    },
    summary: (params: { useScale: boolean; scoreMode: string; useCausalMask: boolean }) => [
      params.scoreMode,
      ...(params.useScale ? ['缩放'] : []),
      ...(params.useCausalMask ? ['因果'] : []),
    ],
  },
  TransformerBlock: {
    title: 'Transformer 模块',
    docs: '由注意力和两个 Dense 层组成的组，各有一条捷径绕过。',
  },
  MultiHeadAttention: {
    docs: '让序列的每一步查看其他所有步并取用合适的内容，多个头各找不同的东西。',
    params: {
      dropout: { help: '训练时略去的步间查看比例。' },
      activityRegularizer: { help: '作用于所有头的查询、键和值，以及输出。' },
    },
    summary: (params: { numHeads: number; keyDim: number; useCausalMask: boolean }) => [
      `${params.numHeads} 个头`,
      `键维度 ${params.keyDim}`,
      ...(params.useCausalMask ? ['因果'] : []),
    ],
  },
};
