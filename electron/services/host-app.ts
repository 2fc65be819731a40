import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, userFolder } from '../data/disk/places.ts';
import { type App, type AppOptions, createApp } from './app.ts';
import { createForkEngineHost } from './engine-process.ts';

/** The built window. */
export function windowFolder(): string {
  return join(appFolder(), 'build', 'renderer');
}

/** The built engine process. */
export function engineFile(): string {
  return join(appFolder(), 'build', 'engine.mjs');
}

/** The built preload of Electron's window. */
export function preloadFile(): string {
  return join(appFolder(), 'build', 'preload.cjs');
}

/** Where the place of Electron's window is kept. */
export function windowStateFile(): string {
  return join(userFolder(), 'window.json');
}

/** The version of this Layerloom. */
export function appVersion(): string {
  return (JSON.parse(readFileSync(join(appFolder(), 'package.json'), 'utf8')) as { version: string }).version;
}

/** The app as hosts run it: engines are processes of their own, and what is recent is kept in the user's settings folder. */
export function createHostApp(
  host: AppOptions['host'],
  own: Partial<Pick<AppOptions, 'engineHost' | 'choosePath' | 'speak'>> = {},
): App {
  return createApp({
    host,
    version: appVersion(),
    engineHost: own.engineHost ?? createForkEngineHost(engineFile()),
    recentFile: join(userFolder(), 'recent-projects.json'),
    ...(own.choosePath && { choosePath: own.choosePath }),
    ...(own.speak && { speak: own.speak }),
  });
}
