// Compiled once for each set of instructions, which the build names in LOOM_SET: see binding.gyp.
#include "loops.h"

#include <cstring>
#include <memory>
#include <new>

#define LOOM_JOIN_(a, b) a##b
#define LOOM_JOIN(a, b) LOOM_JOIN_(a, b)

namespace layerloom {
namespace {

// A product is computed in tiles of so many rows and vectors: as many as fit the registers beside what is read.
#if defined(__AVX512F__)
constexpr int kLanes = 16, kVectors = 4, kRows = 6;
#elif defined(__AVX2__)
constexpr int kLanes = 8, kVectors = 2, kRows = 6;
#elif defined(__aarch64__)
constexpr int kLanes = 4, kVectors = 4, kRows = 6;
#else
constexpr int kLanes = 4, kVectors = 2, kRows = 4;
#endif
constexpr int kColumns = kLanes * kVectors;

typedef float Lanes __attribute__((vector_size(kLanes * 4)));
typedef int32_t Whole __attribute__((vector_size(kLanes * 4)));
typedef float LanesInMemory __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));

#define LOOM_INLINE inline __attribute__((always_inline))

LOOM_INLINE Lanes load(const float* from) { return *reinterpret_cast<const LanesInMemory*>(from); }
LOOM_INLINE void store(float* to, Lanes value) { *reinterpret_cast<LanesInMemory*>(to) = value; }
LOOM_INLINE Lanes same(float value) { return Lanes{} + value; }

/** Numbers of scratch memory, not cleared. */
class Scratch {
 public:
  explicit Scratch(int64_t size) : numbers_(new float[size > 0 ? size : 1]) {}
  float* get() { return numbers_.get(); }

 private:
  std::unique_ptr<float[]> numbers_;
};

// --- Products ---------------------------------------------------------------------------------------------------------------

/** A matrix whose elements lie so far apart. */
struct Strided {
  const float* at;
  int64_t row, column;
};

/**
 * `out[m, n] = start[m, n] + sum over k of a[m, k] * b[k, n]` for M rows and up to kColumns columns; b has rows of kColumns numbers.
 * Without a start it is 0. `out` may be `start`.
 */
template <int M>
LOOM_INLINE void tile(Strided a, const float* b, int64_t k, const float* start, int64_t start_row, float* out,
                      int64_t out_row, int64_t columns) {
  Lanes sums[M][kVectors];
  float edge[M][kColumns];
  const bool whole = columns == kColumns;
  if (start == nullptr) {
    for (int m = 0; m < M; m++)
      for (int v = 0; v < kVectors; v++) sums[m][v] = Lanes{};
  } else {
    if (!whole) {
      for (int m = 0; m < M; m++) std::memcpy(edge[m], start + m * start_row, columns * sizeof(float));
    }
    for (int m = 0; m < M; m++)
      for (int v = 0; v < kVectors; v++)
        sums[m][v] = load((whole ? start + m * start_row : edge[m]) + v * kLanes);
  }
  for (int64_t i = 0; i < k; i++) {
    Lanes row[kVectors];
    for (int v = 0; v < kVectors; v++) row[v] = load(b + i * kColumns + v * kLanes);
    for (int m = 0; m < M; m++) {
      const Lanes factor = same(a.at[m * a.row + i * a.column]);
      for (int v = 0; v < kVectors; v++) sums[m][v] += factor * row[v];
    }
  }
  for (int m = 0; m < M; m++)
    for (int v = 0; v < kVectors; v++)
      store((whole ? out + m * out_row : edge[m]) + v * kLanes, sums[m][v]);
  if (!whole) {
    for (int m = 0; m < M; m++) std::memcpy(out + m * out_row, edge[m], columns * sizeof(float));
  }
}

/** As `tile`, for up to kRows rows. */
void tile_of(int64_t rows, Strided a, const float* b, int64_t k, const float* start, int64_t start_row, float* out,
             int64_t out_row, int64_t columns) {
  switch (rows) {
    case 1: return tile<1>(a, b, k, start, start_row, out, out_row, columns);
    case 2: return tile<2>(a, b, k, start, start_row, out, out_row, columns);
    case 3: return tile<3>(a, b, k, start, start_row, out, out_row, columns);
    case 4: return tile<4>(a, b, k, start, start_row, out, out_row, columns);
#if !defined(__SSE2__) || defined(__AVX2__)
    case 5: return tile<5>(a, b, k, start, start_row, out, out_row, columns);
    case 6: return tile<6>(a, b, k, start, start_row, out, out_row, columns);
#endif
    default: return;
  }
}

int64_t ceil_of(int64_t a, int64_t b) { return (a + b - 1) / b; }

int64_t packed_size(int64_t k, int64_t n) { return k * ceil_of(n, kColumns) * kColumns; }

/** One panel of kColumns columns, filled up with 0. */
LOOM_INLINE void pack_panel(Strided from, int64_t k, int64_t columns, float* to) {
  for (int64_t i = 0; i < k; i++, to += kColumns) {
    const float* row = from.at + i * from.row;
    if (columns == kColumns && from.column == 1) {
      for (int v = 0; v < kVectors; v++) store(to + v * kLanes, load(row + v * kLanes));
    } else {
      for (int64_t n = 0; n < kColumns; n++) to[n] = n < columns ? row[n * from.column] : 0;
    }
  }
}

int64_t columns_of(int64_t n, int64_t begin) { return n - begin < kColumns ? n - begin : kColumns; }

