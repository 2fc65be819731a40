import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { createBridge } from './bridge.ts';

const { port1, port2 } = new MessageChannel();
ipcRenderer.postMessage('port', null, [port2]);
contextBridge.exposeInMainWorld('layerloom', {
  ...createBridge(port1),
  // A dropped file has no path but for this.
  pathOf: (file: File) => webUtils.getPathForFile(file),
});
