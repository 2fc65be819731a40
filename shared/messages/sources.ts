/** What can be wrong with sources of data that are no plain table, in English. Each names the file and ends in what was received. */
export const sourceMessages = {
  // workbooks
  'workbook-old':
    '{file} is a workbook of the old kind (.xls). Expected: .xlsx, as which every spreadsheet program saves it, or CSV. Received: .xls.',
  archive:
    '{file} is a zip archive and no workbook. Unpack it, and open the table, or the folder, that was in it. Received: an archive of {received}.',
  'workbook-unreadable':
    '{file} cannot be read as a workbook. Expected: a whole .xlsx file without a password. Received: {received}.',
  'sheet-missing': '{file} has no such sheet. Expected: one of {expected}. Received: {received}.',
  'sheet-of-none':
    '{file} is no workbook, so that it has no sheets. Expected: an .xlsx file, or no sheet. Received: the sheet "{received}".',
  'sheet-large':
    '{file}: the sheet "{sheet}" is too large to be read as a whole. Expected: at most {expected} bytes unpacked; save a larger one as CSV. Received: {received}.',
  // tables of images
  'table-images-missing':
    '{file}: not one of the images that it names is there. Expected: paths from the folder of the table on, or absolute ones. Received: {received}.',
  'row-image-wanted':
    '{file}, row {row}: its image is not there. Expected: an image for every row. Received: {received}.',
  // arrays
  'array-unreadable':
    '{file} cannot be read as an array. Expected: a whole .npy, .npz or IDX file. Received: {received}.',
  'array-size': '{file} is cut off, or has more than it says. Expected: {expected} bytes. Received: {received}.',
  'array-changed': '{file} was written over while its rows were read. Expected: {expected}. Received: {received}.',
  'array-objects':
    '{file} is an array of Python objects, which Python alone can unpack. Expected: an array of {expected}. Received: {received}.',
  'array-type':
    '{file} is an array of what is not read as numbers. Expected: an array of {expected}. Received: {received}.',
  'array-scalar': '{file} is one number. Expected: an array whose first dimension is the rows. Received: no dimension.',
  'array-empty': '{file} is empty. Expected: at least one row. Received: {received}.',
  'arrays-missing': '{file} has no arrays. Expected: .npy, .npz or IDX files. Received: {received}.',
  'arrays-rows': '{file}: the arrays have different numbers of rows. Expected: {expected}. Received: {received}.',
  'arrays-shape': '{file}: "{name}" has not the same shape in all parts. Expected: {expected}. Received: {received}.',
  'arrays-part': '{file}: "{name}" is not there for every part. Expected: {expected}. Received: {received}.',
  'array-wanted':
    '{file} has no array "{name}", which the model was trained on. Expected: {expected}. Received: {received}.',
  'array-shape':
    '{file}: "{name}" is of another shape than the model was trained on. Expected: {expected}. Received: {received}.',
  'array-not-number':
    '{file}, row {row}: "{name}" has a value that is no number, and no step fills it. Expected: the step {expected}. Received: NaN.',
  'array-classes':
    'The target "{name}" has not the values of classes. Expected: 2 to {expected} different numbers, one a row. Received: {received}.',
  'array-index':
    '{file}, row {row}: "{name}" is no number of a category. Expected: whole numbers from 0 to {expected}. Received: {received}.',
  // folders
  'folder-empty':
    '{file} has no files. Expected: images or texts in a folder for each class, texts beside each other, or arrays. Received: an empty folder.',
  // Inputs
  'input-shared':
    'The Input "{input}" cannot take "{column}" beside others. Expected: columns of numbers, or a single text or a single column of categories by their number. Received: also "{received}".',
} as const;

/** What is worth a look in such sources, in English. */
export const sourceWarnings = {
  'sheet-found':
    'The sheet "{sheet}" is read: the first that is a table. Choose another if this is not the one. Sheets of the workbook: {sheets}.',
  'sheet-of-columns':
    'The sheet "{sheet}" is read: the first with the columns that the model was trained on. Sheets of the workbook: {sheets}.',
  'rows-above':
    'The names of the columns are in row {row} of the sheet. Rows above them are left out, {count} of them with values; the first: {received}.',
  'rows-below': 'Rows below the table, such as sums and remarks, are left out: {count}. The first: {received}.',
  'cells-merged': 'Merged cells: {count} groups. Each cell of a group has the value of the group.',
  'formulas-uncalculated':
    'Cells with a formula that was never worked out: {count}. They count as empty; open the workbook in a spreadsheet program and save it.',
  'names-in-remark':
    'The names of the columns are read from the last line above the table that begins with #: {received}.',
  'columns-spaced': 'The columns of {file} are separated by spaces, and are read so.',
  'arrays-aside': 'Arrays that belong to no part, unlike others: {names}. They are left aside.',
  'array-as-classes':
    '"{name}" has {distinct} different whole numbers, so they are taken as classes. Set its kind to number to predict a number.',
  'array-filled':
    '"{name}" has values that are no numbers, in rows: {count}. The step "fill empty cells" puts {received} in their place.',
  'array-filled-scaled':
    '"{name}" has values that are no numbers, in rows: {count}. Once the others are scaled, the step "fill empty cells" puts {received} in their place.',
  'array-target-guessed':
    'The target is taken to be the array "{name}". Choose another if this is not what is to be predicted.',
  'array-one-hot':
    'Each row of "{name}" has a 1 among nothing but 0, as classes are often written; they are learned as {classes} numbers. To learn classes, save where the 1 is, in NumPy {name}.argmax(axis=1).',
  'images-elsewhere':
    'The images that the table names are looked for in another folder, or with another ending: the first is {file}.',
  'row-image-missing': 'Row {row} is left out: its image is not there ({name}).',
  'rows-images-missing': 'More rows that are left out because their images are not there: {count}.',
  'cells-in-error': 'Cells that show an error: {count}, the first {first}. They count as empty.',
} as const;
