// Products of matrices. Compiled once for each set of instructions, as part of loops.cc.
#pragma once
#include <utility>

#include "loops.h"
#include "threads.h"
#include "vectors.h"

namespace layerloom {
namespace {

/** A matrix whose elements lie so far apart. */
struct Strided {
  const float* at;
  int64_t row, column;

  LOOM_INLINE Strided from(int64_t r, int64_t c) const { return {at + r * row + c * column, row, column}; }
};

// --- Packed matrices -----------------------------------------------------------------------------------------------------------

// A packed matrix lies in panels of kColumns columns, one after the other. A row of a panel is as many whole vectors as its columns need;
// what fills up the last of them is computed with, but never given out. So the panel that begins at a column begins at that many times
// the rows.

int64_t vectors_of(int64_t columns) { return smaller(kVectors, ceil_of(columns, kLanes)); }

int64_t packed_size(int64_t k, int64_t n) { return k * ceil_of(n, kLanes) * kLanes; }

/** One row of a panel, from numbers that lie side by side in a matrix that ends at `end`. */
LOOM_INLINE void pack_row(const float* from, const float* end, int64_t columns, float* to) {
  if (columns == kColumns) {
    for (int v = 0; v < kVectors; v++) store(to + v * kLanes, load(from + v * kLanes));
    return;
  }
  const int64_t width = vectors_of(columns) * kLanes;
  if (end - from >= width) {
    for (int64_t lane = 0; lane < width; lane += kLanes) store(to + lane, load(from + lane));
  } else {
    copy(to, from, columns);
    clear(to + columns, width - columns);
  }
}

/** Calls `body(begin, columns)` for each panel of so many columns. */
template <class Body>
LOOM_INLINE void each_panel(int64_t columns, Body body) {
  for (int64_t begin = 0; begin < columns; begin += kColumns) body(begin, smaller(kColumns, columns - begin));
}

/** One panel of a matrix whose columns do not lie side by side. */
void pack_panel(Strided from, int64_t k, int64_t columns, float* to) {
  const int64_t width = vectors_of(columns) * kLanes;
  // So many rows at a time: then what is fetched with a number is used before it is gone.
  const int64_t block = 16;
  for (int64_t begin = 0; begin < k; begin += block) {
    const int64_t end = smaller(k, begin + block);
    for (int64_t column = 0; column < width; column++) {
      const float* const read = from.at + column * from.column;
      for (int64_t i = begin; i < end; i++) to[i * width + column] = column < columns ? read[i * from.row] : 0;
    }
  }
}

/** All panels of a matrix whose columns lie side by side, which ends at `end`: row by row, as memory is read fastest. */
void pack_rows(Strided from, const float* end, int64_t k, int64_t n, float* to) {
  for (int64_t i = 0; i < k; i++)
    each_panel(n, [&](int64_t begin, int64_t columns) {
      pack_row(from.at + i * from.row + begin, end, columns, to + begin * k + i * vectors_of(columns) * kLanes);
    });
}

void pack(const float* matrix, int64_t k, int64_t n, bool transposed, float* packed) {
  if (!transposed) return pack_rows({matrix, n, 1}, matrix + k * n, k, n, packed);
  each_panel(n, [&](int64_t begin, int64_t columns) {
    pack_panel({matrix + begin * k, 1, k}, k, columns, packed + begin * k);
  });
}

// --- Tiles -----------------------------------------------------------------------------------------------------------------------

/**
 * `out[m, n] = start[m, n] + sum over k of a[m, k] * b[k, n]` for up to kRows rows and the columns of a panel, which is b. Without a
 * start that is 0, and one whose rows lie 0 apart is the same for all; `out` may be `start`.
 */
struct Tile {
  Strided a;
  const float* b;
  int64_t k;
  const float* start;
  int64_t start_row;
  float* out;
  int64_t out_row;
  int64_t columns;
  /** Added to each row at the end, where there is one; then negative numbers become 0, where they are to. */
  const float* bias = nullptr;
  bool relu = false;
};

/** V vectors, of which the last may have fewer columns than lanes: then it goes through memory of its own. */
template <int V>
struct Row {
  int64_t columns;
  LOOM_INLINE bool whole() const { return columns == V * kLanes; }
  LOOM_INLINE void read(const float* from, Lanes* to) const {
    if (whole()) {
      for (int v = 0; v < V; v++) to[v] = load(from + v * kLanes);
      return;
    }
    float edge[V * kLanes] = {};
    copy(edge, from, columns);
    for (int v = 0; v < V; v++) to[v] = load(edge + v * kLanes);
  }
  LOOM_INLINE void write(float* to, const Lanes* from) const {
    if (whole()) {
      for (int v = 0; v < V; v++) store(to + v * kLanes, from[v]);
      return;
    }
    float edge[V * kLanes];
    for (int v = 0; v < V; v++) store(edge + v * kLanes, from[v]);
    copy(to, edge, columns);
  }
};

template <int M, int V>
void compute_tile(const Tile& t) {
  const Row<V> at{t.columns};
  Lanes sums[M][V] = {};
  if (t.start != nullptr) {
    for (int m = 0; m < M; m++) at.read(t.start + m * t.start_row, sums[m]);
  }
  // Rows are reached from every fifth: for each from the first there are not enough registers.
  constexpr int reach = 5, bases = (M + reach - 1) / reach;
  const float* a[bases];
  for (int i = 0; i < bases; i++) a[i] = t.a.at + i * reach * t.a.row;
  const float* b = t.b;
  for (int64_t i = 0; i < t.k; i++, b += V * kLanes) {
    Lanes row[V];
    for (int v = 0; v < V; v++) row[v] = load(b + v * kLanes);
    for (int m = 0; m < M; m++) {
      const Lanes factor = same(a[m / reach][m % reach * t.a.row]);
      for (int v = 0; v < V; v++) sums[m][v] += factor * row[v];
    }
    for (int base = 0; base < bases; base++) a[base] += t.a.column;
  }
  if (t.bias != nullptr) {
    Lanes bias[V];
    at.read(t.bias, bias);
    for (int m = 0; m < M; m++)
      for (int v = 0; v < V; v++) sums[m][v] += bias[v];
  }
  if (t.relu) {
    // What is no number is not less than 0 and stays.
    for (int m = 0; m < M; m++)
      for (int v = 0; v < V; v++) sums[m][v] = sums[m][v] < Lanes{} ? Lanes{} : sums[m][v];
  }
  for (int m = 0; m < M; m++) at.write(t.out + m * t.out_row, sums[m]);
}

typedef void (*ComputeTile)(const Tile&);

template <int V, int... M>
ComputeTile tile_of_rows(int64_t rows, std::integer_sequence<int, M...>) {
  static constexpr ComputeTile all[] = {compute_tile<M + 1, V>...};
  return all[rows - 1];
}

/** The function for tiles of so many rows and vectors. */
template <int V = kVectors>
ComputeTile tile_of(int64_t rows, int64_t vectors) {
  if constexpr (V > 1) {
    if (vectors < V) return tile_of<V - 1>(rows, vectors);
  }
  return tile_of_rows<V>(rows, std::make_integer_sequence<int, kRows>{});
}

/** Calls `body(row, height)` for blocks of nearly the same height: a low one at the end would cost as much as a high one. */
template <class Body>
LOOM_INLINE void each_block(int64_t rows, Body body) {
  const int64_t blocks = ceil_of(rows, kRows);
  for (int64_t block = 0; block < blocks; block++) {
    const int64_t row = rows * block / blocks;
    body(row, rows * (block + 1) / blocks - row);
  }
}

/** `out = start + a * packed` for any number of rows. A start whose rows lie 0 apart is the same for all. */
void multiply(int64_t rows, Strided a, const float* packed, int64_t k, int64_t n, const float* start, int64_t start_row,
              float* out, int64_t out_row) {
  each_panel(n, [&](int64_t begin, int64_t columns) {
    each_block(rows, [&](int64_t row, int64_t height) {
      const float* const from = start == nullptr ? nullptr : start + row * start_row + begin;
      tile_of(height, vectors_of(columns))(
          {a.from(row, 0), packed + begin * k, k, from, start_row, out + row * out_row + begin, out_row, columns});
    });
  });
}

// --- Products of any size ---------------------------------------------------------------------------------------------------------

/** So many rows of the factors are gone over at a time: what tiles read of them stays in a near cache. */
constexpr int64_t kDepth = 512;

/**
 * How a product is computed. Of one factor the rows are taken, as they lie or packed where numbers of a row are far apart; of the other
 * the columns, which are packed. To pack columns whose numbers lie side by side is slow, and so that is done once, before. Where
 * only the right factor is transposed, both are so; then either gives the columns, and if it is the left one, what comes out has to be
 * transposed.
 */
struct Way {
  Strided rows_of, columns_of;
  int64_t rows, columns;
  bool out_transposed, packed_before;
  /** The product is cut into so many parts each way. With several along k each part has a place of its own. */
  int64_t row_parts, column_parts, depth_parts;
};

Way way_of(const Product& p) {
  const Strided left = p.transposed_left ? Strided{p.left, 1, p.m} : Strided{p.left, p.k, 1};
  const Strided right = p.transposed_right ? Strided{p.right, 1, p.k} : Strided{p.right, p.n, 1};
  const bool exchanged = p.transposed_right && !p.transposed_left && p.m * (p.k + p.n) < p.n * p.k;
  Way w = exchanged ? Way{{right.at, right.column, right.row}, {left.at, left.column, left.row}, p.n, p.m, true, true, 1, 1, 1}
                    : Way{left, right, p.m, p.n, false, p.transposed_right, 1, 1, 1};
  // At most so many blocks and panels in a part, or it leaves the near caches; at least so many, or packing takes too long.
  const int64_t most_blocks = 16, most_panels = 8, least_blocks = 4, least_panels = 2;
  // So many parts keep several threads busy to the end; a small product is for one.
  const int64_t enough = p.m * p.k * p.n < kWorthSharing ? 1 : 8;
  const int64_t blocks = ceil_of(w.rows, kRows), panels = ceil_of(w.columns, kColumns), depths = ceil_of(p.k, kDepth);
  w.row_parts = ceil_of(blocks, most_blocks);
  w.column_parts = ceil_of(panels, most_panels);
  if (p.k >= 4096 && !p.has_end()) w.depth_parts = smaller(depths, ceil_of(enough, w.row_parts * w.column_parts));
  const auto cut = [&](int64_t& parts, int64_t size, int64_t least) {
    const int64_t others = w.row_parts * w.column_parts * w.depth_parts / parts;
    parts = larger(parts, smaller(size / least, ceil_of(enough, others)));
  };
  // Each part of the rows packs the columns again.
  if (!w.packed_before) cut(w.column_parts, panels, least_panels);
  cut(w.row_parts, blocks, least_blocks);
  return w;
}

struct Span {
  int64_t begin, end;
  int64_t size() const { return end - begin; }
};

/** One of the parts of a size, which begin at multiples of a grain. */
Span part_of(int64_t size, int64_t grain, int64_t part, int64_t parts) {
  const int64_t grains = ceil_of(size, grain);
  return {smaller(size, grains * part / parts * grain), smaller(size, grains * (part + 1) / parts * grain)};
}

ProductPlan plan_product(const Product& p) {
  const Way w = way_of(p);
  return {
      w.row_parts * w.column_parts * w.depth_parts,
      w.depth_parts,
      w.packed_before ? packed_size(p.k, w.columns) : 0,
      w.packed_before ? ceil_of(w.columns, kColumns) : 0,
  };
}

void pack_for_product(const Product& p, float* packed, int64_t item) {
  const Way w = way_of(p);
  const int64_t begin = item * kColumns;
  pack_panel(w.columns_of.from(0, begin), p.k, smaller(kColumns, w.columns - begin), packed + begin * p.k);
}

/** Packs rows into blocks as high as the tiles that read them: the numbers of a column lie side by side. */
void pack_blocks(Strided from, int64_t rows, int64_t k, float* to) {
  each_block(rows, [&](int64_t row, int64_t height) {
    const float* read = from.at + row * from.row;
    float* block = to + row * k;
    if (height == kRows) {
      for (int64_t i = 0; i < k; i++) copy(block + i * kRows, read + i * from.column, kRows);
    } else {
      for (int64_t i = 0; i < k; i++) copy(block + i * height, read + i * from.column, height);
    }
  });
}

/** Adds the rows of packed panels up. */
void add_rows(const float* panels, int64_t k, int64_t n, float* sums) {
  each_panel(n, [&](int64_t begin, int64_t columns) {
    const int64_t width = vectors_of(columns) * kLanes;
    float row[kColumns] = {};
    copy(row, sums + begin, columns);
    for (int64_t lane = 0; lane < width; lane += kLanes) {
      Lanes sum = load(row + lane);
      for (int64_t i = 0; i < k; i++) sum += load(panels + begin * k + i * width + lane);
      store(row + lane, sum);
    }
    copy(sums + begin, row, columns);
  });
}

void compute_product(const Product& p, const float* packed, int64_t item) {
  const Way w = way_of(p);
  const int64_t depth_part = item % w.depth_parts, place = item / w.depth_parts;
  const Span rows = part_of(w.rows, kRows, place % w.row_parts, w.row_parts);
  const Span columns = part_of(w.columns, kColumns, place / w.row_parts, w.column_parts);
  const int64_t depths = larger(1, ceil_of(p.k, kDepth)), deepest = ceil_of(p.k, depths);
  const Span steps = {depths * depth_part / w.depth_parts, depths * (depth_part + 1) / w.depth_parts};
  const bool packs_rows = w.rows_of.column != 1;
  const int64_t width = packed_size(1, columns.size());
  const int64_t blocks_size = packs_rows ? rows.size() * deepest : 0;
  const int64_t panels_size = w.packed_before ? 0 : width * deepest;
  const int64_t out_size = w.out_transposed ? rows.size() * width : 0;
  float* const blocks = scratch(whole_lines(blocks_size) + whole_lines(panels_size) + out_size);
  float* const panels = blocks + whole_lines(blocks_size);
  float* const upright = panels + whole_lines(panels_size);
  float* const given = p.out + depth_part * p.m * p.n;
  float* const out = w.out_transposed ? upright : given + rows.begin * p.n + columns.begin;
  const int64_t out_row = w.out_transposed ? width : p.n;
  float* const sums = p.sums == nullptr || rows.begin > 0 ? nullptr : p.sums + depth_part * p.n + columns.begin;
  if (sums != nullptr) clear(sums, columns.size());
  for (int64_t step = steps.begin; step < steps.end; step++) {
    const int64_t from = p.k * step / depths, depth = p.k * (step + 1) / depths - from;
    const bool first = step == steps.begin, last = step == steps.end - 1;
    if (packs_rows) pack_blocks(w.rows_of.from(rows.begin, from), rows.size(), depth, blocks);
    if (!w.packed_before) pack_rows(w.columns_of.from(from, columns.begin), p.right + p.k * p.n, depth, columns.size(), panels);
    if (sums != nullptr) add_rows(panels, depth, columns.size(), sums);
    each_panel(columns.size(), [&](int64_t begin, int64_t count) {
      const int64_t vectors = vectors_of(count), column = columns.begin + begin;
      const float* const panel = w.packed_before ? packed + column * p.k + from * vectors * kLanes : panels + begin * depth;
      each_block(rows.size(), [&](int64_t row, int64_t height) {
        float* const to = out + row * out_row + begin;
        tile_of(height, vectors)({
            packs_rows ? Strided{blocks + row * depth, 1, height} : w.rows_of.from(rows.begin + row, from),
            panel,
            depth,
            first ? nullptr : to,
            out_row,
            to,
            out_row,
            count,
            last && p.bias != nullptr ? p.bias + column : nullptr,
            last && p.relu,
        });
      });
    });
  }
  if (!w.out_transposed) return;
  for (int64_t column = 0; column < columns.size(); column++) {
    float* const to = given + (columns.begin + column) * p.n + rows.begin;
    for (int64_t row = 0; row < rows.size(); row++) to[row] = upright[row * width + column];
  }
}

}  // namespace
}  // namespace layerloom
