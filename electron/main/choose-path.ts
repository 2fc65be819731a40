import type { BrowserWindow, Dialog } from 'electron';
import type { z } from 'zod';
import type { AppRequests } from '../../shared/ipc/contract.ts';

type Request = z.infer<AppRequests['host:choose-path']['sent']>;

/** Opens the system's dialog for a purpose; null if the person closes it. */
export async function choosePath(
  dialog: Dialog,
  window: BrowserWindow,
  { purpose, suggestion }: Request,
): Promise<string | null> {
  switch (purpose) {
    case 'open-project': {
      const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
      return filePaths[0] ?? null;
    }
    case 'open-table': {
      const filters = [{ name: 'CSV, TSV', extensions: ['csv', 'tsv', 'txt'] }];
      const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters });
      return filePaths[0] ?? null;
    }
    case 'save-project':
    case 'export': {
      const { filePath } = await dialog.showSaveDialog(window, { defaultPath: suggestion });
      return filePath || null;
    }
  }
}
