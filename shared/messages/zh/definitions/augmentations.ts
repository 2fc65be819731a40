import { blockWords } from './blocks.ts';
import type { DefinitionTable } from './words.ts';

/** The steps of augmentation in Chinese; settings that a block has too are called as there. */
export const augmentationWords: DefinitionTable = {
  'random-flip': {
    title: '翻转',
    docs: '把一半的图像翻成镜像，每一轮重新抽取。不适用于数字或字母，它们在镜中是别的意思。',
    params: { mode: { help: 'horizontal 左右互换，vertical 上下互换；两者都有时，一幅图像同时在两个方向上翻转。' } },
  },
  'random-rotation': { title: '旋转', docs: '把每幅图像各转一个角度。', params: blockWords.RandomRotation!.params! },
  'random-zoom': { title: '缩放', docs: '把每幅图像拉近或推远。', params: blockWords.RandomZoom!.params! },
  'random-translation': {
    title: '平移',
    docs: '把每幅图像上下左右移动。',
    params: blockWords.RandomTranslation!.params!,
  },
  'random-crop': {
    title: '裁剪',
    docs: '从每幅图像的任意位置裁出一部分，再恢复到原来的大小。',
    params: { scale: { label: '比例', help: '窗口占高和宽的比例：0.8, 1 为从边长的五分之四到整幅。' } },
  },
  'random-contrast': {
    title: '对比度',
    docs: '减小或加大每幅图像的明暗差别。',
    params: blockWords.RandomContrast!.params!,
  },
  'random-brightness': {
    title: '亮度',
    docs: '使每幅图像变暗或变亮。',
    params: blockWords.RandomBrightness!.params!,
  },
  'gaussian-noise': {
    title: '噪声',
    docs: '轻微移动图像的每个值，以及表格中每个缩放过的数。',
    params: blockWords.GaussianNoise!.params!,
  },
  cutout: {
    title: '遮挡',
    docs: '遮住每幅图像中的一个方块，使任何单独的部分都不能决定结果。',
    params: {
      size: { label: '大小', help: '方块的边长占图像短边的比例。' },
      fillValue: { help: '填入方块的值：0 为黑，1 为白。' },
    },
  },
  'mix-up': {
    title: '混合（Mixup）',
    docs: '把每一行与另一行混合，目标也同样混合，使网络在类别之间不那么武断。',
    params: { alpha: { help: '两行混合得多均匀：接近 0 时几乎总是其中一行占主导，1 时各种比例同样可能。' } },
  },
  'word-dropout': {
    title: '词丢弃',
    docs: '使每个文本中的一些词变为未知，使任何单独的词都不能决定结果。',
    params: { rate: { help: '每个词元变为未知的概率。' } },
  },
};
