import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy } from '../../shared/ipc/content-security-policy.ts';

/** A file of the built window, as hosts serve it. */
export interface WindowFile {
  readonly path: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * The file of the built window at the path of an address, with the headers that every host sends along; `malformed` for a path that
 * is no text, `missing` for one without a file in the folder.
 */
export async function findWindowFile(folder: string, address: string): Promise<WindowFile | 'malformed' | 'missing'> {
  let path: string;
  try {
    path = decodeURIComponent(new URL(address, 'layerloom://window/').pathname);
  } catch {
    return 'malformed';
  }
  const file = join(folder, path === '/' ? 'index.html' : path);
  if (path.includes('\0') || !file.startsWith(folder + sep)) return 'missing';
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return 'missing';
  return {
    path: file,
    bytes: found.size,
    headers: {
      'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
      // Vite names what is in assets/ after its content.
      'Cache-Control': file.startsWith(join(folder, 'assets') + sep)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  };
}
