import type { IpcMainEvent, MessagePortMain } from 'electron';
import type { Port } from '../../shared/ipc/port.ts';
import { isWindowAddress } from './window-scheme.ts';

/**
 * The port that a page sends when it loads, if the page is ours, in the main frame of our window; null, and the port closed, for
 * any other sender.
 */
export function acceptPort(
  { ports, senderFrame }: Pick<IpcMainEvent, 'ports' | 'senderFrame'>,
  mainFrame: IpcMainEvent['senderFrame'],
): MessagePortMain | null {
  const [port, ...others] = ports;
  for (const other of others) other.close();
  if (!port) return null;
  if (senderFrame !== null && senderFrame === mainFrame && isWindowAddress(senderFrame.url)) return port;
  port.close();
  return null;
}

/** A port of the contract over one of Electron's. */
export function portOf(port: MessagePortMain): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
  };
}