void pack(const float* matrix, int64_t k, int64_t n, bool transposed, float* packed) {
  for (int64_t begin = 0; begin < n; begin += kColumns, packed += k * kColumns) {
    const Strided from = transposed ? Strided{matrix + begin * k, 1, k} : Strided{matrix + begin, n, 1};
    pack_panel(from, k, columns_of(n, begin), packed);
  }
}

/** `out = start + a * packed` for any number of rows. A start whose rows lie 0 apart is the same for all. */
void multiply(int64_t rows, Strided a, const float* packed, int64_t k, int64_t n, const float* start, int64_t start_row,
              float* out, int64_t out_row) {
  const int64_t blocks = ceil_of(rows, kRows);
  for (int64_t begin = 0; begin < n; begin += kColumns, packed += k * kColumns) {
    for (int64_t block = 0, row = 0; block < blocks; block++) {
      // Blocks of nearly the same height: a low one at the end would cost as much as a high one.
      const int64_t height = ceil_of(rows - row, blocks - block);
      const Strided part{a.at + row * a.row, a.row, a.column};
      tile_of(height, part, packed, k, start == nullptr ? nullptr : start + row * start_row + begin, start_row,
              out + row * out_row + begin, out_row, columns_of(n, begin));
      row += height;
    }
  }
}

/** So many rows of the factors of an outer product are packed at a time: they stay in a near cache. */
constexpr int64_t kDepth = 256;

/** Parts that an outer product of few columns is cut into along k, so that there is work for several threads. */
int64_t outer_parts(const Outer& o) {
  const int64_t panels = ceil_of(o.n, kColumns);
  const int64_t parts = panels >= 4 ? 1 : ceil_of(4, panels);
  const int64_t most = ceil_of(o.k, kDepth);
  return parts < most ? parts : most;
}

int64_t outer_items(const Outer& o) { return ceil_of(o.n, kColumns) * outer_parts(o); }

void outer(const Outer& o, int64_t item) {
  const int64_t parts = outer_parts(o), part = item % parts;
  const int64_t begin = item / parts * kColumns, columns = columns_of(o.n, begin);
  const int64_t depths = ceil_of(o.k, kDepth);
  const int64_t first = depths * part / parts * kDepth, last = depths * (part + 1) / parts * kDepth;
  float* out = o.out + part * o.m * o.n + begin;
  Scratch panel(kDepth * kColumns);
  Lanes sums[kVectors] = {};
  for (int64_t from = first; from < last && from < o.k; from += kDepth) {
    const int64_t depth = o.k - from < kDepth ? o.k - from : kDepth;
    pack_panel({o.right + from * o.n + begin, o.n, 1}, depth, columns, panel.get());
    if (o.sums != nullptr) {
      for (int64_t i = 0; i < depth; i++)
        for (int v = 0; v < kVectors; v++) sums[v] += load(panel.get() + i * kColumns + v * kLanes);
    }
    const float* start = from == first ? nullptr : out;
    const int64_t blocks = ceil_of(o.m, kRows);
    for (int64_t block = 0, row = 0; block < blocks; block++) {
      const int64_t height = ceil_of(o.m - row, blocks - block);
      const Strided left{o.left + from * o.m + row, 1, o.m};
      tile_of(height, left, panel.get(), depth, start == nullptr ? nullptr : start + row * o.n, o.n, out + row * o.n,
              o.n, columns);
      row += height;
    }
  }
  if (o.sums != nullptr) std::memcpy(o.sums + part * o.n + begin, sums, columns * sizeof(float));
}

// --- Sums ---------------------------------------------------------------------------------------------------------------------

void column_sums(const ColumnSums& c, int64_t part) {
  const int64_t first = c.rows * part / c.parts, last = c.rows * (part + 1) / c.parts;
  float* const out = c.out + part * c.columns;
  std::memset(out, 0, c.columns * sizeof(float));
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

// --- Rows of units --------------------------------------------------------------------------------------------------------------

/** Goes over the units of a row. Those beyond the last whole vector are read into, and written from, vectors filled up with 0. */
struct Units {
  int64_t begin, count;
  LOOM_INLINE bool whole() const { return count == kLanes; }
  LOOM_INLINE Lanes read(const float* row) const {
    if (whole()) return load(row + begin);
    float edge[kLanes] = {};
    std::memcpy(edge, row + begin, count * sizeof(float));
    return load(edge);
  }
  LOOM_INLINE void write(float* row, Lanes value) const {
    if (whole()) return store(row + begin, value);
    float edge[kLanes];
    store(edge, value);
    std::memcpy(row + begin, edge, count * sizeof(float));
  }
};

template <class Body>
LOOM_INLINE void each_unit(int64_t units, Body body) {
  int64_t begin = 0;
  for (; begin + kLanes <= units; begin += kLanes) body(Units{begin, kLanes});
  if (begin < units) body(Units{begin, units - begin});
}

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

void clear(float* numbers, int64_t size) { std::memset(numbers, 0, size * sizeof(float)); }
void copy(float* to, const float* from, int64_t size) { std::memcpy(to, from, size * sizeof(float)); }

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
  Scratch states(2 * rows * units);
  float* const hidden = states.get();
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
  Scratch states(2 * rows * units);
  float* const d_hidden = states.get();
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
  Scratch states(rows * (units + width));
  float* const hidden = states.get();
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
  Scratch states(rows * units);
  float* const d_hidden = states.get();
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
    LOOM_TEXT(LOOM_SET), packed_size, pack,        lstm_forward, lstm_backward,
    gru_forward,         gru_backward, outer_parts, outer_items, outer, column_sums,
};

}  // namespace layerloom
