import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../data/disk/files.ts';

const side = z.int().min(1).max(100_000);
const place = z.int().min(-100_000).max(100_000);
const stateSchema = z.strictObject({ x: place, y: place, width: side, height: side, maximized: z.boolean() });
/** Where the window was and how large, in the screen's points. */
export type WindowState = Readonly<z.infer<typeof stateSchema>>;

/** A part of the desktop, in the screen's points. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much of the window must be on a screen to be taken hold of. */
const graspable = 100;

/** The window's place of last time; null if there is none, or it cannot be read: then the system chooses one. */
export async function readWindowState(file: string): Promise<WindowState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the window's place for next time. */
export async function writeWindowState(file: string, { x, y, width, height, maximized }: WindowState): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify({ x, y, width, height, maximized })}\n`);
}

/** The place of last time if its title can still be reached on one of the screens there are now; else null. */
export function onScreen(state: WindowState | null, screens: readonly Area[]): WindowState | null {
  if (state === null) return null;
  const reachable = screens.some(({ x, y, width, height }) => {
    const seen = Math.min(state.x + state.width, x + width) - Math.max(state.x, x);
    return seen >= graspable && state.y >= y && state.y <= y + height - graspable;
  });
  return reachable ? state : null;
}
