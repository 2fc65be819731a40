import { UserError } from '../../../shared/ipc/port.ts';
import { fileMessages } from '../../../shared/messages/files.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';

/** True for the error of a file or folder that is not there. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** An error of the file system in words for people, naming the file; any other error is given back as it is. */
export function describeFileError(error: unknown, path: string, action: 'read' | 'written'): unknown {
  const code = codeOf(error);
  if (error instanceof UserError || code === null) return error;
  const known = `why-${code === 'EPERM' ? 'EACCES' : code}`;
  const why = say(known in phrases ? phrases[known as keyof typeof phrases] : phrases['why-other']);
  return new UserError(say(fileMessages[`refused-${action}`], { file: path, why, received: code }));
}

/** The name that the system has for an error of its own, such as ENOENT; null for any other. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : null;
}
