/** Words of the section of time series on the Data page. */
export const windowsMessages = {
  title: 'Time series',
  count: '{windows} windows',
  firstRows: 'The first {shown} rows, as read',
  firstWindows: 'The first {shown} of {windows} windows, as read',
  textTitle: 'Windows of the text',
  // history
  doAdd: 'Learn from windows',
  doRemove: 'Learn from single rows',
  doSet: 'Change the windows',
  // off
  about: 'If rows follow each other in time, windows of them can tell what comes next.',
  suggested: 'If rows follow each other by “{time}”, windows of {length} rows can tell the next.',
  suggestedSeries:
    '“{series}” may tell several series apart, each by “{time}”. Windows of {length} rows can tell the next.',
  add: 'Use windows',
  // on
  remove: 'Use single rows',
  tells: 'The past of {targets} is in the windows too.',
  length: 'Rows per window',
  lengthHelp: 'How far the network looks back.',
  horizon: 'Tells ahead',
  horizonHelp: 'Rows from the end of a window to the one that is told.',
  stride: 'Every',
  strideHelp: 'Rows from the start of a window to that of the next.',
  time: 'Ordered by',
  timeHelp: 'The earliest row first.',
  fileOrder: 'the order of the file',
  textStrideHelp:
    'Tokens from the start of a window to that of the next. How long a window is, the step “Tokenize texts” says.',
  series: 'Series by',
  seriesHelp: 'No window lies in two series.',
  oneSeries: 'one series',
} as const;
