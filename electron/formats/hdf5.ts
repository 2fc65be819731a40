// HDF5 files in memory, through h5wasm (the HDF5 library compiled to WebAssembly).
import { randomUUID } from 'node:crypto';
import type { File, Group } from 'h5wasm';
import type { NumberTensor } from './format.ts';

type Library = typeof import('h5wasm')['default'];

/** A group of an HDF5 file: attributes that are texts, and tensors by name. */
export interface Hdf5Group {
  readonly attributes: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, NumberTensor>>;
}

/** The first bytes of every HDF5 file; where they are missing the library only complains on the console. */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The bytes of an HDF5 file with these groups, by path such as `layers/dense/vars`; groups on the way are made as needed. */
export async function encodeHdf5(groups: ReadonlyMap<string, Hdf5Group>): Promise<Uint8Array> {
  return withFile(null, (file) => {
    for (const [path, { attributes, tensors }] of groups) {
      const group = groupAt(file, path);
      for (const [name, text] of Object.entries(attributes)) group.create_attribute(name, text);
      for (const [name, { shape, data }] of Object.entries(tensors)) {
        group.create_dataset({ name, data, shape: [...shape], dtype: data instanceof Int32Array ? '<i' : '<f' });
      }
    }
    file.flush();
  });
}

/** The tensors of an HDF5 file by their full path. Throws an Error if it is no HDF5 file or holds anything but float32 and int32. */
export async function decodeHdf5(bytes: Uint8Array): Promise<ReadonlyMap<string, NumberTensor>> {
  if (signature.some((byte, at) => bytes[at] !== byte)) {
    throw new Error(`Weights have to be an HDF5 file. Received: ${bytes.length} bytes of something else.`);
  }
  const tensors = new Map<string, NumberTensor>();
  await withFile(bytes, (file, { Dataset }) => {
    for (const path of file.paths()) {
      const entity = file.get(path);
      if (!(entity instanceof Dataset)) continue;
      const { value, shape, dtype } = entity;
      const data = typeof value === 'number' ? single(value, dtype) : value;
      if (!(data instanceof Float32Array || data instanceof Int32Array) || !shape) {
        throw new Error(`The tensor "${path}" has to be float32 or int32. Received: ${String(dtype)}.`);
      }
      tensors.set(path.replace(/^\//, ''), { shape, data });
    }
  });
  return tensors;
}

/** h5wasm gives a tensor without dimensions as a plain number. */
function single(value: number, dtype: unknown): NumberTensor['data'] | null {
  if (dtype === '<f') return Float32Array.of(value);
  return dtype === '<i' ? Int32Array.of(value) : null;
}

/** Runs `work` on a file in h5wasm's own memory, made from `bytes` or new; answers the file's bytes afterwards. */
async function withFile(bytes: Uint8Array | null, work: (file: File, library: Library) => void): Promise<Uint8Array> {
  // Loaded when needed: it starts its WebAssembly at once.
  const { default: library } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwErrors } = await library.ready;
  // Otherwise it prints them and goes on with broken handles.
  throwErrors();
  const name = `${randomUUID()}.h5`;
  let file: File | null = null;
  try {
    if (bytes) FS.writeFile(name, bytes);
    file = new library.File(name, bytes ? 'r' : 'w');
    work(file, library);
    file.close();
    file = null;
    return bytes ?? FS.readFile(name);
  } finally {
    file?.close();
    if (FS.analyzePath(name).exists) FS.unlink(name);
  }
}

function groupAt(file: File, path: string): Group {
  let group: Group = file;
  for (const part of path.split('/').filter(Boolean)) {
    const found = group.keys().includes(part) ? group.get(part) : group.create_group(part);
    group = found as Group;
  }
  return group;
}
