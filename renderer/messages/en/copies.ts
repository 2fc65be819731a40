/** Words of the search for duplicates, of rows that are left out and of classes in the parts. */
export const copiesMessages = {
  // commands
  doFind: 'Find duplicates',
  doLeaveOut: 'Leave out rows',
  doLeaveOutRows: 'Leave out {rows} rows',
  doLeaveOutOne: 'Leave out 1 row',
  doTakeBack: 'Take back the rows that are left out',
  // split
  find: 'Find duplicates',
  showSearch: 'Show the search',
  leftOut: '{rows} rows left out',
  leftOutOne: '1 row left out',
  takeBack: 'Take them back',
  // search
  title: 'Duplicates',
  searching: 'Looking for duplicates in {name}',
  stop: 'Stop looking',
  close: 'Close',
  failed: 'The search has failed',
  again: 'Search again',
  none: 'No duplicates among {rows} rows',
  // what was found
  found: 'Duplicates of another row: {copies} of {rows}',
  across:
    'Held out, and duplicates of a row in an earlier part: {copies}. Results on them look better than on new rows.',
  acrossNone: 'None of them lies in another part than the row that it duplicates.',
  leaveOutAll: 'Leave out all copies ({rows})',
  leaveOutHeldOut: 'Leave out held-out copies only ({rows})',
  pairs: 'Pairs of rows',
  shown: 'First {shown} of {pairs} pairs; those of two parts come first',
  equal: 'Equal',
  alike: '{share} alike',
  isLeftOut: 'left out',
  row: '{part}, row {row}',
  file: '{part}, {path}',
  imageOf: 'Image of row {row}',
  // classes
  classes: 'Classes in the parts',
  class: 'Class',
  noRows: 'No row of {label} in {part}',
  moreClasses: 'and {count} more, each in every part',
} as const;
