import type { Translation } from '../../../shared/messages/translation.ts';
import type { paletteMessages as english } from '../en/palette.ts';

/** Words of the palette, in Chinese. */
export const paletteMessages: Translation<typeof english> = {
  search: '搜索 {count} 种模块',
  searchLabel: '搜索模块',
  found: '找到的模块',
  none: '没有名称或用途符合“{search}”的模块。',
  fitsAfter: '可接在 {name} 之后',
  own: '本项目的组',
  ownInPlaces: '{blocks}，用在 {places} 处',
  hintBefore: '拖动，或按',
  hintAfter: '放到画布',
  inputOutput: '输入 / 输出',
  core: '核心',
  convolution: '卷积',
  pooling: '池化',
  recurrent: '循环',
  normalization: '归一化',
  regularization: '正则化',
  augmentation: '数据增强',
  reshaping: '变形',
  merging: '合并',
  structure: '结构',
  attention: '注意力',
};
