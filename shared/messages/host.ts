/** What hosts say at their start, in English. */
export const hostMessages = {
  'port-taken':
    'Another program already listens on this port. Expected: a free port, or 0 for any. Received: {received}.',
  'port-denied': 'This port may not be used without more rights. Expected: a port above 1023. Received: {received}.',
  'window-not-built':
    'The window is not built. Expected: build/renderer, made by npm run build. Received: no such folder.',
} as const;

/** What Electron's window asks and says by itself, in English. */
export const windowMessages = {
  'leave-title': 'Leave without saving?',
  'leave-text':
    'The project has changes that were not saved. They are kept apart, and offered when Layerloom opens next.',
  'leave-stay': 'Stay',
  'leave-discard': 'Leave without saving',
  'training-title': 'Stop training and quit?',
  'training-text': 'A run is training. It ends as stopped, and what it learned up to now is kept.',
  'training-stay': 'Keep training',
  'training-quit': 'Stop and quit',
  'crash-title': 'The window stopped working.',
  'crash-text':
    'Runs go on, and what was saved is on disk; changes since then are offered when it opens again. Expected: a window that runs. Received: {received}.',
  'crash-reload': 'Open it again',
  'crash-quit': 'Quit',
  'start-failed': 'Layerloom could not open its window.',
  'not-loaded': 'Expected: the built window, made by npm run build. Received: {received}.',
} as const;
