import type { copyMessages as english } from '../copies.ts';
import type { Translation } from '../translation.ts';

/** 关于被排除的行，以及查找重复行时的提示。 */
export const copyMessages: Translation<typeof english> = {
  'excluded-unknown': '已排除但数据中不再有的：{count} 项，例如 {example}。数据可能已更改。',
  'excluded-windows': '时间窗口需要序列中的每一行，因此不能排除任何行。期望：没有。实际：{received}。',
  'excluded-text': '文本的窗口不是可以排除的行。期望：没有。实际：{received}。',
  'not-searched': '窗口相互重叠，因此无法查找其中的重复项。期望：每一行是一个样本的数据。实际：窗口。',
  'many-alike': '大多数行与其他行相同：这些列的不同取值很少，相同的行不一定是重复项。',
  unfinished: '与太多其他行相似、无法逐一比较的行：{count} 行。它们可能还有其他重复项。',
  'texts-without-words': '没有词的文本：{count} 条。只按整行比较。',
  'images-one-shade': '单一色调的图像：{count} 张。只有完全相同才算重复。',
  'images-unreadable': '无法读取的图像：{count} 张。未参与比较。',
  'pixels-only': '这些图像很小且为灰度，许多看起来都相似：这里只有像素完全相同才算重复。',
  'rows-outside': '不属于任何部分的行（例如被排除的行）：{count} 行。未参与比较。',
};
