import type { App, Session } from 'electron';
import { isWindowAddress } from './window-scheme.ts';

/** What the window may ask the system for: its own copy and paste. */
const granted: readonly string[] = ['clipboard-read', 'clipboard-sanitized-write'];

/** Keeps every page where it is: no other address, no further window, no embedded page. Its own page may load again. */
export function refuseNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isWindowAddress(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Denies every permission but copy and paste of our own page, every device, and every download. */
export function refusePermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
  >,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(granted.includes(permission) && isWindowAddress(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (contents, permission) => granted.includes(permission) && contents !== null && isWindowAddress(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}
