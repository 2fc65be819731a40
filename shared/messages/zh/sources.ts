import type { sourceMessages as english, sourceWarnings as englishWarnings } from '../sources.ts';
import type { Translation } from '../translation.ts';

/** What can be wrong with sources of data that are no plain table, in Chinese. */
export const sourceMessages: Translation<typeof english> = {
  // workbooks
  'workbook-old': '{file} 是旧格式的工作簿（.xls）。期望：.xlsx（各种电子表格程序都能存为此格式）或 CSV。实际：.xls。',
  'workbook-unreadable': '无法把 {file} 作为工作簿读取。期望：完整且没有密码的 .xlsx 文件。实际：{received}。',
  'sheet-missing': '{file} 中没有这个工作表。期望：{expected} 之一。实际：{received}。',
  'sheet-large':
    '{file}：工作表“{sheet}”过大，无法整体读取。期望：解压后最多 {expected} 字节；更大的表请存为 CSV。实际：{received}。',
};

/** What is worth a look in such sources, in Chinese. */
export const sourceWarnings: Translation<typeof englishWarnings> = {
  'cells-merged': '合并的单元格：{count} 组。组内每个单元格都取该组的值。',
  'formulas-uncalculated': '有公式但从未计算的单元格：{count} 个。它们按空处理；请用电子表格程序打开并保存此工作簿。',
  'cells-in-error': '显示错误的单元格：{count} 个，第一个是 {first}。它们按空处理。',
};
