// Compiled once for each set of instructions, which the build names in LOOM_SET: see binding.gyp.
#include "loops.h"

#include "normalization.h"
#include "products.h"
#include "vectors.h"

#define LOOM_JOIN_(a, b) a##b
#define LOOM_JOIN(a, b) LOOM_JOIN_(a, b)

namespace layerloom {
namespace {

// --- Sums ---------------------------------------------------------------------------------------------------------------------

void column_sums(const ColumnSums& c, int64_t part) {
  const int64_t first = c.rows * part / c.parts, last = c.rows * (part + 1) / c.parts;
  float* const out = c.out + part * c.columns;
  clear(out, c.columns);
  // So many rows at a time stay in the nearest cache while all their columns are gone through.
  const int64_t block = 32;
  for (int64_t begin = first; begin < last; begin += block) {
    const int64_t end = begin + block < last ? begin + block : last;
    int64_t column = 0;
    for (; column + kLanes <= c.columns; column += kLanes) {
      const float* at = c.matrix + begin * c.columns + column;
      // Four sums that need not wait for each other.
      Lanes sums[4] = {load(out + column), {}, {}, {}};
      int64_t row = begin;
      for (; row + 4 <= end; row += 4, at += 4 * c.columns)
        for (int i = 0; i < 4; i++) sums[i] += load(at + i * c.columns);
      for (; row < end; row++, at += c.columns) sums[0] += load(at);
      store(out + column, (sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
    for (; column < c.columns; column++)
      for (int64_t row = begin; row < end; row++) out[column] += c.matrix[row * c.columns + column];
  }
}

// --- Updates --------------------------------------------------------------------------------------------------------------------

/** As `adamUpdate` of shared/training/optimizers/adam.ts composes it. */
void adam(const Adam& a, int64_t begin, int64_t end) {
  // Old and new may be the same, so what is read has to be known before anything is written: then several go at once.
  constexpr int64_t block = 128;
  float weight[block], momentum[block], velocity[block];
  for (int64_t from = begin; from < end; from += block) {
    const int64_t size = smaller(block, end - from);
    for (int64_t i = 0; i < size; i++) {
      const float gradient = a.gradient[from + i], mean = a.momentum[from + i], squares = a.velocity[from + i];
      momentum[i] = mean + (gradient - mean) * a.fresh_mean;
      velocity[i] = squares + (gradient * gradient - squares) * a.fresh_squares;
      weight[i] = a.weight[from + i] - momentum[i] * a.step_size / (__builtin_sqrtf(velocity[i]) + a.epsilon);
    }
    copy(a.new_weight + from, weight, size);
    copy(a.new_momentum + from, momentum, size);
    copy(a.new_velocity + from, velocity, size);
  }
}

// --- Activations --------------------------------------------------------------------------------------------------------------

LOOM_INLINE Lanes between(Lanes x, float least, float most) {
  x = x < same(least) ? same(least) : x;
  return x > same(most) ? same(most) : x;
}

/** e^x as `power * (1 + rest)`, with `power` a power of two. */
struct Exponential {
  Lanes power, rest;
};

/**
 * Cody and Waite's reduction to |r| <= ln(2) / 2, then the series of e^r - 1 to degree 7, whose first left-out term is below 1e-8:
 * Muller, "Elementary Functions" (3rd edition, 2016), chapters 4 and 11. `x` lies between -87 and 88, where float32 ends.
 */
LOOM_INLINE Exponential exponential(Lanes x) {
  // Adding and taking away a number whose last bit is 1 rounds to whole numbers.
  const Lanes rounder = same(12582912.0f);
  const Lanes halvings = (x * same(1.44269504f) + rounder) - rounder;
  // ln(2) in two parts, the first of few bits, so that its product with a whole number is exact.
  const Lanes r = (x - halvings * same(0.693359375f)) - halvings * same(-2.12194440e-4f);
  Lanes series = same(1.0f / 5040);
  series = series * r + same(1.0f / 720);
  series = series * r + same(1.0f / 120);
  series = series * r + same(1.0f / 24);
  series = series * r + same(1.0f / 6);
  series = series * r + same(1.0f / 2);
  series = series * r + same(1.0f);
  const Whole exponent = (__builtin_convertvector(halvings, Whole) + 127) << 23;
  // A cast between vectors keeps their bits.
  return {(Lanes)exponent, series * r};
}

/** `1 / (1 + e^-x)`, to about one part in ten million. */
LOOM_INLINE Lanes sigmoid(Lanes x) {
  const Exponential e = exponential(between(-x, -87, 88));
  return same(1) / (same(1) + (e.power + e.power * e.rest));
}

/** `tanh x` to about one part in ten million also near 0: `m / (m + 2)` with `m = e^2x - 1`. Beyond 10 it is 1 in float32. */
LOOM_INLINE Lanes hyperbolic_tangent(Lanes x) {
  const Lanes limited = between(x, -10, 10);
  const Exponential e = exponential(limited + limited);
  const Lanes minus_one = e.power * e.rest + (e.power - same(1));
  return minus_one / (minus_one + same(2));
}

// --- Steps ---------------------------------------------------------------------------------------------------------------------

/** Where a step's numbers are. */
struct Place {
  /** In tensors of every row and time. */
  int64_t at;
  bool counts;
};

LOOM_INLINE Place place_of(const Sequence& s, int64_t row, int64_t step) {
  const int64_t at = row * s.time + (s.backwards ? s.time - 1 - step : step);
  return {at, s.mask == nullptr || s.mask[at] != 0};
}

void give_output(const Forward& f, int64_t row, int64_t step, const float* state) {
  const Sequence& s = f.sequence;
  if (s.every_step)
    copy(f.output + (row * s.time + step) * s.units, state, s.units);
  else if (step == s.time - 1)
    copy(f.output + row * s.units, state, s.units);
}

/** Adds what later layers ask of a step's output to the gradient of the state after it. */
void take_gradient(const Backward& b, int64_t row, int64_t step, float* d_state) {
  const Sequence& s = b.sequence;
  if (!s.every_step && step != s.time - 1) return;
  const float* given = b.d_output + (s.every_step ? row * s.time + step : row) * s.units;
  each_unit(s.units, [&](Units u) { u.write(d_state, u.read(d_state) + u.read(given)); });
}

// --- LSTM -----------------------------------------------------------------------------------------------------------------------

void lstm_forward(const Forward& f, int64_t begin, int64_t end) {
  const Sequence& s = f.sequence;
  const int64_t rows = end - begin, units = s.units, width = 4 * units;
  float* const hidden = scratch(2 * rows * units);
  float* const carried = hidden + rows * units;
  clear(hidden, 2 * rows * units);
  for (int64_t step = 0; step < s.time; step++) {
    const int64_t first = place_of(s, begin, step).at;
    multiply(rows, {hidden, units, 1}, f.kernel, units, width, f.projected + first * width, s.time * width,
             f.gates + first * width, s.time * width);
    for (int64_t i = 0; i < rows; i++) {
      const Place place = place_of(s, begin + i, step);
      float* const h = hidden + i * units;
      float* const c = carried + i * units;
      float* const gates = f.gates + place.at * width;
      float* const cell = f.cell + place.at * 2 * units;
      copy(f.hidden + place.at * units, h, units);
      if (place.counts) {
        each_unit(units, [&](Units u) {
          const Lanes input = sigmoid(u.read(gates)), forget = sigmoid(u.read(gates + units));
          const Lanes fresh = hyperbolic_tangent(u.read(gates + 2 * units)), output = sigmoid(u.read(gates + 3 * units));
          const Lanes before = u.read(c);
          const Lanes after = forget * before + input * fresh;
          const Lanes bent = hyperbolic_tangent(after);
          u.write(gates, input);
          u.write(gates + units, forget);
          u.write(gates + 2 * units, fresh);
          u.write(gates + 3 * units, output);
          u.write(cell, before);
          u.write(cell + units, bent);
          u.write(c, after);
          u.write(h, output * bent);
        });
      } else {
        clear(gates, width);
        clear(cell, 2 * units);
      }
      give_output(f, begin + i, step, h);
    }
  }
}

void lstm_backward(const Backward& b, int64_t begin, int64_t end) {
  const Sequence& s = b.sequence;
  const int64_t rows = end - begin, units = s.units, width = 4 * units;
  float* const d_hidden = scratch(2 * rows * units);
  float* const d_carried = d_hidden + rows * units;
  clear(d_hidden, 2 * rows * units);
  for (int64_t step = s.time - 1; step >= 0; step--) {
    for (int64_t i = 0; i < rows; i++) {
      const Place place = place_of(s, begin + i, step);
      float* const dh = d_hidden + i * units;
      float* const dc = d_carried + i * units;
      float* const d_gates = b.d_projected + place.at * width;
      const float* const gates = b.gates + place.at * width;
      const float* const cell = b.cell + place.at * 2 * units;
      take_gradient(b, begin + i, step, dh);
      if (!place.counts) {
        clear(d_gates, width);
        continue;
      }
      each_unit(units, [&](Units u) {
        const Lanes one = same(1), d_output = u.read(dh);
        const Lanes input = u.read(gates), forget = u.read(gates + units);
        const Lanes fresh = u.read(gates + 2 * units), output = u.read(gates + 3 * units);
        const Lanes before = u.read(cell), bent = u.read(cell + units);
        const Lanes d_cell = u.read(dc) + d_output * output * (one - bent * bent);
        u.write(d_gates, d_cell * fresh * input * (one - input));
        u.write(d_gates + units, d_cell * before * forget * (one - forget));
        u.write(d_gates + 2 * units, d_cell * input * (one - fresh * fresh));
        u.write(d_gates + 3 * units, d_output * bent * output * (one - output));
        u.write(dc, d_cell * forget);
        // What comes now through the gates alone; a step that does not count hands on what it got.
        u.write(dh, Lanes{});
      });
    }
    const int64_t first = place_of(s, begin, step).at;
    multiply(rows, {b.d_projected + first * width, s.time * width, 1}, b.transposed, width, units, d_hidden, units,
             d_hidden, units);
  }
}

// --- GRU ------------------------------------------------------------------------------------------------------------------------

void gru_forward(const Forward& f, int64_t begin, int64_t end) {
  const Sequence& s = f.sequence;
  const int64_t rows = end - begin, units = s.units, width = 3 * units;
  float* const hidden = scratch(rows * (units + width));
  float* const inner = hidden + rows * units;
  clear(hidden, rows * units);
  for (int64_t step = 0; step < s.time; step++) {
    multiply(rows, {hidden, units, 1}, f.kernel, units, width, f.bias, 0, inner, width);
    for (int64_t i = 0; i < rows; i++) {
      const Place place = place_of(s, begin + i, step);
      float* const h = hidden + i * units;
      const float* const product = inner + i * width;
      const float* const projected = f.projected + place.at * width;
      float* const gates = f.gates + place.at * 4 * units;
      copy(f.hidden + place.at * units, h, units);
      if (place.counts) {
        each_unit(units, [&](Units u) {
          const Lanes update = sigmoid(u.read(projected) + u.read(product));
          const Lanes reset = sigmoid(u.read(projected + units) + u.read(product + units));
          const Lanes of_state = u.read(product + 2 * units);
          const Lanes candidate = hyperbolic_tangent(u.read(projected + 2 * units) + reset * of_state);
          u.write(gates, update);
          u.write(gates + units, reset);
          u.write(gates + 2 * units, candidate);
          u.write(gates + 3 * units, of_state);
          u.write(h, candidate + update * (u.read(h) - candidate));
        });
      } else {
        clear(gates, 4 * units);
      }
      give_output(f, begin + i, step, h);
    }
  }
}

void gru_backward(const Backward& b, int64_t begin, int64_t end) {
  const Sequence& s = b.sequence;
  const int64_t rows = end - begin, units = s.units, width = 3 * units;
  float* const d_hidden = scratch(rows * units);
  clear(d_hidden, rows * units);
  for (int64_t step = s.time - 1; step >= 0; step--) {
    for (int64_t i = 0; i < rows; i++) {
      const Place place = place_of(s, begin + i, step);
      float* const dh = d_hidden + i * units;
      float* const outer = b.d_projected + place.at * width;
      float* const inner = b.d_inner + place.at * width;
      const float* const gates = b.gates + place.at * 4 * units;
      const float* const before = b.hidden + place.at * units;
      take_gradient(b, begin + i, step, dh);
      if (!place.counts) {
        clear(outer, width);
        clear(inner, width);
        continue;
      }
      each_unit(units, [&](Units u) {
        const Lanes one = same(1), d_output = u.read(dh);
        const Lanes update = u.read(gates), reset = u.read(gates + units);
        const Lanes candidate = u.read(gates + 2 * units), of_state = u.read(gates + 3 * units);
        const Lanes d_update = d_output * (u.read(before) - candidate) * update * (one - update);
        const Lanes d_candidate = d_output * (one - update) * (one - candidate * candidate);
        const Lanes d_reset = d_candidate * of_state * reset * (one - reset);
        u.write(outer, d_update);
        u.write(inner, d_update);
        u.write(outer + units, d_reset);
        u.write(inner + units, d_reset);
        u.write(outer + 2 * units, d_candidate);
        u.write(inner + 2 * units, d_candidate * reset);
        u.write(dh, d_output * update);
      });
    }
    const int64_t first = place_of(s, begin, step).at;
    multiply(rows, {b.d_inner + first * width, s.time * width, 1}, b.transposed, width, units, d_hidden, units, d_hidden,
             units);
  }
}

}  // namespace

#define LOOM_TEXT_(text) #text
#define LOOM_TEXT(text) LOOM_TEXT_(text)

extern const Loops LOOM_JOIN(loops_, LOOM_SET);
const Loops LOOM_JOIN(loops_, LOOM_SET) = {
    LOOM_TEXT(LOOM_SET), packed_size,  pack,         lstm_forward,     lstm_backward,   gru_forward,
    gru_backward,        plan_product, pack_for_product, compute_product, column_sums,     adam,
    batch_moments,       normalize_rows, batch_slopes, slope_rows,
};

}  // namespace layerloom
