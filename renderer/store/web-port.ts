import type { Port } from '../../shared/ipc/port.ts';
import { inTurns } from './in-turns.ts';

const tokenKey = 'layerloom.token';

/**
 * Opens a WebSocket to the host that served the window. The token comes with the address and is taken out of it, so that it does not
 * stand in the history or in a copied link. Rejects if the host does not answer.
 */
export function openWebPort(): Promise<Port> {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given);
    address.searchParams.delete('token');
    history.replaceState(null, '', address);
  }
  const url = new URL('port', address);
  url.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URLSearchParams({ token: sessionStorage.getItem(tokenKey) ?? '' }).toString();
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const messages: ((message: unknown) => void)[] = [];
    const add = inTurns();
    socket.addEventListener('message', ({ data }) =>
      add(() => {
        const message: unknown = JSON.parse(String(data));
        for (const listener of messages) listener(message);
      }),
    );
    socket.addEventListener('error', () => reject(new Error(`The host does not answer at ${url.host}.`)));
    socket.addEventListener('open', () =>
      resolve({
        post: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => messages.push(listener),
        onClose: (listener) => socket.addEventListener('close', () => add(listener)),
      }),
    );
  });
}
