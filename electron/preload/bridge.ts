/** What the window sees of its host: a port, and nothing of Electron or Node. */
export interface WindowBridge {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** The bridge over one end of a channel. Messages wait for the first listener; who comes after the close hears of it too. */
export function createBridge(port: MessagePort): WindowBridge {
  let closed = false;
  port.addEventListener('close', () => {
    closed = true;
  });
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data));
      port.start();
    },
    onClose: (listener) => {
      if (closed) queueMicrotask(listener);
      else port.addEventListener('close', () => listener());
    },
  };
}
