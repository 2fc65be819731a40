// What the operations compute, on numbers in memory: no TensorFlow here.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace layerloom {

/** The sizes of a layer and how it goes over its sequences. */
struct Sequence {
  int64_t rows;
  int64_t time;
  int64_t units;
  bool backwards;
  /** The output is that of every step, in the order of computing: [rows, time, units]; else of the last: [rows, units]. */
  bool every_step;
  /** [rows, time]: a step whose number is 0 leaves the state as it was. Null where every step counts. */
  const uint8_t* mask;
};

/** Forwards. An LSTM has 4 gates in Keras's order (input, forget, cell, output), a GRU 3 (update, reset, candidate). */
struct Forward {
  Sequence sequence;
  /** [rows, time, gates * units]: the input times its kernel. */
  const float* projected;
  /** The recurrent kernel [units, gates * units], packed by `pack`. */
  const float* kernel;
  /** [gates * units] of a GRU, whose reset comes after the product; null for an LSTM. */
  const float* bias;
  float* output;
  /** [rows, time, units]: the state before each step, at the step's own time. */
  float* hidden;
  /** LSTM only, [rows, time, 2 * units]: the cell's state before each step, and the tanh of the one after it. */
  float* cell;
  /** [rows, time, 4 * units]: the gates as they stand; of a GRU update, reset, candidate and the candidate's part of the product. */
  float* gates;
};

/** Back, from what the way forward kept. */
struct Backward {
  Sequence sequence;
  const float* hidden;
  const float* cell;
  const float* gates;
  /** The transposed kernel [gates * units, units], packed by `pack`. */
  const float* transposed;
  /** As `output` of the way forward. */
  const float* d_output;
  /** [rows, time, gates * units]. */
  float* d_projected;
  /** GRU only, as `d_projected`: of the product with the state. */
  float* d_inner;
};

/**
 * `out[m, n] = sum over k of left[m, k] * right[k, n]`, all rows without gaps; a transposed factor lies there as [k, m] or [n, k]. With
 * bias [n], which is added to each row, and with negative numbers turned into 0, where they are wanted; not if out is transposed.
 */
struct Product {
  const float* left;
  const float* right;
  bool transposed_left, transposed_right;
  int64_t m, k, n;
  float* out;
  /** [n]: added to each row; or null. Not with a transposed right factor. */
  const float* bias = nullptr;
  /** Negative numbers become 0. Not with a transposed right factor. */
  bool relu = false;
  /** [n]: sums of `right` over k; or null. Not with a transposed right factor. */
  float* sums = nullptr;

  bool has_end() const { return bias != nullptr || relu; }
};

/** What a product takes. */
struct ProductPlan {
  int64_t items;
  /** Along k it is cut into so many parts: with several, `out` and `sums` have a place for each, to be added up. */
  int64_t parts;
  /** How many floats are packed before, and in how many items. */
  int64_t packed_size, pack_items;
};

/** One update of Adam, without corrections of its own: `step_size` has them. What is new may lie where the old is. */
struct Adam {
  const float *weight, *gradient, *momentum, *velocity;
  float step_size, fresh_mean, fresh_squares, epsilon;
  float *new_weight, *new_momentum, *new_velocity;
};

/** Sums of the columns of a matrix [rows, columns]. */
struct ColumnSums {
  const float* matrix;
  int64_t rows, columns;
  /** [parts, columns]: each part has the sums of some of the rows. */
  float* out;
  int64_t parts;
};

/** Means of the columns of a matrix [rows, columns], and sums of squared differences from them. */
struct BatchMoments {
  const float* x;
  int64_t rows, columns;
  /** [parts, columns] each: each part has those of some of the rows. */
  float *means, *squares;
  int64_t parts;
};

/** `(x - mean) * factor + shift`, each but x one number for each column. */
struct BatchNormalization {
  const float* x;
  int64_t columns;
  const float *means, *factors, *shifts;
  float* y;
};

/** The way back. First sums of dy, and of dy * (x - mean), in parts; then, with those, `factor * (dy - shift - (x - mean) * tilt)`. */
struct BatchSlopes {
  const float *x, *dy;
  int64_t rows, columns;
  const float* means;
  float *sums, *products;
  int64_t parts;
  const float *factors, *shifts, *tilts;
  float* dx;
};

/**
 * The loops for one set of instructions. Work is cut into items that write to places of their own, in an order of additions that does not
 * depend on how they are shared out: any number of threads gives the same numbers.
 */
struct Loops {
  const char* instructions;
  /** How many floats a packed matrix [k, n] takes. */
  int64_t (*packed_size)(int64_t k, int64_t n);
  /** Packs a matrix [k, n], or the transposed of [n, k], for products with it. */
  void (*pack)(const float* matrix, int64_t k, int64_t n, bool transposed, float* packed);
  void (*lstm_forward)(const Forward&, int64_t begin, int64_t end);
  void (*lstm_backward)(const Backward&, int64_t begin, int64_t end);
  void (*gru_forward)(const Forward&, int64_t begin, int64_t end);
  void (*gru_backward)(const Backward&, int64_t begin, int64_t end);
  ProductPlan (*plan_product)(const Product&);
  /** Packs one item of what is packed before; the product may begin when all are. */
  void (*pack_for_product)(const Product&, float* packed, int64_t item);
  void (*compute_product)(const Product&, const float* packed, int64_t item);
  void (*column_sums)(const ColumnSums&, int64_t part);
  void (*adam)(const Adam&, int64_t begin, int64_t end);
  void (*batch_moments)(const BatchMoments&, int64_t part);
  void (*normalize_rows)(const BatchNormalization&, int64_t begin, int64_t end);
  void (*batch_slopes)(const BatchSlopes&, int64_t part);
  void (*slope_rows)(const BatchSlopes&, int64_t begin, int64_t end);
};

/** Those in use: of the sets that this processor has, the one with the widest vectors. */
const Loops& loops();

/** All that this processor can run, widest vectors first. */
std::vector<const Loops*> usable_loops();

/** Uses another of them from now on, as tests do. Answers whether there is one of that name. */
bool use_loops(const std::string& instructions);

}  // namespace layerloom
