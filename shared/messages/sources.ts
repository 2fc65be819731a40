/** What can be wrong with sources of data that are no plain table, in English. Each names the file and ends in what was received. */
export const sourceMessages = {
  // workbooks
  'workbook-old':
    '{file} is a workbook of the old kind (.xls). Expected: .xlsx, as which every spreadsheet program saves it, or CSV. Received: .xls.',
  'workbook-unreadable':
    '{file} cannot be read as a workbook. Expected: a whole .xlsx file without a password. Received: {received}.',
  'sheet-missing': '{file} has no such sheet. Expected: one of {expected}. Received: {received}.',
  'sheet-large':
    '{file}: the sheet "{sheet}" is too large to be read as a whole. Expected: at most {expected} bytes unpacked; save a larger one as CSV. Received: {received}.',
} as const;

/** What is worth a look in such sources, in English. */
export const sourceWarnings = {
  'cells-merged': 'Merged cells: {count} groups. Each cell of a group has the value of the group.',
  'formulas-uncalculated':
    'Cells with a formula that was never worked out: {count}. They count as empty; open the workbook in a spreadsheet program and save it.',
  'cells-in-error': 'Cells that show an error: {count}, the first {first}. They count as empty.',
} as const;
