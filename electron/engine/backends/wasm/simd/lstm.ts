import {
  add,
  type Body,
  defineFunction,
  type Int,
  type Local,
  multiply,
  shiftLeft,
  subtract,
} from '../../../../simd/assembler.ts';
import { hyperbolicTangent, sigmoid } from '../../../../simd/exponential.ts';
import { eachGroupOfRows, multiplyRows } from './row-product.ts';
import { clearRow, copyRow } from './rows.ts';
import { addOutputGradient, isMasked, placeOf, rowAt, rowOf, sequenceParameters } from './sequences.ts';

/**
 * All time steps of an LSTM from a state of zeros, for groups of rows: `gates` [rows, time, 4 * units] gets the opened input, forget,
 * cell and output gates, `hidden` and `cell` [rows, time + 1, units] the states, `output` the hidden states in the order of computing.
 */
export const lstmForward = defineFunction({
  name: 'lstmForward',
  parameters: {
    projected: 'i32',
    kernel: 'i32',
    gates: 'i32',
    hidden: 'i32',
    cell: 'i32',
    output: 'i32',
    ...sequenceParameters,
    begin: 'i32',
    end: 'i32',
  },
  write(body, { projected, kernel, gates, hidden, cell, output, begin, end, ...s }) {
    const width = body.local(shiftLeft(s.units, 2));
    const states = body.local(add(s.time, 1));
    eachGroupOfRows(body, s.rows, begin, end, (group) => {
      const start = body.local(multiply(s.backwards, s.time));
      for (const row of group) {
        clearRow(body, rowAt(body, hidden, row, states, start, s.units), s.units);
        clearRow(body, rowAt(body, cell, row, states, start, s.units), s.units);
      }
      body.range(0, s.time, 1, (step) => {
        const place = placeOf(body, s, step);
        const opened = group.map((row) => rowAt(body, gates, row, s.time, place.time, width));
        const products = group.map((row, i) => ({
          start: rowAt(body, projected, row, s.time, place.time, width),
          factor: rowAt(body, hidden, row, states, place.before, s.units),
          out: opened[i]!,
        }));
        multiplyRows(body, products, kernel, s.units, width);
        for (const [i, row] of group.entries()) {
          const cellBefore = rowAt(body, cell, row, states, place.before, s.units);
          const cellAfter = rowAt(body, cell, row, states, place.after, s.units);
          const hiddenAfter = rowAt(body, hidden, row, states, place.after, s.units);
          body.when(
            isMasked(body, s, row, place.time),
            () => {
              copyRow(body, products[i]!.factor, hiddenAfter, s.units);
              copyRow(body, cellBefore, cellAfter, s.units);
            },
            () => openGates(body, opened[i]!, cellBefore, cellAfter, hiddenAfter, s.units),
          );
          copyRow(body, hiddenAfter, rowAt(body, output, row, s.outputTime, place.output, s.units), s.units);
        }
      });
    });
  },
});

function openGates(body: Body, gates: Int, cellBefore: Int, cellAfter: Int, hiddenAfter: Int, units: Int): void {
  const size = body.local(shiftLeft(units, 2));
  body.alongRow(units, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    const at = [0, 1, 2, 3].map((gate) => body.local(add(gates, multiply(size, gate), offset)));
    const input = sigmoid(body, lanes, lanes.load(at[0]!));
    const forget = sigmoid(body, lanes, lanes.load(at[1]!));
    const candidate = hyperbolicTangent(body, lanes, lanes.load(at[2]!));
    const out = sigmoid(body, lanes, lanes.load(at[3]!));
    for (const [gate, value] of [input, forget, candidate, out].entries()) body.store(at[gate]!, value);
    const kept = lanes.multiply(forget, lanes.load(add(cellBefore, offset)));
    const next = body.local(lanes.add(kept, lanes.multiply(input, candidate)));
    body.store(add(cellAfter, offset), next);
    body.store(add(hiddenAfter, offset), lanes.multiply(out, hyperbolicTangent(body, lanes, next)));
  });
}

/**
 * The way back: `dProjected` [rows, time, 4 * units] from the gradient of the output. `transposedKernel` is [4 * units, units];
 * `dHidden` and `dCell` [rows, units] are room to work in.
 */
