import type { Translation } from '../../../shared/messages/translation.ts';
import type { startMessages as english } from '../en/start.ts';

/** Words of the start page, in Chinese. */
export const startMessages: Translation<typeof english> = {
  projects: '项目',
  new: '新建项目',
  newFromData: '用数据新建…',
  open: '打开项目…',
  recent: '最近使用',
  recentNone: '保存或打开过的项目会显示在这里。',
  recentFailed: '无法列出最近的项目。{reason}',
  recentGone: '已不存在',
  title: '让网络学习什么？',
  lead: '每个模板都是完整的：一个网络、可试用的数据和有效的设置。一切都可以修改。',
  loading: '正在查找模板',
  failed: '无法列出模板',
  starter: '从“{title}”开始',
  kindConvolutional: 'CNN',
  kindLstm: 'LSTM',
  kindGru: 'GRU',
  kindDense: 'MLP',
  ownTitle: '有自己的数据？',
  ownText: '把表格、数组，或图像、文本文件夹拖到这里：会为它建好合适的网络。数据留在原处。',
  ownFile: '从文件…',
  ownFolder: '从文件夹…',
  dropHere: '松开即可用它新建项目',
  now: '刚刚',
  minuteAgo: '1 分钟前',
  minutesAgo: '{count} 分钟前',
  hourAgo: '1 小时前',
  hoursAgo: '{count} 小时前',
  yesterday: '昨天',
};
