import type { textMessages as english } from '../texts.ts';
import type { Translation } from '../translation.ts';

/** What can be wrong with texts on the disk, in Chinese. */
export const textMessages: Translation<typeof english> = {
  binary:
    '{file} 不是文本。期望：UTF-8、UTF-16、GB18030、Big5、Shift JIS、EUC-KR 或 Windows-1252 编码的文本。实际：{received}。',
  damaged: '{file} 第 {line} 行不是 {encoding}，而文件的其余部分是。期望：全文均为 {encoding}。实际：{received}。',
  encoding:
    '{file} 第 {line} 行的编码无法读取。期望：UTF-8、UTF-16、GB18030、Big5、Shift JIS、EUC-KR 或 Windows-1252。实际：{received}。',
  changed: '{file} 在读取过程中被更改。期望：与先前一样全文均为 {encoding}。实际：其他字节。',
  long: '{file} 作为一篇文本过长。期望：最多 {expected} 字节。实际：{received}。',
  'no-classes': '{file} 中没有按类别存放的文本。期望：每个类别一个文件夹，其中有文本。实际：{received}。',
  'no-texts': '{file} 中没有文本。期望：文本文件，或存放文本文件的文件夹。实际：{received}。',
  // why a file is left out
  empty: '已跳过 {file}：文件为空。',
  'outside-class': '已跳过 {file}：它不在任何类别的文件夹中。',
  'outside-part': '已跳过 {file}：它与 train、test 等数据集文件夹并列，不属于其中任何一个。',
  unlabelled: '已跳过 {file}：其中的文本没有类别。',
  'class-empty': '已跳过 {file}：其中没有文件。',
  'link-loop': '已跳过 {file}：它是指向自身所在文件夹的链接。',
  'not-file': '已跳过 {file}：它既不是文件也不是文件夹。',
  // worth a look
  'windows-1252':
    '{file} 第 {line} 行不是 UTF-8（{received}），因此文件按 Windows-1252 读取。如果文字显示有误，请将它另存为 UTF-8。',
  'east-asian':
    '{file} 第 {line} 行不是 UTF-8，因此文件按 {encoding} 读取，这是由其中的文字判断的。如果文字显示有误，请将它另存为 UTF-8。',
  'more-files': '类似的文件还有 {count} 个。',
  // tokens
  'vocabulary-small': '“{column}”的词表容不下{kind}。期望：词表大小至少为 {expected}。实际：{received}。',
  // texts for predicting the next token
  'no-tokens': '{file} 没有词元，无法预测其后的词元。期望：一段文本。实际：没有。',
  'tokens-few':
    '文本的词元太少，无法学习。期望：训练集至少 {expected} 个，够一个窗口及其后的一个词元。实际：{received}。',
};
