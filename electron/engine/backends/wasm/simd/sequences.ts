import {
  add,
  type Body,
  type Int,
  int,
  isEqual,
  type Local,
  loadByte,
  multiply,
  shiftLeft,
  subtract,
} from '../../../../simd/assembler.ts';
import { addRow } from './rows.ts';

/** Parameters that tell every recurrent function how its sequences lie. */
export const sequenceParameters = {
  /** Address of a bool for each row and time step, or 0. */
  mask: 'i32',
  rows: 'i32',
  time: 'i32',
  units: 'i32',
  /** 1 to go from the last time step to the first. */
  backwards: 'i32',
  /** Steps of the output for each row: `time`, or 1 for the last alone. */
  outputTime: 'i32',
} as const;

type SequenceLocals = { readonly [Name in keyof typeof sequenceParameters]: Local<'i32'> };

/** Where one step of computing stands. The state lies in memory with one time step more than the input: [rows, time + 1, units]. */
export interface Place {
  /** Time step of the input. */
  readonly time: Int;
  /** Place of the state before and after it. */
  readonly before: Int;
  readonly after: Int;
  /** Place of its output; the last one's when only that is kept. */
  readonly output: Int;
}

/** The place of the step that is computed as number `step`. */
export function placeOf(body: Body, s: SequenceLocals, step: Int): Place {
  const time = body.local(step);
  body.when(s.backwards, () => body.set(time, subtract(subtract(s.time, 1), step)));
  const after = body.local(subtract(add(time, 1), s.backwards));
  const output = body.local(step);
  body.when(isEqual(s.outputTime, 1), () => body.set(output, int(0)));
  return { time, before: body.local(add(time, s.backwards)), after, output };
}

/** Address of the numbers of one row and one time in [rows, times, size]. */
export function rowAt(body: Body, start: Int, row: Int, times: Int, time: Int, size: Int): Local<'i32'> {
  return body.local(add(start, shiftLeft(multiply(add(multiply(row, times), time), size), 2)));
}

/** Whether the mask leaves out this row's time step; 0 without a mask. */
export function isMasked(body: Body, s: SequenceLocals, row: Int, time: Int): Local<'i32'> {
  const masked = body.local(int(0));
  body.when(s.mask, () => body.set(masked, isEqual(loadByte(add(s.mask, multiply(row, s.time), time)), 0)));
  return masked;
}

/** Address of a row of [rows, size]. */
export function rowOf(body: Body, start: Int, row: Int, size: Int): Local<'i32'> {
  return body.local(add(start, shiftLeft(multiply(row, size), 2)));
}

/** Adds the gradient of this step's output, which all steps have or the last alone; `done` steps were taken back before it. */
export function addOutputGradient(
  body: Body,
  s: SequenceLocals,
  dOutput: Int,
  row: Int,
  place: Place,
  done: Int,
  dHidden: Int,
): void {
  const addIt = () => addRow(body, rowAt(body, dOutput, row, s.outputTime, place.output, s.units), dHidden, s.units);
  body.when(isEqual(done, 0), addIt, () => body.when(isEqual(s.outputTime, s.time), addIt));
}
