import type { exportMessages as english } from '../exports.ts';
import type { Translation } from '../translation.ts';

/** What exporting a model says to people, in Chinese. */
export const exportMessages: Translation<typeof english> = {
  // what a format cannot express
  'tfjs-layer': 'TensorFlow.js 没有“{name}”所用的层 {type}。实际：{type}。',
  'tfjs-layer-inside': 'TensorFlow.js 没有“{name}”内部所用的层 {type}。实际：{type}。',
  'tfjs-dimensions': 'TensorFlow.js 计算“{name}”（{type}）时输入最多 {expected} 个维度。实际：{received}。',
  'tfjs-argument': 'TensorFlow.js 无法表达“{name}”当前的 {argument}。期望：{expected}。实际：{received}。',
  'tfjs-reset-after':
    'TensorFlow.js 只有旧版 GRU，其重置门在与记忆相乘之前起作用。请关闭“{name}”的“后置重置门”并重新训练。期望：reset_after=False。实际：reset_after=True。',
  'tfjs-activation':
    'TensorFlow.js 没有“{name}”所用的、与 Keras 公式相同的激活函数 {received}。期望：{expected} 之一。实际：{received}。',
  'tfjs-mask':
    '在 TensorFlow.js 中，“{name}”（{type}）不能接在屏蔽填充的模块之后。请关闭它之前 Embedding 的“屏蔽 0”并重新训练。期望：不带掩码的输入。实际：带掩码的输入。',
  'tfjs-mask-inside':
    'TensorFlow.js 会把其他模块的掩码交给“{name}”内部的 {type}。请关闭每个 Embedding 的“屏蔽 0”，或移除 Masking，并重新训练。期望：没有掩码的模型。实际：“{received}”的掩码。',
  // why nothing was written
  'cannot-express': '此模型无法写为 {format}。{problems}',
  'folder-missing': '导出需要一个存放的文件夹。期望：{folder}。实际：没有该文件夹。',
  'target-taken': '{path} 处已有其他内容，保持原样。期望：新名称，或先前导出的 {format}。实际：{received}。',
  'target-ending': '导出为 {format} 时扩展名应为 {expected}。实际：{received}。',
  'read-back-failed': '导出已写出但无法读回，因此没有保留。期望：能打开的 {format}。实际：{received}',
  'python-failed': 'Python 无法运行该模型。实际：{received}',
  'answers-not-finite':
    '模型自身的输出不是数值，无从比较，因此导出没有保留。期望：在全部 {rows} 行上都是数值。实际：其中 {received} 行不是。',
  'not-equal':
    '导出已写出并读回，但其输出与引擎不同，因此没有保留。期望：在 {rows} 行上的差异小于 {expected}。实际：{received}（{reader}）。',
};
