/** Words of the documentation of blocks. */
export const helpMessages = {
  whatItDoes: 'What it does',
  when: 'When to use it',
  shape: 'Shape',
  example: 'Example',
  exampleNone: 'nothing',
  exampleWith: '{param} {value}',
  reference: 'Block reference',
  close: 'Close the block reference',
  search: 'Search {count} blocks: what they are called, do, or are for',
  list: 'Blocks',
  none: 'No block is called “{search}”, does that, or is for that.',
  parameters: 'Parameters and their defaults',
  noParameters: 'It has no parameters.',
  place: 'Place it',
  open: 'Open in the block reference',
} as const;
