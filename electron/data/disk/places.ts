import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the application: sources, bundle and package alike have `assets/templates` in it. Throws if there is none above. */
export function appFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'assets', 'templates'))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(
        `The application's assets were not found. Expected: assets/templates above it. Received: ${import.meta.url}.`,
      );
    }
  }
}

/** The user's own folder for settings and recent projects: LAYERLOOM_HOME, or where the system keeps such things. */
export function userFolder(): string {
  const { LAYERLOOM_HOME, APPDATA, XDG_CONFIG_HOME } = process.env;
  if (LAYERLOOM_HOME) return LAYERLOOM_HOME;
  switch (process.platform) {
    case 'win32':
      return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Layerloom');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Layerloom');
    default:
      return join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'layerloom');
  }
}
