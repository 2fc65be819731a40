import type { repairs as english } from '../repairs.ts';
import type { Translation } from '../translation.ts';

/** Labels of repairs, in Chinese. */
export const repairs: Translation<typeof english> = {
  'wire-from': '从 {value} 连线到它',
  'wire-into': '将它连到 {value}',
  'add-input': '添加 Input',
  'add-output': '添加 Output',
  'remove-wire': '删除连线',
  'set-shape': '将形状设为 {value}',
  'set-number-type': '将数据类型设为 {value}',
  'set-rows': '将词表大小设为 {value}',
  'set-sequence-length': '将序列长度设为 {value}',
  'set-padding': '将填充设为 {value}',
  'set-return-sequences': '让 {value} 返回每一步',
  'set-name': '命名为 {value}',
  'set-units': '将单元数设为 {value}',
  'set-activation': '将激活函数设为 {value}',
  'set-from-logits': '在损失中开启“输入为 logits”',
  'set-not-from-logits': '在损失中关闭“输入为 logits”',
  'set-loss': '将损失设为 {value}',
  'insert-flatten': '插入 Flatten',
};
