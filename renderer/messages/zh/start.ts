import type { Translation } from '../../../shared/messages/translation.ts';
import type { startMessages as english } from '../en/start.ts';

/** Words of the start page, in Chinese. */
export const startMessages: Translation<typeof english> = {
  projects: '项目',
  new: '新建项目',
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
  ownText: '从自己的表格（CSV、TSV、Parquet 或 JSON）开始。文件留在原处。',
  ownButton: '选择数据…',
  now: '刚刚',
  minuteAgo: '1 分钟前',
  minutesAgo: '{count} 分钟前',
  hourAgo: '1 小时前',
  hoursAgo: '{count} 小时前',
  yesterday: '昨天',
};
