import type { runMessages as english } from '../runs.ts';
import type { Translation } from '../translation.ts';

/** Why a run, or a question to it, came to nothing, in Chinese. */
export const runMessages: Translation<typeof english> = {
  // before a run
  'project-problems': '模型还不能训练。期望：没有问题的模型。实际：{count} 个，第一个是：{problem}',
  'no-data': '尚未选择数据。期望：一个表格，或应用自带的数据。实际：没有。',
  'already-training': '已有训练正在进行，一次只能训练一个。请等待其结束或停止它。实际：{run}。',
  'data-changed': '{file} 自“数据”页读取后在磁盘上已发生变化。本次训练使用现在的内容；请在“数据”页重新读取以查看。',
  'target-prepared': '目标“{column}”经过预处理步骤。损失按预处理后的值计算；指标和预测以它自己的单位表示。',
  'no-rows': '数据的{part}集没有行。期望：至少 1 行。实际：0。',
  // block times
  'profile-in-training':
    '只有在没有训练进行时才能测量模块耗时，否则两者会争用引擎。请等待训练结束或停止它。实际：{run} 正在训练。',
  'profile-again': '已在测量模块耗时，一次只能测量一个模型。实际：又一个。',
  'profile-interrupted': '测量已结束：有训练开始，会拖慢各模块。请在训练结束后重新测量。实际：{run}。',
  // how a run ended
  'loss-not-finite':
    '{loss}在第 {epoch} 轮第 {step} 步（共 {steps} 步）变为 {value}。请尝试比 {learningRate} 更小的学习率。若在最初几步就发生，请检查数据中是否有极大的值，或开启数值缩放。实际：{value}。',
  'rows-gone':
    '第 {epoch} 轮时，{part}集已完全无法读取：其文件被移动、删除或更改。此前的检查点都已保留。期望：{expected} 行。实际：0。',
  'engine-ended': '引擎进程意外结束（{how}）。项目未受影响，此前的检查点已保留。{advice}',
  'start-crashed': '其进程在启动时结束（{how}）。{advice}',
  'advice-memory': '内存不足。请尝试更小的批大小或更小的模型。',
  'advice-killed': '内存耗尽时系统会这样结束程序，其他程序也可能这样做。若再次发生，请减小批大小。',
  'advice-none': '进程最后的输出：{words}',
  'advice-silent': '它没有留下任何信息。',
  'out-of-memory': '引擎内存不足。请尝试更小的批大小或更小的模型。实际：{received}。',
  'engine-unexpected': '引擎发生了意外错误。实际：{received}。',
  'cut-off': '训练被中断：执行训练的程序已不存在。此前的日志和检查点已保留。实际：没有进程 {process}。',
  // a run on disk
  'not-a-run': '{directory} 不是训练记录。期望：含有 run.json 的文件夹。实际：文件夹中没有它。',
  'run-not-training': '训练 {run} 不在这里进行。期望：{expected}。实际：{run}。',
  'log-broken': '{file} 第 {line} 行不是训练事件。实际：{received}。',
  'look-broken': '{file} 第 {line} 行不是一条测试结果的查看记录。实际：{received}。',
  'no-checkpoint': '此次训练没有权重：它在保存任何权重之前就结束了。期望：{file}。实际：没有该文件。',
  'checkpoint-broken': '{file} 不是 Layerloom 的检查点。位置 {where}：期望 {expected}。实际：{received}。',
  'checkpoint-unfit': '检查点与其训练的模型不符。{problem}',
  'tensor-shape': '{what} {id} 的形状为 {shape}。实际：{received}。',
  'tensor-unknown': '模型没有{what} {received}。期望：{expected}。实际：{received}。',
  'prediction-not-finite': '模型对第 {row} 行的输出不是数值。期望：有限的数值。实际：{received}。',
  'generate-unfit':
    '只有学会预测文本下一个词元的模型才能生成文本。期望：用一篇长文本进行的训练。实际：用其他数据进行的训练。',
  'prompt-empty': '提示词中没有词元。期望：一些文本。实际：{received}。',
  'token-not-finite': '模型对文本第 {token} 个词元的输出不是数值。期望：有限的数值。实际：{received}。',
  'dialogs-missing': '此主机不能打开系统对话框。期望：输入或浏览到的路径。实际：{purpose}。',
};
