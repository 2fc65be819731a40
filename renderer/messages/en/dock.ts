/** Words of the panel below the canvas. */
export const dockMessages = {
  problems: 'Problems',
  code: 'Code',
  log: 'Log',
  errors: 'in the way of training',
  warnings: 'worth a look',
  toDo: 'to do',
  repairAll: 'Repair all',
  close: 'Close the panel',
  open: 'Open the panel',
  empty: 'Problems of the model stand here, each with its repair. There are no blocks yet.',
  noProblems: 'Nothing is in the way. The model can train.',
  codeLabel: 'The model as Keras source',
  copy: 'Copy',
  copied: 'Copied',
} as const;
