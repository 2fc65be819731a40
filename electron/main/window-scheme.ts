import { readFile } from 'node:fs/promises';
import type { CustomScheme } from 'electron';
import { findWindowFile } from '../services/window-files.ts';

/** The window's own scheme: files of the built window and nothing else, so that it never has the rights of `file:`. */
export const windowScheme: CustomScheme = {
  scheme: 'layerloom',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Where the window is. */
export const windowAddress = `${windowScheme.scheme}://window/index.html`;

/** Whether an address is the window's page, whatever its query or hash. */
export function isWindowAddress(address: string): boolean {
  return URL.canParse(address) && address.replace(/[?#].*$/s, '') === windowAddress;
}

/** Answers the window's requests for its own files, and refuses every other. */
export async function answerWindow(folder: string, { url, method }: Request): Promise<Response> {
  if (method !== 'GET') return new Response(null, { status: 405 });
  if (!URL.canParse(url) || new URL(url).host !== 'window') return new Response(null, { status: 404 });
  const file = await findWindowFile(folder, url);
  if (file === 'malformed') return new Response(null, { status: 400 });
  if (file === 'missing') return new Response(null, { status: 404 });
  const body = await readFile(file.path).catch(() => null);
  return body ? new Response(body, { headers: { ...file.headers } }) : new Response(null, { status: 404 });
}
