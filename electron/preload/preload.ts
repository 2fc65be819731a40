import { contextBridge, ipcRenderer } from 'electron';

/** What the window sees of its host: a port, and nothing of Electron or Node. */
export interface WindowBridge {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

const { port1, port2 } = new MessageChannel();
ipcRenderer.postMessage('port', null, [port2]);

contextBridge.exposeInMainWorld('layerloom', {
  post: (message) => port1.postMessage(message),
  onMessage: (listener) => {
    port1.onmessage = ({ data }) => listener(data);
  },
  onClose: (listener) => port1.addEventListener('close', () => listener()),
} satisfies WindowBridge);
