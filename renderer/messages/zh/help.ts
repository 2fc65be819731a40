import type { Translation } from '../../../shared/messages/translation.ts';
import type { helpMessages as english } from '../en/help.ts';

/** Words of the documentation of blocks, in Chinese. */
export const helpMessages: Translation<typeof english> = {
  whatItDoes: '作用',
  when: '何时使用',
  shape: '形状',
  example: '示例',
  exampleNone: '无',
  exampleWith: '{param} {value}',
  reference: '模块参考',
  close: '关闭模块参考',
  search: '搜索 {count} 个模块：名称、作用或用途',
  list: '模块',
  none: '没有名称、作用或用途与“{search}”相符的模块。',
  parameters: '参数及默认值',
  noParameters: '它没有参数。',
  place: '放置',
  open: '在模块参考中打开',
};
