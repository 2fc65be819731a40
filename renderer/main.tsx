import './theme/tokens.css';
import './theme/base.css';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import '@mantine/core/styles.layer.css';
import '@xyflow/react/dist/style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followDataset } from './store/dataset.ts';
import { followDisk } from './store/disk.ts';
import { followDrafts } from './store/drafts.ts';
import { createEditor } from './store/editor.ts';
import { electronPort } from './store/electron-port.ts';
import { followEngines } from './store/engines.ts';
import { createHost, type OpenPort } from './store/host.ts';
import { followRuns } from './store/runs.ts';
import { browserSettings } from './store/settings.ts';
import { followSource } from './store/source-on-disk.ts';
import { followLanguage } from './store/spoken.ts';
import { openWebPort } from './store/web-port.ts';

/** The way to this window's host: Electron's port, a WebSocket, or, in a build for testing, a host within the window. */
async function chooseTransport(): Promise<OpenPort> {
  if (import.meta.env.MODE === 'testing') {
    const { openFakePort } = await import('./testing/fake-host.ts');
    return openFakePort;
  }
  const electron = electronPort();
  return electron ? () => Promise.resolve(electron) : openWebPort;
}

const host = createHost(await chooseTransport());
const editor = createEditor(host, browserSettings());
host.onState((connection) => editor.view({ connection }));
followEngines(editor);
followDataset(editor);
followRuns(editor);
followDrafts(editor);
followDisk(editor);
followSource(editor);
followLanguage(editor);
void host.connect();
if (import.meta.env.MODE === 'testing') Object.assign(window, { editor });
createRoot(document.getElementById('window')!).render(<App editor={editor} reconnect={() => void host.connect()} />);
