import type { DefinitionTable } from './words.ts';

/** The words of losses, in Chinese. */
export const lossWords: DefinitionTable = {
  MeanSquaredError: { title: '均方误差', docs: '差值平方的均值；用于数值。大的误差影响最大。' },
  MeanAbsoluteError: { title: '平均绝对误差', docs: '差值绝对值的均值；用于数值。少数离群值不会主导结果。' },
  Huber: { title: 'Huber', docs: '小误差取平方，大误差取原值；用于含离群值的数值。' },
  BinaryCrossentropy: {
    title: '二元交叉熵',
    docs: '用于是非问题：网络对正确答案有多意外。',
    params: {
      fromLogits: { help: '最后一层的激活函数为 linear 时开启：损失会自行把得分变为概率，舍入误差更小。' },
      labelSmoothing: { help: '把答案从 0 和 1 移向一半，使网络不过于自信。' },
    },
  },
  CategoricalCrossentropy: {
    title: '多类交叉熵',
    docs: '用于多个类别之一：网络对正确类别有多意外。可平滑标签。',
    params: {
      fromLogits: { help: '最后一层的激活函数为 linear 时开启：损失会自行把得分变为概率，舍入误差更小。' },
      labelSmoothing: { help: '从正确类别取出这一比例分给所有类别，使网络不过于自信。' },
    },
  },
  SparseCategoricalCrossentropy: {
    title: '稀疏多类交叉熵',
    docs: '用于以编号给出的多个类别之一：网络对正确类别有多意外。',
    params: {
      fromLogits: { help: '最后一层的激活函数为 linear 时开启：损失会自行把得分变为概率，舍入误差更小。' },
    },
  },
};

/** The words of metrics, in Chinese. */
export const metricWords: DefinitionTable = {
  BinaryAccuracy: {
    title: '二元准确率',
    docs: '是非问题答对的比例。',
    params: { threshold: { help: '高于此值的答案视为“是”。' } },
  },
  CategoricalAccuracy: { title: '多类准确率', docs: '得分最高的类别正确的行所占比例；目标为 one-hot 形式。' },
  SparseCategoricalAccuracy: { title: '稀疏多类准确率', docs: '得分最高的类别正确的行所占比例。' },
  SparseTopKCategoricalAccuracy: { title: '稀疏 Top-k 准确率', docs: '正确类别位于得分最高的 k 个之中的行所占比例。' },
  Precision: {
    title: '精确率',
    docs: '所有判为“是”的之中，确实为“是”的比例。',
    params: { threshold: { help: '高于此值的答案视为“是”。' } },
  },
  Recall: {
    title: '召回率',
    docs: '所有确实为“是”的之中，被找到的比例。',
    params: { threshold: { help: '高于此值的答案视为“是”。' } },
  },
  AUC: {
    title: '曲线下面积',
    docs: '不论阈值如何，得分区分“是”与“否”的能力：1 为完美，（ROC 曲线）0.5 相当于猜测。',
    params: { fromLogits: { help: '最后一层的激活函数为 linear 时开启。' } },
  },
  MeanAbsoluteError: { title: '平均绝对误差', docs: '答案平均偏差多少，单位与目标相同。' },
  MeanSquaredError: { title: '均方误差', docs: '差值平方的均值；大的误差影响最大。' },
  RootMeanSquaredError: { title: '均方根误差', docs: '误差的典型大小，单位与目标相同；大的误差影响最大。' },
  R2Score: { title: '决定系数 R²', docs: '答案解释了目标多少变化：1 为完美，0 与总是回答均值一样。' },
};

/** The words of optimizers, in Chinese. */
export const optimizerWords: DefinitionTable = {
  Adam: {
    docs: '按每个权重以往梯度的大小调整步长；首选优化器。',
    params: { epsilon: { help: '使除以接近零的数不至于失控的小数。' } },
  },
  AdamW: {
    docs: '在 Adam 的基础上每步略微缩小每个权重，使网络保持简单。',
    params: { epsilon: { help: '使除以接近零的数不至于失控的小数。' } },
  },
  SGD: {
    docs: '沿坡度直接下降；加上动量则继续滚动，使路径更平稳。',
    params: { momentum: { help: '再次采用上一步的比例。' } },
  },
  RMSprop: {
    docs: '把每一步除以近期梯度的大小；长期以来是循环网络的常用选择。',
    params: {
      epsilon: { help: '使除以接近零的数不至于失控的小数。' },
      momentum: { help: '再次采用上一步的比例。' },
    },
  },
  Adagrad: {
    docs: '变动多的权重步长更小；适合某些输入很少出现的情形。',
    params: { epsilon: { help: '使除以接近零的数不至于失控的小数。' } },
  },
};

/** The words of initializers, in Chinese. */
export const initializerWords: DefinitionTable = {
  GlorotUniform: { title: 'Glorot 均匀分布', docs: '均匀分布的随机数，范围与输入和输出的数量相适应；稳妥的默认选择。' },
  GlorotNormal: { title: 'Glorot 正态分布', docs: '正态分布的随机数，离散程度与输入和输出的数量相适应。' },
  HeUniform: { title: 'He 均匀分布', docs: '均匀分布的随机数，范围适合 relu。' },
  HeNormal: { title: 'He 正态分布', docs: '正态分布的随机数，离散程度适合 relu。' },
  LecunUniform: { title: 'LeCun 均匀分布', docs: '均匀分布的随机数，范围与输入的数量相适应。' },
  LecunNormal: { title: 'LeCun 正态分布', docs: '正态分布的随机数，适合 selu。' },
  Orthogonal: { title: '正交', docs: '互相垂直的随机方向；使信号在许多时间步中不消失。' },
  RandomNormal: { title: '正态分布', docs: '围绕均值的正态分布随机数。' },
  RandomUniform: { title: '均匀分布', docs: '在上下限之间均匀分布的随机数。' },
  TruncatedNormal: { title: '截断正态分布', docs: '截去两端的正态分布随机数，使权重的初始值都不会很大。' },
  VarianceScaling: {
    title: '方差缩放',
    docs: '离散程度与输入或输出数量相适应的随机数；各具名的初始化都是它的特例。',
  },
  Zeros: { title: '全零', docs: '所有数从 0 开始；偏置的常用选择。' },
  Ones: { title: '全一', docs: '所有数从 1 开始。' },
  Constant: { title: '常数', docs: '所有数从给定的值开始。' },
  Identity: { title: '单位矩阵', docs: '开始时如同该层原样传递输入。' },
};

/** The words of regularizers, in Chinese. */
export const regularizerWords: DefinitionTable = {
  L1: { docs: '让权重为其大小付出代价，用处最小的会趋近于零。', params: { l1: { label: '系数' } } },
  L2: {
    docs: '越大的权重代价越高，使所有权重保持较小，没有哪个输入能独自决定结果。',
    params: { l2: { label: '系数' } },
  },
  L1L2: { title: 'L1 与 L2', docs: '同时施加两种惩罚：一些权重趋近于零，其余保持较小。' },
};
