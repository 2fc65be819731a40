/** Words of the window's frame: top bar, notices, dialogs, states of the connection. */
export const windowMessages = {
  untitled: 'Untitled',
  unexpected: 'Something unexpected went wrong, and nothing of yours was changed by it. Received: {received}',
} as const;
