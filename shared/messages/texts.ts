/** What can be wrong with texts on the disk, in English. Each names the file, says what was expected and ends in what was received. */
export const textMessages = {
  binary:
    '{file} is not a text. Expected: text in UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: {received}.',
  damaged:
    '{file}, line {line}, is not {encoding}, as the file is in all else. Expected: {encoding} throughout. Received: {received}.',
  encoding:
    '{file}, line {line}, is in no encoding that can be told. Expected: UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: {received}.',
  changed: '{file} was changed while it was read. Expected: {encoding} throughout, as before. Received: other bytes.',
  long: '{file} is too long for one text. Expected: at most {expected} bytes. Received: {received}.',
  'no-classes':
    '{file} has no texts in classes. Expected: a folder for each class, with texts in it. Received: {received}.',
  'no-texts': '{file} has no text. Expected: a text file, or a folder with text files. Received: {received}.',
  // why a file is left out
  empty: '{file} is left out: it is empty.',
  'outside-class': '{file} is left out: it is not in the folder of a class.',
  'outside-part': '{file} is left out: it is beside the folders of the parts, such as train and test.',
  unlabelled: '{file} is left out: its texts have no class.',
  'class-empty': '{file} is left out: it has no files.',
  'link-loop': '{file} is left out: it is a link to a folder that it is in.',
  'not-file': '{file} is left out: it is neither a file nor a folder.',
  // worth a look
  'windows-1252':
    '{file}, line {line}, is not UTF-8 ({received}), so the file is read as Windows-1252. If letters are wrong, save it as UTF-8.',
  'east-asian':
    '{file}, line {line}, is not UTF-8, so the file is read as {encoding}, by what its characters are then. If letters are wrong, save it as UTF-8.',
  'more-files': 'More files like these: {count}.',
  // tokens
  'vocabulary-small':
    'The vocabulary of "{column}" has no room for {kind}. Expected: a vocabulary size of at least {expected}. Received: {received}.',
  // texts for predicting the next token
  'no-tokens': '{file} has no tokens, so that none can follow them. Expected: a text. Received: none.',
  'tokens-few':
    'The text has too few tokens to learn from. Expected: at least {expected} in the training part, for one window and the token after it. Received: {received}.',
} as const;
