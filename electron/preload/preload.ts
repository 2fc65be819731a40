import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

const { port1, port2 } = new MessageChannel();
ipcRenderer.postMessage('port', null, [port2]);
contextBridge.exposeInMainWorld('layerloom', createBridge(port1));
