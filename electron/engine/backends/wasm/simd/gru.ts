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
 * All time steps of a GRU with reset after the product, from a state of zeros: `gates` [rows, time, 4 * units] gets update, reset,
 * candidate and the candidate's recurrent part, `hidden` [rows, time + 1, units] the states. `bias` is [3 * units], `inner`
 * [rows, 3 * units] room to work in.
 */
export const gruForward = defineFunction({
  name: 'gruForward',
  parameters: {
    projected: 'i32',
    kernel: 'i32',
    bias: 'i32',
    gates: 'i32',
    hidden: 'i32',
    inner: 'i32',
    output: 'i32',
    ...sequenceParameters,
    begin: 'i32',
    end: 'i32',
  },
  write(body, { projected, kernel, bias, gates, hidden, inner, output, begin, end, ...s }) {
    const width = body.local(multiply(s.units, 3));
    const kept = body.local(shiftLeft(s.units, 2));
    const states = body.local(add(s.time, 1));
    eachGroupOfRows(body, s.rows, begin, end, (group) => {
      const start = body.local(multiply(s.backwards, s.time));
      for (const row of group) clearRow(body, rowAt(body, hidden, row, states, start, s.units), s.units);
      const products = group.map((row) => rowOf(body, inner, row, width));
      body.range(0, s.time, 1, (step) => {
        const place = placeOf(body, s, step);
        const before = group.map((row) => rowAt(body, hidden, row, states, place.before, s.units));
        const rows = products.map((out, i) => ({ start: bias, factor: before[i]!, out }));
        multiplyRows(body, rows, kernel, s.units, width);
        for (const [i, row] of group.entries()) {
          const after = rowAt(body, hidden, row, states, place.after, s.units);
          body.when(
            isMasked(body, s, row, place.time),
            () => copyRow(body, before[i]!, after, s.units),
            () =>
              openGates(body, {
                projected: rowAt(body, projected, row, s.time, place.time, width),
                inner: products[i]!,
                gates: rowAt(body, gates, row, s.time, place.time, kept),
                before: before[i]!,
                after,
                units: s.units,
              }),
          );
          copyRow(body, after, rowAt(body, output, row, s.outputTime, place.output, s.units), s.units);
        }
      });
    });
  },
});

interface ForwardRows {
  readonly projected: Int;
  readonly inner: Int;
  readonly gates: Int;
  readonly before: Int;
  readonly after: Int;
  readonly units: Int;
}

function openGates(body: Body, { projected, inner, gates, before, after, units }: ForwardRows): void {
  const size = body.local(shiftLeft(units, 2));
  body.alongRow(units, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    const at = (start: Int, gate: number) => add(start, multiply(size, gate), offset);
    const fromBoth = (gate: number) => lanes.add(lanes.load(at(projected, gate)), lanes.load(at(inner, gate)));
    const update = sigmoid(body, lanes, fromBoth(0));
    const reset = sigmoid(body, lanes, fromBoth(1));
    const recurrent = body.local(lanes.load(at(inner, 2)));
    const activation = lanes.add(lanes.load(at(projected, 2)), lanes.multiply(reset, recurrent));
    const candidate = hyperbolicTangent(body, lanes, body.local(activation));
    for (const [gate, value] of [update, reset, candidate, recurrent].entries()) body.store(at(gates, gate), value);
    const change = lanes.multiply(update, lanes.subtract(lanes.load(add(before, offset)), candidate));
    body.store(add(after, offset), lanes.add(candidate, change));
  });
}

/**
 * The way back: `dProjected` and `dInner` [rows, time, 3 * units], the gradients of the input's and the state's part of the gates.
 * `transposedKernel` is [3 * units, units]; `dHidden` [rows, units] is room to work in.
 */
export const gruBackward = defineFunction({
  name: 'gruBackward',
  parameters: {
    transposedKernel: 'i32',
    gates: 'i32',
    hidden: 'i32',
    dOutput: 'i32',
    dProjected: 'i32',
    dInner: 'i32',
    dHidden: 'i32',
    ...sequenceParameters,
    begin: 'i32',
    end: 'i32',
  },
  write(body, { transposedKernel, gates, hidden, dOutput, dProjected, dInner, dHidden, begin, end, ...s }) {
    const width = body.local(multiply(s.units, 3));
    const kept = body.local(shiftLeft(s.units, 2));
    const states = body.local(add(s.time, 1));
    eachGroupOfRows(body, s.rows, begin, end, (group) => {
      const hiddenRows = group.map((row) => rowOf(body, dHidden, row, s.units));
      for (const address of hiddenRows) clearRow(body, address, s.units);
      body.range(0, s.time, 1, (done) => {
        const place = placeOf(body, s, body.local(subtract(subtract(s.time, 1), done)));
        const inner = group.map((row) => rowAt(body, dInner, row, s.time, place.time, width));
        for (const [i, row] of group.entries()) {
          const outer = rowAt(body, dProjected, row, s.time, place.time, width);
          addOutputGradient(body, s, dOutput, row, place, done, hiddenRows[i]!);
          body.when(
            isMasked(body, s, row, place.time),
            () => {
              clearRow(body, outer, width);
              clearRow(body, inner[i]!, width);
            },
            () =>
              closeGates(body, {
                gates: rowAt(body, gates, row, s.time, place.time, kept),
                before: rowAt(body, hidden, row, states, place.before, s.units),
                dProjected: outer,
                dInner: inner[i]!,
                dHidden: hiddenRows[i]!,
                units: s.units,
              }),
          );
        }
        const products = hiddenRows.map((row, i) => ({ start: row, factor: inner[i]!, out: row }));
        multiplyRows(body, products, transposedKernel, width, s.units);
      });
    });
  },
});

interface BackwardRows {
  readonly gates: Int;
  readonly before: Int;
  readonly dProjected: Int;
  readonly dInner: Int;
  readonly dHidden: Int;
  readonly units: Int;
}

/** Gradients of the gates before their activations; leaves in `dHidden` what the update gate lets through. */
function closeGates(body: Body, { gates, before, dProjected, dInner, dHidden, units }: BackwardRows): void {
  const size = body.local(shiftLeft(units, 2));
  body.alongRow(units, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    const one = lanes.same(1);
    type Lane = Local<typeof one.type>;
    const at = (start: Int, gate: number) => add(start, multiply(size, gate), offset);
    const [update, reset, candidate, recurrent] = [0, 1, 2, 3].map((gate) =>
      body.local(lanes.load(at(gates, gate))),
    ) as [Lane, Lane, Lane, Lane];
    const total = body.local(lanes.load(add(dHidden, offset)));
    const sigmoidSlope = (gate: Lane) => lanes.multiply(gate, lanes.subtract(one, gate));
    const difference = lanes.subtract(lanes.load(add(before, offset)), candidate);
    const dUpdate = body.local(lanes.multiply(lanes.multiply(total, difference), sigmoidSlope(update)));
    const tangentSlope = lanes.subtract(one, lanes.multiply(candidate, candidate));
    const through = lanes.multiply(total, lanes.subtract(one, update));
    const dCandidate = body.local(lanes.multiply(through, tangentSlope));
    const dReset = body.local(lanes.multiply(lanes.multiply(dCandidate, recurrent), sigmoidSlope(reset)));
    for (const [gate, value] of [dUpdate, dReset, dCandidate].entries()) body.store(at(dProjected, gate), value);
    for (const [gate, value] of [dUpdate, dReset, lanes.multiply(dCandidate, reset)].entries()) {
      body.store(at(dInner, gate), value);
    }
    body.store(add(dHidden, offset), lanes.multiply(total, update));
  });
}
