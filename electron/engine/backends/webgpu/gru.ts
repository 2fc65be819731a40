import { backNumbers, curves, defineStepShader, forwardNumbers, placeOfStep } from './step-shader.ts';

const forward = (mask: string) => `${curves}
fn compute(index: i32) {
  ${placeOfStep}
  let state = place * units;
  let source = place * 3 * units + unit;
  var before = 0.0;
  var z = bias[unit];
  var r = bias[unit + units];
  var inner = bias[unit + 2 * units];
  if (given.first == 1) {
    hidden[state + unit] = 0.0;
  } else {
    before = hidden[state + unit];
    for (var k = 0; k < units; k++) {
      let h = hidden[state + k];
      let w = k * 3 * units + unit;
      z += h * kernel[w];
      r += h * kernel[w + units];
      inner += h * kernel[w + 2 * units];
    }
  }
  z = sigmoidOf(z + projected[source]);
  r = sigmoidOf(r + projected[source + units]);
  let candidate = tanhOf(projected[source + 2 * units] + r * inner);
  let gate = place * 4 * units + unit;
  gates[gate] = z;
  gates[gate + units] = r;
  gates[gate + 2 * units] = candidate;
  gates[gate + 3 * units] = inner;
  var h = candidate + z * (before - candidate);
  ${mask}
  if (given.next >= 0) { hidden[(row * given.time + given.next) * units + unit] = h; }
  if (given.outputAt >= 0) { y[(row * given.outputTime + given.outputAt) * units + unit] = h; }
}`;

const back = (mask: string) => `fn compute(index: i32) {
  ${placeOfStep}
  let to = place * 3 * units + unit;
  var dh = 0.0;
  if (given.later >= 0) {
    dh = dHidden[index];
    let source = (row * given.time + given.later) * 3 * units;
    for (var k = 0; k < 3 * units; k++) { dh += dInner[source + k] * transposed[k * units + unit]; }
  }
  if (given.outputAt >= 0) { dh += dy[(row * given.outputTime + given.outputAt) * units + unit]; }
  ${mask}
  let gate = place * 4 * units + unit;
  let z = gates[gate];
  let r = gates[gate + units];
  let candidate = gates[gate + 2 * units];
  let inner = gates[gate + 3 * units];
  let dz = dh * (hidden[place * units + unit] - candidate) * z * (1.0 - z);
  let dCandidate = dh * (1.0 - z) * (1.0 - candidate * candidate);
  let dr = dCandidate * inner * r * (1.0 - r);
  dProjected[to] = dz;
  dProjected[to + units] = dr;
  dProjected[to + 2 * units] = dCandidate;
  dInner[to] = dz;
  dInner[to + units] = dr;
  dInner[to + 2 * units] = dCandidate * r;
  dHidden[index] = dh * z;
}`;

/** One step of a GRU with reset after the product, for each row and unit; `hidden` is the state before each step. */
export const gruForward = defineStepShader(
  {
    name: 'LoomGru',
    reads: { projected: 'f32', kernel: 'f32', bias: 'f32' },
    writes: { gates: 'f32', hidden: 'f32', y: 'f32' },
    numbers: forwardNumbers,
  },
  forward,
  'if (mask[place] == 0) { h = before; }',
);

/** One step of a GRU's way back, for each row and unit; `dHidden` is what goes past the gates. */
export const gruBackward = defineStepShader(
  {
    name: 'LoomGruGrad',
    reads: { transposed: 'f32', gates: 'f32', hidden: 'f32', dy: 'f32' },
    writes: { dProjected: 'f32', dInner: 'f32', dHidden: 'f32' },
    numbers: backNumbers,
  },
  back,
  `if (mask[place] == 0) {
    for (var k = 0; k < 3; k++) {
      dProjected[to + k * units] = 0.0;
      dInner[to + k * units] = 0.0;
    }
    dHidden[index] = dh;
    return;
  }`,
);
