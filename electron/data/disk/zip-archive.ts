import yauzl from 'yauzl';
import { describeFileError } from './file-error.ts';

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes of its content, unpacked. */
  readonly bytes: number;
  /** Where its content begins in the archive, if it lies there as it is; null where it is packed. */
  storedAt(): Promise<number | null>;
  /** Its content. It ends in an error where the archive is damaged, or has more than it says. */
  read(): Promise<AsyncIterable<Buffer>>;
}

/** An open archive. */
export interface ZipArchive {
  readonly members: readonly ZipMember[];
  close(): void;
}

/** Opens a zip archive. What is none, or a damaged one, is told by `describe`; failures of the disk are UserErrors that name the file. */
export async function openZip(path: string, describe: (reason: string) => Error): Promise<ZipArchive> {
  const broken = (error: unknown) => {
    const described = describeFileError(error, path, 'read');
    if (described !== error) return described;
    return describe((error instanceof Error ? error.message : String(error)).split('\n')[0]!);
  };
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw broken(error);
  });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return { members: entries.map((entry) => memberOf(zip, entry, broken)), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw broken(error);
  }
}

function memberOf(zip: yauzl.ZipFile, entry: yauzl.Entry, broken: (error: unknown) => unknown): ZipMember {
  return {
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    async storedAt() {
      if (entry.compressionMethod !== 0 || entry.isEncrypted()) return null;
      try {
        return (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
      } catch (error) {
        throw broken(error);
      }
    },
    async read() {
      try {
        return reading(await zip.openReadStreamPromise(entry), broken);
      } catch (error) {
        throw broken(error);
      }
    },
  };
}

async function* reading(stream: AsyncIterable<unknown>, broken: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw broken(error);
  }
}
