import type { phrases as english } from '../phrases.ts';
import type { Translation } from '../translation.ts';

/** Parts of sentences, in Chinese. */
export const phrases: Translation<typeof english> = {
  'two-sentences': '{first}{second}',
  'with-name': '{name}：{text}',
  nothing: '没有值',
  'no-wire': '没有连线',
  // how a process ended
  'end-signal': '信号 {signal}',
  'end-not-started': '没有启动',
  'end-code': '退出码 {code}',
  // shapes
  'one-number': '一个数值',
  'rank-one': '{shape}（1 个维度）',
  rank: '{shape}（{count} 个维度）',
  picture: '高×宽×通道',
  series: '时间×特征',
  'one-dimension': ' 1 个维度',
  dimensions: ' {count} 个维度',
  'masked-input': '带掩码的输入',
  'one-channel': '1 个通道',
  channels: '{channels} 个通道',
  'channels-and-filters': '{channels} 个通道，{filters} 个滤波器',
  // what a format can express
  either: '{before} 或 {next}',
  'no-argument': '没有参数 {argument}',
  // targets and parts of the data
  'a-number': '一个数值',
  'of-classes': '{classes} 个类别之一',
  'part-train': '训练',
  'part-validation': '验证',
  'part-test': '测试',
  // what a param must be
  'whole-number-from': '不小于 {min} 的整数',
  'whole-number-between': '{min} 到 {max} 之间的整数',
  number: '数值',
  'number-up-to': '不大于 {max} 的数值',
  'number-from': '不小于 {min} 的数值',
  'number-between': '{min} 到 {max} 之间的数值',
  'true-or-false': ' true 或 false',
  'a-text': '文本',
  'one-of': '{options} 之一',
  'two-whole-numbers': '两个不小于 {min} 的整数',
  'two-whole-numbers-between': '两个在 {min} 到 {max} 之间的整数',
  'two-pairs': '两对不小于 0 的整数',
  list: '一个列表',
  sizes: '一列整数，每个不小于 1',
  'sizes-with-rest': '一列整数，每个不小于 1，其中一个可以是 -1',
  axes: '若干维度的序号，不小于 1，各出现一次',
  order: '从 1 开始的连续序号，各出现一次，顺序不限',
  'range-in-order': '下限不大于上限的范围',
};
