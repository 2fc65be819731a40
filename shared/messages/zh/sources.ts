import type { sourceMessages as english, sourceWarnings as englishWarnings } from '../sources.ts';
import type { Translation } from '../translation.ts';

/** What can be wrong with sources of data that are no plain table, in Chinese. */
export const sourceMessages: Translation<typeof english> = {
  // workbooks
  'workbook-old': '{file} 是旧格式的工作簿（.xls）。期望：.xlsx（各种电子表格程序都能存为此格式）或 CSV。实际：.xls。',
  archive: '{file} 是 zip 压缩包，不是工作簿。请先解压，再打开其中的表格或文件夹。实际：压缩包内有 {received}。',
  'workbook-unreadable': '无法把 {file} 作为工作簿读取。期望：完整且没有密码的 .xlsx 文件。实际：{received}。',
  'sheet-missing': '{file} 中没有这个工作表。期望：{expected} 之一。实际：{received}。',
  'sheet-of-none': '{file} 不是工作簿，没有工作表。期望：.xlsx 文件，或不指定工作表。实际：工作表“{received}”。',
  'sheet-large':
    '{file}：工作表“{sheet}”过大，无法整体读取。期望：解压后最多 {expected} 字节；更大的表请存为 CSV。实际：{received}。',
  // tables of images
  'table-images-missing':
    '{file}：它列出的图像一个也找不到。期望：从表格所在文件夹起的路径，或绝对路径。实际：{received}。',
  'row-image-wanted': '{file} 第 {row} 行：它的图像不存在。期望：每行都有图像。实际：{received}。',
  // arrays
  'array-unreadable': '无法把 {file} 作为数组读取。期望：完整的 .npy、.npz 或 IDX 文件。实际：{received}。',
  'array-size': '{file} 被截断，或比其声明的更长。期望：{expected} 字节。实际：{received}。',
  'array-changed': '{file} 在读取行的过程中被改写。期望：{expected}。实际：{received}。',
  'array-objects':
    '{file} 是 Python 对象数组，只有 Python 能够解开。期望：元素为 {expected} 的数组。实际：{received}。',
  'array-type': '{file} 的元素无法读作数值。期望：元素为 {expected} 的数组。实际：{received}。',
  'array-scalar': '{file} 只是一个数值。期望：第一个维度为行的数组。实际：没有维度。',
  'array-empty': '{file} 为空。期望：至少一行。实际：{received}。',
  'arrays-missing': '{file} 中没有数组。期望：.npy、.npz 或 IDX 文件。实际：{received}。',
  'arrays-rows': '{file}：各数组的行数不同。期望：{expected}。实际：{received}。',
  'arrays-shape': '{file}：“{name}”在各部分中的形状不同。期望：{expected}。实际：{received}。',
  'arrays-part': '{file}：“{name}”并非每个部分都有。期望：{expected}。实际：{received}。',
  'array-wanted': '{file} 中没有数组“{name}”，而模型是用它训练的。期望：{expected}。实际：{received}。',
  'array-shape': '{file}：“{name}”的形状与训练时不同。期望：{expected}。实际：{received}。',
  'array-not-number': '{file} 第 {row} 行：“{name}”中有非数值，且没有步骤填充它。期望：步骤“{expected}”。实际：NaN。',
  'array-classes': '目标“{name}”的值不能作为类别。期望：每行一个数，共 2 到 {expected} 个不同的数。实际：{received}。',
  'array-index': '{file} 第 {row} 行：“{name}”不是类别编号。期望：0 到 {expected} 的整数。实际：{received}。',
  // Inputs
  'folder-empty':
    '{file} 中没有文件。期望：每个类别一个文件夹，其中放图像或文本；或并列的文本文件；或数组。实际：空文件夹。',
  'input-shared':
    'Input“{input}”不能在其他列之外再接收“{column}”。期望：若干数值列，或单独一列文本，或单独一列按编号编码的类别。实际：还有“{received}”。',
};

/** What is worth a look in such sources, in Chinese. */
export const sourceWarnings: Translation<typeof englishWarnings> = {
  'sheet-found':
    '读取的是工作表“{sheet}”：它是第一个含有表格的工作表。如果不是要用的，请另选。工作簿中的工作表：{sheets}。',
  'sheet-of-columns': '读取的是工作表“{sheet}”：它是第一个含有模型训练时所用各列的工作表。工作簿中的工作表：{sheets}。',
  'rows-above': '列名在工作表的第 {row} 行。其上方的行已略去，其中有值的 {count} 行；第一行是：{received}。',
  'rows-below': '表格下方的行（例如合计和备注）已略去：{count} 行，其中第一行：{received}。',
  'cells-merged': '合并的单元格：{count} 组。组内每个单元格都取该组的值。',
  'formulas-uncalculated': '有公式但从未计算的单元格：{count} 个。它们按空处理；请用电子表格程序打开并保存此工作簿。',
  'names-in-remark': '各列的名称取自表格上方以 # 开头的最后一行：{received}。',
  'columns-spaced': '{file} 的各列以空格分隔，已按此读取。',
  'arrays-aside': '与其他数组不同、不属于任何部分的数组：{names}。它们不被使用。',
  'array-as-classes': '“{name}”有 {distinct} 个不同的整数，因此按类别处理。若要预测数值，请把它的类型设为数值。',
  'array-filled': '“{name}”中有非数值，涉及的行数：{count}。步骤“填充空单元格”用 {received} 代替它们。',
  'array-filled-scaled':
    '“{name}”中有非数值，涉及的行数：{count}。其余数值缩放之后，步骤“填充空单元格”用 {received} 代替它们。',
  'array-target-guessed': '目标被认为是数组“{name}”。如果要预测的不是它，请另选。',
  'array-one-hot':
    '“{name}”每行只有一个 1，其余全是 0，这常用来表示类别；现在作为 {classes} 个数值学习。若要学习类别，请保存 1 所在的位置，在 NumPy 中为 {name}.argmax(axis=1)。',
  'images-elsewhere': '表格所写的图像在另一文件夹中查找，或补上了扩展名：第一个是 {file}。',
  'row-image-missing': '已跳过第 {row} 行：它的图像不存在（{name}）。',
  'rows-images-missing': '还有 {count} 行因图像不存在而跳过。',
  'cells-in-error': '显示错误的单元格：{count} 个，第一个是 {first}。它们按空处理。',
};
