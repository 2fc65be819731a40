import type { Translation } from '../../../shared/messages/translation.ts';
import type { dockMessages as english } from '../en/dock.ts';

/** Words of the panel below the canvas, in Chinese. */
export const dockMessages: Translation<typeof english> = {
  problems: '问题',
  code: '代码',
  summary: '摘要',
  log: '日志',
  errors: '个妨碍训练',
  warnings: '个需要注意',
  toDo: '项待办',
  repairAll: '全部修复',
  close: '收起面板',
  open: '展开面板',
  empty: '模型的问题及其修复方法会显示在这里。目前还没有模块。',
  noProblems: '没有问题，可以训练。',
  codeLabel: '模型的 {language} 源代码',
  codeHint: '用方向键逐行移动，按 Enter 选中该行所属的模块。',
  language: '源代码语言',
  emptyLine: '空行',
  writing: '正在生成源代码。',
  height: '面板高度',
  pixels: '{height} 像素',
  copy: '复制',
  copied: '已复制',
  taller: '增高面板',
  lower: '降低面板',
};
