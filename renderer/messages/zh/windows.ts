import type { Translation } from '../../../shared/messages/translation.ts';
import type { windowsMessages as english } from '../en/windows.ts';

/** Words of the section of time series on the Data page, in Chinese. */
export const windowsMessages: Translation<typeof english> = {
  title: '时间序列',
  count: '{windows} 个窗口',
  firstRows: '前 {shown} 行，原样显示',
  firstWindows: '{windows} 个窗口中的前 {shown} 个，原样显示',
  textTitle: '文本窗口',
  // history
  doAdd: '从窗口学习',
  doRemove: '从单行学习',
  doSet: '更改窗口',
  // off
  about: '如果各行按时间相继，由它们组成的窗口可以预测接下来的值。',
  suggested: '如果各行按“{time}”相继，每 {length} 行一个窗口，可以预测下一行。',
  suggestedSeries: '“{series}”可能区分多个序列，每个序列按“{time}”排列。每 {length} 行一个窗口，可以预测下一行。',
  add: '使用窗口',
  // on
  remove: '使用单行',
  tells: '窗口中也包含 {targets} 的过去值。',
  length: '窗口行数',
  lengthHelp: '网络回看多远。',
  horizon: '提前',
  horizonHelp: '从窗口末尾到所预测的行的行数。',
  stride: '间隔',
  strideHelp: '从一个窗口开头到下一个窗口开头的行数。',
  time: '排序依据',
  timeHelp: '最早的行在前。',
  fileOrder: '文件中的顺序',
  textStrideHelp: '从一个窗口开头到下一个窗口开头的词元数。窗口长度由“文本分词”步骤决定。',
  series: '区分序列',
  seriesHelp: '窗口不会跨越两个序列。',
  oneSeries: '一个序列',
};
