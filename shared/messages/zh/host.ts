import type { windowMessages as english } from '../host.ts';
import type { Translation } from '../translation.ts';

/** What Electron's window asks and says by itself, in Chinese. */
export const windowMessages: Translation<typeof english> = {
  'leave-title': '不保存就离开吗？',
  'leave-text': '项目有未保存的更改。更改会另外保留，下次打开 Layerloom 时可以恢复。',
  'leave-stay': '留下',
  'leave-discard': '不保存，离开',
  'training-title': '停止训练并退出吗？',
  'training-text': '有一次训练正在进行。它会以“已停止”结束，到目前为止学到的内容会保留。',
  'training-stay': '继续训练',
  'training-quit': '停止并退出',
  'crash-title': '窗口停止了工作。',
  'crash-text':
    '训练仍在进行，已保存的内容在磁盘上；此后的更改在重新打开时可以恢复。期望：正常运行的窗口。实际：{received}。',
  'crash-reload': '重新打开',
  'crash-quit': '退出',
  'start-failed': 'Layerloom 无法打开窗口。',
  'not-loaded': '期望：由 npm run build 生成的窗口。实际：{received}。',
};
