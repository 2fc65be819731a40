import { isNamedAsData } from '../../shared/data/table-endings.ts';
import type { PathPurpose } from '../../shared/ipc/contract.ts';

/** One thing in a folder. */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'project' | 'file';
  readonly bytes: number;
}

/** The separator of a path's system. */
export function separatorOf(path: string): '/' | '\\' {
  return /^[A-Za-z]:|\\/.test(path) && !path.startsWith('/') ? '\\' : '/';
}

/** A path within a folder. */
export function join(directory: string, name: string): string {
  const separator = separatorOf(directory);
  return directory.endsWith(separator) ? directory + name : directory + separator + name;
}

/** A folder and the name in it. A path without a folder has an empty one. */
export function split(path: string): { readonly directory: string; readonly name: string } {
  const separator = separatorOf(path);
  const end = path.length > 1 && path.endsWith(separator) ? path.slice(0, -1) : path;
  const at = end.lastIndexOf(separator);
  if (at < 0) return { directory: '', name: end };
  // The root keeps its separator: "/" and "C:\".
  const isRoot = at === 0 || (separator === '\\' && /^[A-Za-z]:$/.test(end.slice(0, at)));
  return { directory: isRoot ? end.slice(0, at + 1) : end.slice(0, at), name: end.slice(at + 1) };
}

/** The path of what lies in a folder from there on, with `/`; null for what lies elsewhere. */
export function within(path: string, directory: string): string | null {
  const folder = join(directory, '');
  return path.startsWith(folder) ? path.slice(folder.length).split(separatorOf(folder)).join('/') : null;
}

/** The folders on the way to a folder, the root first. */
export function crumbs(directory: string): readonly { readonly name: string; readonly path: string }[] {
  const separator = separatorOf(directory);
  const parts = directory.split(separator).filter((part) => part !== '');
  const root = separator === '/' ? '/' : `${parts.shift() ?? ''}\\`;
  const list = [{ name: root, path: root }];
  let path = root;
  for (const part of parts) {
    path = join(path, part);
    list.push({ name: part, path });
  }
  return list;
}

/** Whether an entry can be chosen for a purpose. */
export function fits(entry: Entry, purpose: PathPurpose): boolean {
  switch (purpose) {
    case 'open-project':
    case 'save-project':
      return entry.kind === 'project';
    case 'open-data-folder':
      return entry.kind === 'folder';
    case 'open-table':
      return entry.kind === 'file' && isNamedAsData(entry.name);
    case 'export':
      return entry.kind === 'file' && /\.(keras|py|json)$/i.test(entry.name);
    case 'open-pack':
    case 'save-pack':
      return entry.kind === 'file' && /\.(tar\.gz|tgz)$/i.test(entry.name);
  }
}

const kindOrder = { folder: 0, project: 1, file: 2 } as const;

/** What is listed for a purpose: folders first, then projects, then files, each by name; the rest is only counted. */
export function listed(
  entries: readonly Entry[],
  purpose: PathPurpose,
): { readonly shown: readonly Entry[]; readonly hidden: number } {
  const shown = entries
    .filter((entry) => (entry.kind !== 'file' && !entry.name.startsWith('.')) || fits(entry, purpose))
    .sort((a, b) => kindOrder[a.kind] - kindOrder[b.kind] || a.name.localeCompare(b.name, 'en', { numeric: true }));
  const hidden = entries.filter((entry) => entry.kind === 'file' && !fits(entry, purpose)).length;
  return { shown, hidden };
}

/** Whether a purpose names something new instead of choosing something that is there. */
export function isSaving(purpose: PathPurpose): boolean {
  return purpose === 'save-project' || purpose === 'export' || purpose === 'save-pack';
}

/** Whether a text can be the name of one file. */
export function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\]/.test(name);
}

/** Whether a typed text is a whole path and not a name. */
export function isAbsolute(text: string): boolean {
  return text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text);
}
