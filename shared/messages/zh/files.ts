import type { fileMessages as english } from '../files.ts';
import type { Translation } from '../translation.ts';

/** Files and folders that cannot be read or written, in Chinese. */
export const fileMessages: Translation<typeof english> = {
  'not-ours': '{file} 不是 Layerloom 文件。期望：顶层有 "app": "layerloom"。实际：其他内容。',
  'too-new': '{file} 由更新版本的 Layerloom 写出。期望：版本 {expected} 或更旧。实际：版本 {received}。',
  broken: '无法读取 {file}，因此没有打开或更改任何内容。位置 {where}：期望 {expected}。实际：{received}。',
  'folder-missing': '没有文件夹 {file}。期望：含有 model.json 的项目文件夹。实际：该路径下没有内容。',
  'folder-not-project': '{file} 不是项目文件夹。期望：其中有 model.json。实际：文件夹中没有它。',
  'file-missing':
    '项目 {project} 没有 {file}。期望：model.json、data.json、training.json 和 layout.json。实际：没有 {file}。',
  'not-written': '无法写入 {file}，原有内容保持完好。实际：{received}。',
  'not-readable': '无法读取 {file}。实际：{received}。',
  'refused-read': '无法读取 {file}：{why}。实际：{received}。',
  'refused-written': '无法写入 {file}：{why}。实际：{received}。',
  'not-json': '{file} 不完好：应为 JSON。实际：{received}。',
  unsound: '{file} 不完好。实际：{received}。',
  'not-folder': '{file} 不能作为项目文件夹。期望：文件夹或新名称。实际：文件。',
  'folder-taken':
    '{file} 中有不属于 Layerloom 项目的文件。期望：新的或空的文件夹，或项目。实际：文件夹中有 {received}。',
  'changed-on-disk': '{file} 已被其他程序或窗口更改，因此没有写入。期望：与读取时相同的文件。实际：文件不同。',
  'version-broken': '{file} 不是完整的项目版本。实际：{received}。',
  'draft-broken': '{file} 不是完整的项目草稿。实际：{received}。',
  'draft-missing': '草稿 {received} 已不存在。期望：没有被其他窗口恢复或丢弃的草稿。实际：没有。',
  'template-unknown': '没有名为“{received}”的模板。期望：{expected}。实际：“{received}”。',
  // weights
  'tensors-short': '{file} 不完好：safetensors 文件至少有 8 字节。实际：{received}。',
  'tensors-header-long': '{file} 不完好：safetensors 文件头最多 1 亿字节。实际：{received}。',
  'tensors-header-cut': '{file} 不完好：文件被截断，其文件头应在第 {end} 字节结束。实际：{received}。',
  'tensors-entry': '{file} 不完好：文件头中的“{name}”应为带有 dtype、shape 和 data_offsets 的张量。实际：{received}。',
  'tensors-type': '{file} 不完好：张量“{name}”的类型应为 {expected} 之一。实际：{received}。',
  'tensors-size': '{file} 不完好：形状为 {shape}、类型为 {type} 的张量“{name}”应有 {expected} 字节。实际：{received}。',
  'tensors-gap': '{file} 不完好：张量“{name}”应从前一个张量结束处开始，即第 {expected} 字节。实际：{received}。',
  'tensors-cut': '{file} 不完好：文件被截断，其张量应在第 {end} 字节结束。实际：{received}。',
  'tensors-more': '{file} 不完好：文件应随其张量在第 {end} 字节结束。实际：{received}。',
  'tensors-header-json': '{file} 不完好：其文件头应为 JSON。实际：{received}。',
  'tensors-header-list': '{file} 不完好：其文件头应按名称列出张量。实际：{received}。',
  untitled: '未命名',
};
