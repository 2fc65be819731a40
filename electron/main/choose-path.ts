import type { BrowserWindow, Dialog, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { z } from 'zod';
import { arrayEndings, tableEndings } from '../../shared/data/table-endings.ts';
import type { AppRequests } from '../../shared/ipc/contract.ts';

type Request = z.infer<AppRequests['host:choose-path']['sent']>;

/** Opens the system's dialog for a purpose, on top of the window if there is one; null if the person closes it. */
export async function choosePath(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  window: BrowserWindow | null,
  { purpose, suggestion }: Request,
): Promise<string | null> {
  const open = (options: OpenDialogOptions) =>
    window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
  const save = (options: SaveDialogOptions) =>
    window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
  switch (purpose) {
    case 'open-project':
    case 'open-data-folder': {
      const { filePaths } = await open({ properties: ['openDirectory'] });
      return filePaths[0] ?? null;
    }
    case 'open-table': {
      // The names of IDX files have no ending that a system knows.
      const filters = [
        { name: 'CSV, TSV, Parquet, JSON, Excel, NumPy', extensions: [...tableEndings, ...arrayEndings] },
        { name: '*', extensions: ['*'] },
      ];
      const { filePaths } = await open({ properties: ['openFile'], filters });
      return filePaths[0] ?? null;
    }
    case 'open-pack': {
      const filters = [{ name: 'tar.gz', extensions: ['gz', 'tgz'] }];
      const { filePaths } = await open({ properties: ['openFile'], filters });
      return filePaths[0] ?? null;
    }
    case 'save-project':
    case 'save-pack':
    case 'export': {
      const { filePath } = await save({
        defaultPath: suggestion,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return filePath || null;
    }
  }
}
