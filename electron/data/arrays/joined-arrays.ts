import { parts as allParts, type Part } from '../../../shared/data/dataset.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages, sourceWarnings } from '../../../shared/messages/sources.ts';
import { partNamed } from '../sources/part-names.ts';
import type { NamedArray } from './array-files.ts';
import type { ArrayType } from './array-type.ts';

/** An array as the data has it: those of its parts one after the other, training first. */
export interface JoinedArray {
  readonly name: string;
  readonly type: ArrayType;
  readonly shape: readonly number[];
  readonly width: number;
  readonly rows: number;
  read(rows: Int32Array, into: Float64Array): void;
  readBytes(rows: Int32Array, into: Uint8Array): void;
}

/** All arrays of a source, each as long as the others. */
export interface JoinedArrays {
  readonly arrays: readonly JoinedArray[];
  readonly rows: number;
  /** Rows of the parts that have arrays of their own, as in x_train and x_test; null where there are none. */
  readonly given: Readonly<Partial<Record<Part, Int32Array>>> | null;
  readonly warnings: readonly Words[];
}

/** What an array's name says: the array, without its part, and the part. */
export function readName(name: string): { readonly base: string; readonly part: Part | null } {
  // Also xtrain and X_train: the letter and the part may stand together.
  const words = name.replace(/^([xy])(train|test|val)/i, '$1_$2').split(/[_\-.\s]+/);
  const partOf = (word: string) => (word.toLowerCase() === 't10k' ? 'test' : partNamed(word));
  const at = words.findIndex((word) => partOf(word) !== undefined);
  if (at < 0) return { base: name, part: null };
  const others = words.filter((_, place) => place !== at).join('_');
  return { base: others === '' ? 'data' : others, part: partOf(words[at]!)! };
}

/** Puts arrays of one name together. Throws UserError where they do not belong together. */
export function joinArrays(file: string, arrays: readonly NamedArray[]): JoinedArrays {
  const named = arrays.map((array) => ({ array, ...readName(array.name) }));
  const parts = allParts.filter((part) => named.some((one) => one.part === part));
  // One part alone, as in train.npy, is all the data there is.
  const hasParts = parts.length > 1 && parts.includes('train');
  const aside = hasParts ? named.filter(({ part }) => part === null) : [];
  const used = named.filter((one) => !aside.includes(one));
  const bases = new Set(used.map(({ base }) => base));
  // x_train beside y_train is x; train.npy alone stays what it is, and so do two that differ in nothing else.
  const isBase = hasParts || (used.length > 1 && bases.size === used.length);
  const names = isBase ? [...bases] : used.map(({ array }) => array.name);
  const joined = names.map((name) => {
    const pieces = hasParts
      ? parts.map((part) => used.find((one) => one.base === name && one.part === part)?.array)
      : [used[names.indexOf(name)]!.array];
    const absent = pieces.indexOf(undefined);
    if (absent >= 0) {
      const there = parts.filter((_, at) => pieces[at] !== undefined).join(', ');
      throw new UserError(
        say(sourceMessages['arrays-part'], { file, name, expected: parts.join(', '), received: there }),
      );
    }
    return join(file, name, pieces as NamedArray[]);
  });
  const first = joined[0]!;
  for (const { name, sizes } of joined.slice(1)) {
    if (sizes.join() === first.sizes.join()) continue;
    const counts = (array: typeof first) => `${array.name}: ${array.sizes.join(', ')}`;
    const received = counts(joined.find((one) => one.name === name)!);
    throw new UserError(say(sourceMessages['arrays-rows'], { file, expected: counts(first), received }));
  }
  let start = 0;
  const given = Object.fromEntries(
    parts.map((part, at) => {
      const rows = Int32Array.from({ length: first.sizes[at] ?? 0 }, (_, row) => start + row);
      start += rows.length;
      return [part, rows];
    }),
  );
  return {
    arrays: joined.map(({ array }) => array),
    rows: first.array.rows,
    given: hasParts ? given : null,
    warnings:
      aside.length === 0
        ? []
        : [say(sourceWarnings['arrays-aside'], { names: aside.map(({ array }) => array.name).join(', ') })],
  };
}

function join(file: string, name: string, pieces: readonly NamedArray[]) {
  const [first] = pieces as [NamedArray, ...NamedArray[]];
  for (const piece of pieces) {
    if (piece.shape.join() === first.shape.join() && piece.type === first.type) continue;
    const words = ({ shape, type }: NamedArray) => `${shape.join('×') || '1'} ${type}`;
    const values = { file, name, expected: words(first), received: words(piece) };
    throw new UserError(say(sourceMessages['arrays-shape'], values));
  }
  const sizes = pieces.map(({ rows }) => rows);
  const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  /** Gives each stretch of rows to the piece that has it. */
  const each = (wanted: Int32Array, take: (piece: NamedArray, own: Int32Array, from: number) => void) => {
    for (let from = 0; from < wanted.length; ) {
      const at = starts.findLastIndex((start) => start <= wanted[from]!);
      const end = starts[at]! + sizes[at]!;
      let to = from + 1;
      while (to < wanted.length && wanted[to]! >= starts[at]! && wanted[to]! < end) to++;
      take(
        pieces[at]!,
        wanted.subarray(from, to).map((row) => row - starts[at]!),
        from,
      );
      from = to;
    }
  };
  const { shape, width, type } = first;
  const array: JoinedArray = {
    name,
    type,
    shape,
    width,
    rows,
    read: (wanted, into) => each(wanted, (piece, own, from) => piece.read(own, into.subarray(from * width))),
    readBytes: (wanted, into) => each(wanted, (piece, own, from) => piece.readBytes(own, into.subarray(from * width))),
  };
  return { name, sizes, array };
}
