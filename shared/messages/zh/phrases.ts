import type { phrases as english } from '../phrases.ts';
import type { Translation } from '../translation.ts';

/** Parts of sentences, in Chinese. */
export const phrases: Translation<typeof english> = {
  'two-sentences': '{first}{second}',
  'with-name': '{name}：{text}',
  nothing: '没有值',
  'no-wire': '没有连线',
  // why the system refuses a file
  'why-ENOENT': '文件不存在',
  'why-EACCES': '没有访问权限',
  'why-EROFS': '磁盘只读',
  'why-ENOSPC': '磁盘已满',
  'why-EDQUOT': '磁盘配额已用完',
  'why-EISDIR': '它是文件夹，而应为文件',
  'why-ENOTDIR': '路径中有一部分是文件，而应为文件夹',
  'why-ENAMETOOLONG': '名称过长',
  'why-EMFILE': '打开的文件过多',
  'why-other': '系统拒绝',
  'empty-file': '空文件',
  // who reads an export back
  'own-reader': ' Layerloom 自带的 .keras 读取器',
  'weights-only': '仅核对权重的检查（没有找到带 Keras 的 Python）',
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
  'one-channel': '1 个通道',
  channels: '{channels} 个通道',
  'channels-and-filters': '{channels} 个通道，{filters} 个滤波器',
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
  sizes: '一列整数，每个不小于 1',
  'range-in-order': '下限不大于上限的范围',
};
