import * as electron from 'electron';
import { createHostApp, engineFile, preloadFile, windowFolder, windowStateFile } from '../services/host-app.ts';
import { startDesktop } from './desktop.ts';
import { utilityEngineHost } from './engine-host.ts';

// No top-level await, here or in what is imported: Electron is not ready before this module has run to its end.
startDesktop(electron, {
  windowFolder: windowFolder(),
  preloadFile: preloadFile(),
  stateFile: windowStateFile(),
  createApp: (choosePath, speak) =>
    createHostApp('electron', {
      engineHost: utilityEngineHost(electron.utilityProcess, engineFile()),
      choosePath,
      speak,
    }),
});
