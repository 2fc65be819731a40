import type { Translation } from '../../../shared/messages/translation.ts';
import type { summaryMessages as english } from '../en/summary.ts';

/** Words of the model's summary and of what blocks cost, in Chinese. */
export const summaryMessages: Translation<typeof english> = {
  label: '模型摘要',
  name: '名称（类型）',
  shape: '输出形状',
  parameters: '参数量',
  multiplyAdds: '乘加次数',
  memory: '内存',
  connectedTo: '连接自',
  copies: '× {count} 份',
  fold: '折叠 {name}',
  unfold: '展开 {name}',
  unknown: '尚不清楚',
  empty: '有了模块之后，它们的形状、参数量和开销会显示在这里。',
  totals: '合计',
  total: '参数量',
  trainable: '可训练',
  fixed: '不可训练',
  sized: '{count}（{size}）',
  gradients: '梯度',
  weights: '权重',
  slots: '{optimizer} 的状态量',
  activations: '输出，批大小 {batch}',
  memoryToTrain: '训练内存',
  memoryToTrainBatch: '训练内存，批大小 {batch}',
  multiplyAddsSample: '每个样本乘加次数',
  counted:
    '内存为估计值：包括权重、梯度、优化器为每个权重保存的状态量，以及为反向传播保留的所有模块对一个批次的输出；不含引擎自身的其他开销。',
  parts: '输出 {activations} · 权重 {weights} · 梯度 {gradients} · 状态量 {slots}',
  heaviest: '开销最大的模块',
  onCanvas: '画布标记',
  copyText: '复制为文本',
  copyCsv: '复制为 CSV',
};
