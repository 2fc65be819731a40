/** What hosts say at their start, in English. */
export const hostMessages = {
  'port-taken':
    'Another program already listens on this port. Expected: a free port, or 0 for any. Received: {received}.',
  'port-denied': 'This port may not be used without more rights. Expected: a port above 1023. Received: {received}.',
  'window-not-built':
    'The window is not built. Expected: build/renderer, made by npm run build. Received: no such folder.',
} as const;
