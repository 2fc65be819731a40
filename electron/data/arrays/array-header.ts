import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { type ArrayType, arrayTypes, bytesOfType, type Encoding } from './array-type.ts';

/** What a file says of the array in it. */
export interface ArrayHeader extends Encoding {
  readonly shape: readonly number[];
  /** Whether the first index runs fastest, as in Fortran, and not the last. */
  readonly fortranOrder: boolean;
  /** Where the elements begin. */
  readonly offset: number;
}

/** Bytes from which every header can be read; that of a .npy file has a few hundred at most. */
export const headerBytes = 64 * 1024;

const npyMagic = '\x93NUMPY';

/** Whether a file begins as a .npy file does. */
export function isNpy(begin: Buffer): boolean {
  return begin.toString('latin1', 0, 6) === npyMagic;
}

/** The types of IDX files, by the third byte. */
const idxTypes: ReadonlyMap<number, ArrayType> = new Map([
  [0x08, 'uint8'],
  [0x09, 'int8'],
  [0x0b, 'int16'],
  [0x0c, 'int32'],
  [0x0d, 'float32'],
  [0x0e, 'float64'],
]);

/** Whether a file begins as an IDX file does: two zeros, a type, and 1 to 8 dimensions that leave no array empty. */
export function isIdx(begin: Buffer): boolean {
  return (
    begin.length >= 8 && begin.readUInt16BE(0) === 0 && idxTypes.has(begin[2]!) && begin[3]! >= 1 && begin[3]! <= 8
  );
}

/** The header of a .npy or IDX file. Throws UserError naming the file, for other files, and for arrays of what are no numbers. */
export function parseArrayHeader(begin: Buffer, file: string): ArrayHeader {
  if (isNpy(begin)) return parseNpy(begin, file);
  if (isIdx(begin)) return parseIdx(begin, file);
  const received =
    begin.length === 0
      ? say(phrases['empty-file'])
      : say(phrases['file-beginning'], { bytes: begin.toString('hex', 0, 4) });
  throw new UserError(say(sourceMessages['array-unreadable'], { file, received }));
}

function parseIdx(begin: Buffer, file: string): ArrayHeader {
  const offset = 4 + 4 * begin[3]!;
  if (begin.length < offset) throw cutOff(file, offset, begin.length);
  const shape = Array.from({ length: begin[3]! }, (_, at) => begin.readUInt32BE(4 + 4 * at));
  return { type: idxTypes.get(begin[2]!)!, bigEndian: true, shape, fortranOrder: false, offset };
}

/** As numpy's `numpy.lib.format` describes it: versions 1 to 3 differ in the length of the length, and in the letters of names alone. */
function parseNpy(begin: Buffer, file: string): ArrayHeader {
  const version = begin[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (begin.length < start) throw cutOff(file, start, begin.length);
  const offset = start + (version === 1 ? begin.readUInt16LE(8) : begin.readUInt32LE(8));
  if (begin.length < offset) throw cutOff(file, offset, begin.length);
  const text = begin.toString(version === 3 ? 'utf8' : 'latin1', start, offset);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (version < 1 || version > 3 || order === undefined || sizes === undefined)
    throw new UserError(say(sourceMessages['array-unreadable'], { file, received: cut(text.trim(), 80) }));
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  return { ...parseType(text, file), shape, fortranOrder: order === 'True', offset };
}

const typeLetters: Readonly<Record<string, string>> = { b: 'bool', i: 'int', u: 'uint', f: 'float' };

function parseType(text: string, file: string): Encoding {
  const described = /'descr'\s*:\s*'([<>|=]?)(\w)(\d*)'/.exec(text);
  const [, order = '', letter = '', bytes = ''] = described ?? [];
  const name = letter === 'b' && bytes === '1' ? 'bool' : `${typeLetters[letter]}${Number(bytes) * 8}`;
  const type = arrayTypes.find((known) => known === name);
  if (type !== undefined) return { type, bigEndian: order === '>' };
  const received = cut(/'descr'\s*:\s*([^,]*)/.exec(text)?.[1] ?? text.trim(), 80);
  // What Python alone can unpack may run anything when it is.
  const message = letter === 'O' ? 'array-objects' : 'array-type';
  throw new UserError(say(sourceMessages[message], { file, expected: arrayTypes.join(', '), received }));
}

/** Bytes of all elements. */
export function elementBytes({ shape, type }: Pick<ArrayHeader, 'shape' | 'type'>): number {
  return shape.reduce((product, size) => product * size, bytesOfType(type));
}

/** The error of a file that has fewer bytes than it says, or more. */
export function cutOff(file: string, expected: number, received: number): UserError {
  return new UserError(say(sourceMessages['array-size'], { file, expected, received }));
}
