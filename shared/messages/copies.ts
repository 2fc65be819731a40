/** What is said of rows that are left out, and of the search for rows that copy others, in English. */
export const copyMessages = {
  // rows that are left out
  'excluded-unknown':
    'Left out, but not in the data any more: {count}, such as {example}. The data may have changed since.',
  'excluded-windows':
    'Windows need every row of a series, so no row can be left out. Expected: none. Received: {received}.',
  'excluded-text': 'Windows of a text are no rows that can be left out. Expected: none. Received: {received}.',
  // what cannot be searched
  'not-searched':
    'Windows overlap, so they cannot be searched for duplicates. Expected: data in which each row is a sample. Received: windows.',
  // what a search did not compare, or not as a person might think
  'many-alike':
    'Most rows equal another: these columns have few different values, and equal rows need not be duplicates.',
  unfinished:
    'Rows that look like too many others to compare with all: {count}. They may have duplicates beside those.',
  'texts-without-words': 'Texts without a word: {count}. They are compared as rows alone.',
  'images-one-shade': 'Images of one shade: {count}. They are duplicates only where they are the same.',
  'images-unreadable': 'Images that cannot be read: {count}. They were not compared.',
  'pixels-only':
    'These images are small and grey, so that many look alike: only images of the same pixels are duplicates here.',
  'rows-outside': 'Rows in no part, such as those left out: {count}. They were not compared.',
} as const;