export const lstmBackward = defineFunction({
  name: 'lstmBackward',
  parameters: {
    transposedKernel: 'i32',
    gates: 'i32',
    cell: 'i32',
    dOutput: 'i32',
    dProjected: 'i32',
    dHidden: 'i32',
    dCell: 'i32',
    ...sequenceParameters,
    begin: 'i32',
    end: 'i32',
  },
  write(body, { transposedKernel, gates, cell, dOutput, dProjected, dHidden, dCell, begin, end, ...s }) {
    const width = body.local(shiftLeft(s.units, 2));
    const states = body.local(add(s.time, 1));
    eachGroupOfRows(body, s.rows, begin, end, (group) => {
      const hiddenRows = group.map((row) => rowOf(body, dHidden, row, s.units));
      const cellRows = group.map((row) => rowOf(body, dCell, row, s.units));
      for (const address of [...hiddenRows, ...cellRows]) clearRow(body, address, s.units);
      body.range(0, s.time, 1, (done) => {
        const step = body.local(subtract(subtract(s.time, 1), done));
        const place = placeOf(body, s, step);
        const gradients = group.map((row) => rowAt(body, dProjected, row, s.time, place.time, width));
        for (const [i, row] of group.entries()) {
          addOutputGradient(body, s, dOutput, row, place, done, hiddenRows[i]!);
          body.when(
            isMasked(body, s, row, place.time),
            () => clearRow(body, gradients[i]!, width),
            () =>
              closeGates(body, {
                gates: rowAt(body, gates, row, s.time, place.time, width),
                cellBefore: rowAt(body, cell, row, states, place.before, s.units),
                cellAfter: rowAt(body, cell, row, states, place.after, s.units),
                dGates: gradients[i]!,
                dHidden: hiddenRows[i]!,
                dCell: cellRows[i]!,
                units: s.units,
              }),
          );
        }
        const products = hiddenRows.map((row, i) => ({ start: row, factor: gradients[i]!, out: row }));
        multiplyRows(body, products, transposedKernel, width, s.units);
      });
    });
  },
});

interface GateRows {
  readonly gates: Int;
  readonly cellBefore: Int;
  readonly cellAfter: Int;
  readonly dGates: Int;
  readonly dHidden: Int;
  readonly dCell: Int;
  readonly units: Int;
}

/** Gradients of the gates before their activations; leaves in `dHidden` nothing and in `dCell` what goes on to the step before. */
function closeGates(body: Body, { gates, cellBefore, cellAfter, dGates, dHidden, dCell, units }: GateRows): void {
  const size = body.local(shiftLeft(units, 2));
  body.alongRow(units, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    const one = lanes.same(1);
    const [input, forget, candidate, out] = [0, 1, 2, 3].map((gate) =>
      body.local(lanes.load(add(gates, multiply(size, gate), offset))),
    ) as [Local<typeof one.type>, Local<typeof one.type>, Local<typeof one.type>, Local<typeof one.type>];
    const carry = hyperbolicTangent(body, lanes, lanes.load(add(cellAfter, offset)));
    const fromHidden = body.local(lanes.load(add(dHidden, offset)));
    const slope = lanes.subtract(one, lanes.multiply(carry, carry));
    const throughOutput = lanes.multiply(lanes.multiply(fromHidden, out), slope);
    const total = body.local(lanes.add(lanes.load(add(dCell, offset)), throughOutput));
    const sigmoidSlope = (gate: typeof input) => lanes.multiply(gate, lanes.subtract(one, gate));
    const gradients = [
      lanes.multiply(lanes.multiply(total, candidate), sigmoidSlope(input)),
      lanes.multiply(lanes.multiply(total, lanes.load(add(cellBefore, offset))), sigmoidSlope(forget)),
      lanes.multiply(lanes.multiply(total, input), lanes.subtract(one, lanes.multiply(candidate, candidate))),
      lanes.multiply(lanes.multiply(fromHidden, carry), sigmoidSlope(out)),
    ];
    for (const [gate, value] of gradients.entries()) body.store(add(dGates, multiply(size, gate), offset), value);
    body.store(add(dCell, offset), lanes.multiply(total, forget));
    body.store(add(dHidden, offset), lanes.same(0));
  });
}
