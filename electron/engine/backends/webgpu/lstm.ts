import { backNumbers, curves, defineStepShader, forwardNumbers, placeOfStep } from './step-shader.ts';

const forward = (mask: string) => `${curves}
fn compute(index: i32) {
  ${placeOfStep}
  let state = place * units;
  let gate = place * 4 * units + unit;
  var i = projected[gate];
  var f = projected[gate + units];
  var g = projected[gate + 2 * units];
  var o = projected[gate + 3 * units];
  var before = 0.0;
  var carried = 0.0;
  if (given.first == 1) {
    hidden[state + unit] = 0.0;
    cell[state + unit] = 0.0;
  } else {
    before = hidden[state + unit];
    carried = cell[state + unit];
    for (var k = 0; k < units; k++) {
      let h = hidden[state + k];
      let w = k * 4 * units + unit;
      i += h * kernel[w];
      f += h * kernel[w + units];
      g += h * kernel[w + 2 * units];
      o += h * kernel[w + 3 * units];
    }
  }
  i = sigmoidOf(i);
  f = sigmoidOf(f);
  g = tanhOf(g);
  o = sigmoidOf(o);
  gates[gate] = i;
  gates[gate + units] = f;
  gates[gate + 2 * units] = g;
  gates[gate + 3 * units] = o;
  var c = f * carried + i * g;
  var h = o * tanhOf(c);
  ${mask}
  if (given.next >= 0) {
    let to = (row * given.time + given.next) * units + unit;
    hidden[to] = h;
    cell[to] = c;
  }
  if (given.outputAt >= 0) { y[(row * given.outputTime + given.outputAt) * units + unit] = h; }
}`;

const back = (mask: string) => `${curves}
fn compute(index: i32) {
  ${placeOfStep}
  let gate = place * 4 * units + unit;
  var dh = 0.0;
  var dc = 0.0;
  if (given.later >= 0) {
    dh = dHidden[index];
    dc = dCell[index];
    let source = (row * given.time + given.later) * 4 * units;
    for (var k = 0; k < 4 * units; k++) { dh += dProjected[source + k] * transposed[k * units + unit]; }
  }
  if (given.outputAt >= 0) { dh += dy[(row * given.outputTime + given.outputAt) * units + unit]; }
  ${mask}
  let i = gates[gate];
  let f = gates[gate + units];
  let g = gates[gate + 2 * units];
  let o = gates[gate + 3 * units];
  let carried = cell[place * units + unit];
  let bent = tanhOf(f * carried + i * g);
  let d = dc + dh * o * (1.0 - bent * bent);
  dProjected[gate] = d * g * i * (1.0 - i);
  dProjected[gate + units] = d * carried * f * (1.0 - f);
  dProjected[gate + 2 * units] = d * i * (1.0 - g * g);
  dProjected[gate + 3 * units] = dh * bent * o * (1.0 - o);
  dHidden[index] = 0.0;
  dCell[index] = d * f;
}`;

/** One step of an LSTM, for each row and unit; `hidden` and `cell` are the states before each step. */
export const lstmForward = defineStepShader(
  {
    name: 'LoomLstm',
    reads: { projected: 'f32', kernel: 'f32' },
    writes: { gates: 'f32', hidden: 'f32', cell: 'f32', y: 'f32' },
    numbers: forwardNumbers,
  },
  forward,
  'if (mask[place] == 0) { c = carried; h = before; }',
);

/**
 * One step of an LSTM's way back, for each row and unit. It first takes what the later step's gates hand on; `dHidden` is what goes by
 * a masked step past them.
 */
export const lstmBackward = defineStepShader(
  {
    name: 'LoomLstmGrad',
    reads: { transposed: 'f32', gates: 'f32', cell: 'f32', dy: 'f32' },
    writes: { dProjected: 'f32', dHidden: 'f32', dCell: 'f32' },
    numbers: backNumbers,
  },
  back,
  `if (mask[place] == 0) {
    for (var k = 0; k < 4; k++) { dProjected[gate + k * units] = 0.0; }
    dHidden[index] = dh;
    dCell[index] = dc;
    return;
  }`,
);
