import type { problems as english } from '../en.ts';
import type { Translation } from '../translation.ts';

/** Problems in a graph, its data or its files, in Chinese. */
export const problems: Translation<typeof english> = {
  // shapes
  'rank-expected': '{type} 需要 {expected} 个维度，即 {form}。实际：{received}。',
  'row-expected': '{type} 需要至少一个维度。实际：{received}。',
  'kernel-larger-than-input': '{type} 用 {window} 的窗口在输入上滑动，输入不能小于窗口。实际：{received}。',
  'whole-numbers-expected': '{type} 按整数（int32）查表。实际：{received}。',
  'numbers-expected': '{type} 用浮点数（float32）计算；请在它之前放一个 Embedding。实际：{received}。',
  'inputs-too-few': '{type} 需要两个或更多输入。实际：{received}。',
  'inputs-differ': '{type} 需要形状相同的输入。期望：{expected}。实际：{received}。',
  'inputs-differ-beside':
    '{type} 沿轴 {axis} 合并，各输入只能在该维度上不同。期望：与 {expected} 一致。实际：{received}。',
  'axis-unknown':
    '{type} 的轴必须在 1 到 {dimensions} 之间，或在 -{dimensions} 到 -1 之间（从末尾数起）。实际：{received}。',
  'groups-uneven': '{type} 把通道和滤波器分成 {groups} 组，两者都必须能被它整除。实际：{received}。',
  'channels-uneven': '{type} 把通道分成 {groups} 组，通道数必须能被它整除。实际：{received}。',
  'strides-with-dilation': '{type} 的步幅和膨胀率不能同时大于 1。实际：步幅 {strides}，膨胀率 {dilation}。',
  'sequence-too-long': '{type} 只有 {expected} 个位置，序列不能更长。收到：{received}。',
  'axis-expected': '{type} 设在每个样本的第 {axis} 维，因此必须有这一维。实际：{received}。',
  'size-expected': '{type} 保留样本的所有数，因此目标形状各维之积必须为 {expected}。实际：{received}。',
  'order-expected': '{type} 排列 {expected}，输入的维度数必须相同。实际：{received}。',
  'features-expected': '{type} 重复一行特征，输入必须是 1 个维度。实际：{received}。',
  'nothing-left': '{type} 裁去 {cut}，且必须有剩余，因此输入要更大。实际：{received}。',
  'crop-too-large': '{type} 从图像中裁出 {size}，因此图像不能更小；要放大图像请用 Resizing。实际：{received}。',
  'softmax-masked':
    'Softmax 不能跳过填充，Keras 的也不能。请改用设为 softmax 的 Activation，或使用不带掩码的输入。实际：{received}。',
  'both-ways': '{type} 自身就会双向读取。期望：{layer} 不开启“反向读取”。实际：{layer} 开启了它。',
  'steps-expected': '{type} 对序列的每一步起作用，因此需要至少 2 个维度，时间在前。实际：{received}。',
  'mask-of-steps':
    '{type} 只在输入为 时间×特征 时传递掩码；请关闭它之前 Embedding 的“屏蔽 0”。实际：带掩码的 {received}。',
  'activity-inside': '{type} 不使用输出正则化，与 Keras 一致。期望：{layer} 不带输出正则化。实际：{layer} 带有它。',
  'dot-sizes': '{type} 要求两个轴的大小相同。期望：{expected}。实际：{received}。',
  'keys-for-values': '{type} 的每个值都需要一个键，因此两者步数必须相同。期望：{expected}。实际：{received}。',
  'keys-like-queries': '{type} 比较键与查询，因此两者特征数必须相同。期望：{expected}。实际：{received}。',
  'output-padding-too-large':
    '{type} 在步幅留出的空间内补输出填充，因此必须小于步幅。实际：输出填充 {outputPadding}，步幅 {strides}。',
  'output-empty': '{type} 的输出至少要有一个点；增大输出填充或不设它即可。实际：{received}。',
  // graph
  'group-graph': '组包含项目的一个图，且不能是它自身所在的图。期望：一个图。实际：{received}。',
  'group-port-outside': '端口属于组内的图。期望：模型末端的 Output。实际：组的端口。',
  'group-port': '组的这个端口没有连线。期望：一条连线。实际：没有。',
  'input-missing': '{type} 的输入需要一条连线。实际：没有连线。',
  'port-missing': '{type} 的输入“{port}”需要一条连线。实际：没有连线。',
  'output-unused': '{type} 的输出没有被使用。请把它连到通往 Output 的模块。实际：没有连线。',
  'several-wires': '{type} 的输入“{port}”只能接一条连线。实际：{received}。',
  'port-unknown': '有一条连线接到 {type} 的端口“{port}”。期望：{expected}。实际：“{port}”。',
  'wire-end-missing': '连线的两端都必须有模块。实际：{received}。',
  cycle: '有一条连线回到上游模块，而网络不能有环路。实际：{received}。',
  'block-unknown': '此版本的 Layerloom 没有模块“{received}”。它会原样保留，但模型无法带着它训练。',
  'param-invalid': '{type}：{param} 应为{expected}。实际：{received}。',
  'model-empty': '模型中没有模块。期望：至少一个 Input 和一个 Output。实际：画布为空。',
  'no-input': '模型没有 Input。期望：至少一个。实际：没有。',
  'no-output': '模型没有 Output。期望：至少一个，损失在那里计算。实际：没有。',
  'name-taken': '两个模块都叫“{received}”。期望：各用不同的名称，或不命名。实际：“{received}”出现两次。',
  // loss and metrics
  'loss-classes': '{loss} 比较每个类别的得分，因此需要 2 个或更多输出。实际：{received}。',
  'loss-shape': '{loss} 比较输出与目标，两者形状必须相同。期望：{expected}。实际：{received}。',
  'loss-probabilities':
    '{loss} 需要 0 到 1 之间的概率，而 {type} 给出的是 {received} 的输出。请把激活函数设为 {activation}，或在损失中开启“输入为 logits”。实际：{received}。',
  'loss-softmax':
    '{loss} 已设为“输入为 logits”，需要未经限制的得分。请去掉它之前的 Softmax，或在损失中关闭“输入为 logits”。实际：{received}。',
  'loss-logits': '{loss} 已设为“输入为 logits”，需要未经限制的得分。请把激活函数设为 linear。实际：{received}。',
  'metric-shape': '{metric} 不适用于此输出。期望：{expected}。实际：{received}。',
  // data
  'data-input-shape': '数据的形状是 {expected}，与此 Input 不符。实际：{received}。',
  'data-input-dtype': '数据的类型是 {expected}，与此 Input 不符。实际：{received}。',
  'data-input-missing': '数据中没有名为“{name}”的输入可供此模块使用。期望：{expected}。实际：“{name}”。',
  'data-target-missing': '数据中没有名为“{name}”的目标可供此模块使用。期望：{expected}。实际：“{name}”。',
  'data-classes': '输出有 {received} 个单元，但目标 {target} 有 {expected} 个类别。实际：{received}。',
  'data-loss': '{loss} 不适用于目标 {target}，它是{kind}。期望：{expected}。实际：{loss}。',
  'data-vocabulary': '数据中的词元编号最大为 {expected}，{type} 的行数不够。实际：{received}。',
};
