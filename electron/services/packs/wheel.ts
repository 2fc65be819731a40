import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import yauzl from 'yauzl';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Value } from '../../../shared/messages/sentence.ts';
import { isDiskFull, nameFile } from './disk-space.ts';
import { writeFileFrom } from './write-file.ts';

/** A file that was written: its size and its SHA-256 in hexadecimal digits. */
export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** The wheel is not what it should be; it is of no more use. */
export class WheelError extends UserError {}

/** A Python wheel, read entry by entry: it is never in memory as a whole. */
export interface Wheel {
  /** All entries. */
  names(): readonly string[];
  /** Bytes of an entry; null if there is none of that name. */
  bytesOf(entry: string): number | null;
  /** An entry as text; null if there is none. */
  readText(entry: string): Promise<string | null>;
  /** Writes an entry to a file, flushed to the disk. Throws WheelError if it has not the SHA-256 that the wheel's own list says. */
  extract(entry: string, file: string, options: ExtractOptions): Promise<WrittenFile>;
  close(): void;
}

export interface ExtractOptions {
  readonly signal?: AbortSignal;
  /** Hears how many more bytes were written. */
  readonly onBytes?: (bytes: number) => void;
}

/** Opens a wheel. Throws WheelError if it is none. */
export async function openWheel(file: string): Promise<Wheel> {
  const unreadable = (received: Value) =>
    new WheelError(say(packMessages['wheel-unreadable'], { file: basename(file), received }));
  const broken = (error: unknown) =>
    isDiskFull(error) || error instanceof UserError ? error : unreadable((error as Error).message.replace(/\.$/, ''));
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw broken(error);
  });
  const entries = new Map<string, yauzl.Entry>();
  const readText = async (entry: string) => {
    const found = entries.get(entry);
    if (!found) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(found)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const list = [...entries.keys()].find((name) => /^[^/]+\.dist-info\/RECORD$/.test(name));
    if (list === undefined) throw unreadable(say(phrases['no-record']));
    const hashes = parseRecord((await readText(list))!);
    return {
      names: () => [...entries.keys()],
      bytesOf: (entry) => entries.get(entry)?.uncompressedSize ?? null,
      readText,
      async extract(entry, to, { signal, onBytes }) {
        const found = entries.get(entry)!;
        const hash = createHash('sha256');
        let bytes = 0;
        await mkdir(dirname(to), { recursive: true });
        try {
          const measured = async function* (source: AsyncIterable<Buffer>) {
            for await (const chunk of source) {
              hash.update(chunk);
              bytes += chunk.length;
              onBytes?.(chunk.length);
              yield chunk;
            }
          };
          const source = await zip.openReadStreamPromise(found);
          await writeFileFrom(source, measured, to, signal);
        } catch (error) {
          signal?.throwIfAborted();
          throw broken(nameFile(error, to));
        }
        const digest = hash.digest();
        const listed = hashes.get(entry);
        if (listed !== digest.toString('base64url')) {
          const received = digest.toString('base64url');
          const values = { file: basename(file), entry, expected: listed ?? say(phrases['listed-file']), received };
          throw new WheelError(say(packMessages['wheel-changed'], values));
        }
        return { bytes, sha256: digest.toString('hex') };
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw broken(error);
  }
}

/** SHA-256 of each file that a wheel lists, in the unpadded base64url of the wheel format. */
export function parseRecord(text: string): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*)),sha256=([\w-]+),/.exec(line);
    if (match) hashes.set(match[1]?.replaceAll('""', '"') ?? match[2]!, match[3]!);
  }
  return hashes;
}
