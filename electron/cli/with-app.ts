import type { App } from '../services/app.ts';
import { createHostApp } from '../services/host-app.ts';

/** Runs something with the app of this process, and closes the app whatever comes. */
export async function withApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const app = createHostApp('terminal');
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}
