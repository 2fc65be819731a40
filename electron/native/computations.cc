// What the operations compute, from and into TensorFlow's tensors.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "loops.h"
#include "run.h"
#include "threads.h"

namespace layerloom {
namespace {

/** The sizes of a layer, from what it is given first. */
Sequence sequence_of(Run& run, const Attributes& attributes, int gates) {
  Sequence s{0, 0, 0, attributes.backwards, attributes.every_step, nullptr};
  TF_Tensor* const projected = run.input(0, "projected", 3);
  TF_Tensor* const kernel = run.input(1, "recurrent_kernel", 2);
  if (!run.sound()) return s;
  s.rows = TF_Dim(projected, 0);
  s.time = TF_Dim(projected, 1);
  s.units = TF_Dim(kernel, 0);
  if (TF_Dim(projected, 2) != gates * s.units || TF_Dim(kernel, 1) != gates * s.units)
    run.fail("projected and recurrent_kernel need " + std::to_string(gates) + " gates of " + std::to_string(s.units) +
             " units. Received: " + std::to_string(TF_Dim(projected, 2)) + " and " + std::to_string(TF_Dim(kernel, 1)) + ".");
  if (run.sound() && (s.time < 1 || s.units < 1)) run.fail("a recurrent layer needs at least one step and one unit.");
  return s;
}

std::vector<int64_t> output_shape(const Sequence& s) {
  return s.every_step ? std::vector<int64_t>{s.rows, s.time, s.units} : std::vector<int64_t>{s.rows, s.units};
}

/** Goes over the rows of a batch: each thread gets a few blocks, not so many rows that they leave its near cache. */
template <class Way>
void go_over_rows(const Way& way, int64_t width, void (*loop)(const Way&, int64_t begin, int64_t end)) {
  const Sequence& s = way.sequence;
  const int64_t least = 6, most = 36, work = s.rows * s.time * s.units * width;
  const int64_t sharing = threads_for(work);
  const int64_t size = sharing == 1 ? s.rows : std::min(most, std::max(least, (s.rows + sharing - 1) / sharing));
  const int64_t items = size == 0 ? 0 : (s.rows + size - 1) / size;
  share(items, work, [&](int64_t item) { loop(way, s.rows * item / items, s.rows * (item + 1) / items); });
}

float* packed(Run& run, const float* kernel, int64_t k, int64_t n, bool transposed) {
  float* const to = run.temporary(loops().packed_size(k, n));
  if (to != nullptr) loops().pack(kernel, k, n, transposed, to);
  return to;
}

/** Adds up parts that lie one after the other, in their order. */
void add_up(const float* parts, int64_t count, int64_t length, float* to) {
  std::copy_n(parts, length, to);
  for (int64_t part = 1; part < count; part++)
    for (int64_t i = 0; i < length; i++) to[i] += parts[part * length + i];
}

/** Numbers that are read take as long as so many multiply-adds of those that are in a near cache. */
constexpr int64_t kReading = 8;

/** In how many parts a matrix is gone over where each gives sums of its own: as many as it is large, whatever the number of threads. */
int64_t parts_of(int64_t rows, int64_t columns) {
  const int64_t part = 1 << 16, most = 64;
  return std::max<int64_t>(1, std::min({most, rows, rows * columns / part}));
}

/** Computes a product, whose `out` and `sums` are set. */
void give_product(Run& run, Product product) {
  if (product.m * product.n == 0) return;
  const ProductPlan plan = loops().plan_product(product);
  const int64_t work = product.m * product.k * product.n, size = product.m * product.n;
  float *const out = product.out, *const sums = product.sums;
  float* const packed = plan.packed_size == 0 ? nullptr : run.temporary(plan.packed_size);
  if (plan.parts > 1) {
    product.out = run.temporary(plan.parts * size);
    if (sums != nullptr) product.sums = run.temporary(plan.parts * product.n);
  }
  if (!run.sound()) return;
  share(plan.pack_items, work, [&](int64_t item) { loops().pack_for_product(product, packed, item); });
  share(plan.items, work, [&](int64_t item) { loops().compute_product(product, packed, item); });
  if (plan.parts == 1) return;
  add_up(product.out, plan.parts, size, out);
  if (sums != nullptr) add_up(product.sums, plan.parts, product.n, sums);
}

/** The gradient of the recurrent kernel, and of the bias where there is one: over all steps, the state before each times what it got. */
void give_kernel_gradient(Run& run, const Sequence& s, int64_t width, const float* hidden, const float* d_products,
                          float* d_kernel, float* d_bias) {
  give_product(run, {hidden, d_products, true, false, s.units, s.rows * s.time, width, d_kernel, nullptr, false, d_bias});
}

const uint8_t* mask_of(Run& run, const Sequence& s, int index) {
  if (run.inputs() <= index) return nullptr;
  return static_cast<const uint8_t*>(run.numbers(index, "mask", {s.rows, s.time}));
}

}  // namespace

void compute_lstm(Run& run, const Attributes& attributes) {
  Sequence s = sequence_of(run, attributes, 4);
  const int64_t width = 4 * s.units;
  const float* const projected = run.floats(0, "projected", {s.rows, s.time, width});
  const float* const kernel = run.floats(1, "recurrent_kernel", {s.units, width});
  s.mask = mask_of(run, s, 2);
  float* const output = run.output(0, output_shape(s));
  float* const hidden = run.output(1, {s.rows, s.time, s.units});
  float* const cell = run.output(2, {s.rows, s.time, 2 * s.units});
  float* const gates = run.output(3, {s.rows, s.time, width});
  if (!run.sound()) return;
  const Forward forward{s, projected, packed(run, kernel, s.units, width, false), nullptr, output, hidden, cell, gates};
  if (run.sound()) go_over_rows(forward, width, loops().lstm_forward);
}

void compute_lstm_gradient(Run& run, const Attributes& attributes) {
  Sequence s = sequence_of(run, attributes, 4);
  const int64_t width = 4 * s.units;
  const float* const kernel = run.floats(1, "recurrent_kernel", {s.units, width});
  const float* const hidden = run.floats(2, "hidden", {s.rows, s.time, s.units});
  const float* const cell = run.floats(3, "cell", {s.rows, s.time, 2 * s.units});
  const float* const gates = run.floats(4, "gates", {s.rows, s.time, width});
  const float* const d_output = run.floats(5, "d_output", output_shape(s));
  s.mask = mask_of(run, s, 6);
  float* const d_projected = run.output(0, {s.rows, s.time, width});
  float* const d_kernel = run.output(1, {s.units, width});
  if (!run.sound()) return;
  const Backward backward{s, hidden, cell, gates, packed(run, kernel, width, s.units, true), d_output, d_projected, nullptr};
  if (!run.sound()) return;
  go_over_rows(backward, width, loops().lstm_backward);
  give_kernel_gradient(run, s, width, hidden, d_projected, d_kernel, nullptr);
}

void compute_gru(Run& run, const Attributes& attributes) {
  Sequence s = sequence_of(run, attributes, 3);
  const int64_t width = 3 * s.units;
  const float* const projected = run.floats(0, "projected", {s.rows, s.time, width});
  const float* const kernel = run.floats(1, "recurrent_kernel", {s.units, width});
  const float* const bias = run.floats(2, "recurrent_bias", {width});
  s.mask = mask_of(run, s, 3);
  float* const output = run.output(0, output_shape(s));
  float* const hidden = run.output(1, {s.rows, s.time, s.units});
  float* const gates = run.output(2, {s.rows, s.time, 4 * s.units});
  if (!run.sound()) return;
  const Forward forward{s, projected, packed(run, kernel, s.units, width, false), bias, output, hidden, nullptr, gates};
  if (run.sound()) go_over_rows(forward, width, loops().gru_forward);
}

void compute_gru_gradient(Run& run, const Attributes& attributes) {
  Sequence s = sequence_of(run, attributes, 3);
  const int64_t width = 3 * s.units;
  const float* const kernel = run.floats(1, "recurrent_kernel", {s.units, width});
  const float* const hidden = run.floats(2, "hidden", {s.rows, s.time, s.units});
  const float* const gates = run.floats(3, "gates", {s.rows, s.time, 4 * s.units});
  const float* const d_output = run.floats(4, "d_output", output_shape(s));
  s.mask = mask_of(run, s, 5);
  float* const d_projected = run.output(0, {s.rows, s.time, width});
  float* const d_kernel = run.output(1, {s.units, width});
  float* const d_bias = run.output(2, {width});
  float* const d_inner = run.temporary(s.rows * s.time * width);
  if (!run.sound()) return;
  const Backward backward{s, hidden, nullptr, gates, packed(run, kernel, width, s.units, true), d_output, d_projected, d_inner};
  if (!run.sound()) return;
  go_over_rows(backward, width, loops().gru_backward);
  give_kernel_gradient(run, s, width, hidden, d_inner, d_kernel, d_bias);
}

void compute_column_sums(Run& run, const Attributes& attributes) {
  TF_Tensor* const input = run.input(0);
  if (!run.sound()) return;
  const int dimensions = TF_NumDims(input);
  if (attributes.axes < 1 || attributes.axes > dimensions)
    return run.fail("axes needs a number from 1 to " + std::to_string(dimensions) +
                    ". Received: " + std::to_string(attributes.axes) + ".");
  ColumnSums sums{static_cast<const float*>(TF_TensorData(input)), 1, 1, nullptr, 1};
  std::vector<int64_t> kept;
  for (int d = 0; d < dimensions; d++) {
    const int64_t size = TF_Dim(input, d);
    (d < attributes.axes ? sums.rows : sums.columns) *= size;
    if (d >= attributes.axes) kept.push_back(size);
  }
  float* const output = run.output(0, kept);
  if (!run.sound() || sums.columns == 0) return;
  sums.parts = parts_of(sums.rows, sums.columns);
  sums.out = sums.parts == 1 ? output : run.temporary(sums.parts * sums.columns);
  if (!run.sound()) return;
  share(sums.parts, kReading * sums.rows * sums.columns, [&](int64_t each) { loops().column_sums(sums, each); });
  if (sums.parts > 1) add_up(sums.out, sums.parts, sums.columns, output);
}

void compute_matrix_product(Run& run, const Attributes& attributes) {
  TF_Tensor* const a = run.input(0, "a", 2);
  TF_Tensor* const b = run.input(1, "b", 2);
  if (!run.sound()) return;
  const bool turned_a = attributes.transposed_left, turned_b = attributes.transposed_right;
  const int64_t m = TF_Dim(a, turned_a ? 1 : 0), k = TF_Dim(a, turned_a ? 0 : 1), n = TF_Dim(b, turned_b ? 0 : 1);
  if (TF_Dim(b, turned_b ? 1 : 0) != k)
    return run.fail("a and b need as many numbers to multiply and add. Received: " + std::to_string(k) + " and " +
                    std::to_string(TF_Dim(b, turned_b ? 1 : 0)) + ".");
  const bool has_bias = run.inputs() > 2;
  if (turned_b && (has_bias || attributes.relu))
    return run.fail("a transposed b goes without bias and relu. Received: " +
                    std::string(has_bias ? "a bias." : "relu."));
  const float* const bias = has_bias ? run.floats(2, "bias", {n}) : nullptr;
  float* const out = run.output(0, {m, n});
  if (!run.sound()) return;
  const auto numbers = [](TF_Tensor* tensor) { return static_cast<const float*>(TF_TensorData(tensor)); };
  give_product(run, {numbers(a), numbers(b), turned_a, turned_b, m, k, n, out, bias, attributes.relu});
}

namespace {

/** Weight, gradient, momentum and velocity, of one shape, and what all weights share. What is new is for the caller to set. */
Adam adam_of(Run& run, const std::vector<int64_t>& shape) {
  return {run.floats(0, "weight", shape),   run.floats(1, "gradient", shape), run.floats(2, "momentum", shape),
          run.floats(3, "velocity", shape), run.number(4, "step_size"),       run.number(5, "fresh_mean"),
          run.number(6, "fresh_squares"),   run.number(7, "epsilon"),         nullptr,
          nullptr,                          nullptr};
}

void give_adam(const Adam& adam, const std::vector<int64_t>& shape) {
  int64_t size = 1;
  for (int64_t dimension : shape) size *= dimension;
  const int64_t part = 1 << 14, items = (size + part - 1) / part;
  // Numbers are read, divided by a root and written.
  share(items, 32 * size, [&](int64_t item) { loops().adam(adam, item * part, std::min(size, (item + 1) * part)); });
}

}  // namespace

void compute_adam(Run& run, const Attributes&) {
  const std::vector<int64_t> shape = run.shape(0);
  Adam adam = adam_of(run, shape);
  adam.new_weight = run.output(0, shape);
  adam.new_momentum = run.output(1, shape);
  adam.new_velocity = run.output(2, shape);
  if (run.sound()) give_adam(adam, shape);
}

void apply_adam(Run& run, const Attributes&) {
  const std::vector<int64_t> shape = run.shape(0);
  Adam adam = adam_of(run, shape);
  float* const done = run.output(0, {});
  if (!run.sound()) return;
  adam.new_weight = const_cast<float*>(adam.weight);
  adam.new_momentum = const_cast<float*>(adam.momentum);
  adam.new_velocity = const_cast<float*>(adam.velocity);
  give_adam(adam, shape);
  *done = 1;
}

namespace {

/**
 * Numbers by channel, as a matrix. Where channels are few, several rows of them stand beside each other in one, so that a row fills
 * vectors: column c is channel c modulo their number.
 */
struct Channels {
  std::vector<int64_t> shape;
  int64_t channels = 0, rows = 0, columns = 0;

  int64_t size() const { return rows * columns; }
  double each() const { return static_cast<double>(size()) / channels; }
  int64_t parts() const { return parts_of(rows, columns); }
  int64_t rows_of(int64_t part) const { return rows * (part + 1) / parts() - rows * part / parts(); }
};

Channels channels_of(Run& run, int index) {
  Channels c{run.shape(index)};
  if (!run.sound()) return c;
  if (c.shape.size() < 2 || c.shape.back() < 1) {
    run.fail("x needs two dimensions or more, and a channel. Received: " + std::to_string(c.shape.size()) + " dimensions.");
    return c;
  }
  c.channels = c.columns = c.shape.back();
  c.rows = 1;
  for (size_t d = 0; d + 1 < c.shape.size(); d++) c.rows *= c.shape[d];
  const int64_t wide = 128;
  while (c.rows > 0 && c.rows % 2 == 0 && 2 * c.columns <= wide) {
    c.rows /= 2;
    c.columns *= 2;
  }
  return c;
}

/** Goes over the rows of a matrix, which are independent of each other. */
template <class Way>
void go_over_channels(const Way& way, const Channels& c, void (*loop)(const Way&, int64_t begin, int64_t end)) {
  const int64_t numbers = 1 << 14, size = std::max<int64_t>(1, numbers / c.columns), items = (c.rows + size - 1) / size;
  share(items, kReading * c.size(), [&](int64_t item) { loop(way, item * size, std::min(c.rows, (item + 1) * size)); });
}

}  // namespace

void compute_batch_normalization(Run& run, const Attributes&) {
  const Channels c = channels_of(run, 0);
  const float* const x = run.floats(0, "x", c.shape);
  const float* const gamma = run.floats(1, "gamma", {c.channels});
  const float* const beta = run.floats(2, "beta", {c.channels});
  const float epsilon = run.number(3, "epsilon");
  float* const y = run.output(0, c.shape);
  float* const mean = run.output(1, {c.channels});
  float* const variance = run.output(2, {c.channels});
  const int64_t parts = run.sound() ? c.parts() : 0;
  float* const partial = run.temporary(2 * parts * c.columns);
  float* const spread_out = run.temporary(3 * c.columns);
  if (!run.sound()) return;
  const BatchMoments moments{x, c.rows, c.columns, partial, partial + parts * c.columns, parts};
  share(parts, kReading * c.size(), [&](int64_t part) { loops().batch_moments(moments, part); });
  float *const means = spread_out, *const factors = means + c.columns, *const shifts = factors + c.columns;
  for (int64_t channel = 0; channel < c.channels; channel++) {
    double count = 0, middle = 0, squares = 0;
    for (int64_t part = 0; part < parts; part++) {
      const double more = c.rows_of(part);
      for (int64_t at = part * c.columns + channel; more > 0 && at < (part + 1) * c.columns; at += c.channels) {
        const double apart = moments.means[at] - middle, share = more / (count + more);
        middle += apart * share;
        squares += moments.squares[at] + apart * apart * share * count;
        count += more;
      }
    }
    mean[channel] = middle;
    variance[channel] = count > 0 ? squares / count : 0;
    for (int64_t at = channel; at < c.columns; at += c.channels) {
      means[at] = mean[channel];
      factors[at] = gamma[channel] / std::sqrt(variance[channel] + epsilon);
      shifts[at] = beta[channel];
    }
  }
  go_over_channels(BatchNormalization{x, c.columns, means, factors, shifts, y}, c, loops().normalize_rows);
}

void compute_batch_normalization_gradient(Run& run, const Attributes&) {
  const Channels c = channels_of(run, 0);
  const float* const x = run.floats(0, "x", c.shape);
  const float* const gamma = run.floats(1, "gamma", {c.channels});
  const float* const mean = run.floats(2, "mean", {c.channels});
  const float* const variance = run.floats(3, "variance", {c.channels});
  const float* const dy = run.floats(4, "dy", c.shape);
  const float epsilon = run.number(5, "epsilon");
  float* const dx = run.output(0, c.shape);
  float* const d_gamma = run.output(1, {c.channels});
  float* const d_beta = run.output(2, {c.channels});
  const int64_t parts = run.sound() ? c.parts() : 0;
  float* const partial = run.temporary(2 * parts * c.columns);
  float* const spread_out = run.temporary(4 * c.columns);
  if (!run.sound()) return;
  float *const means = spread_out, *const factors = means + c.columns;
  float *const shifts = factors + c.columns, *const tilts = shifts + c.columns;
  for (int64_t at = 0; at < c.columns; at++) means[at] = mean[at % c.channels];
  const BatchSlopes slopes{x,     dy,      c.rows, c.columns, means, partial, partial + parts * c.columns,
                           parts, factors, shifts, tilts,     dx};
  share(parts, 2 * kReading * c.size(), [&](int64_t part) { loops().batch_slopes(slopes, part); });
  for (int64_t channel = 0; channel < c.channels; channel++) {
    double sum = 0, product = 0;
    for (int64_t at = channel; at < parts * c.columns; at += c.channels) {
      sum += slopes.sums[at];
      product += slopes.products[at];
    }
    const double inverse = 1 / std::sqrt(static_cast<double>(variance[channel]) + epsilon);
    d_beta[channel] = sum;
    d_gamma[channel] = product * inverse;
    for (int64_t at = channel; at < c.columns; at += c.channels) {
      factors[at] = gamma[channel] * inverse;
      shifts[at] = sum / c.each();
      tilts[at] = product * inverse * inverse / c.each();
    }
  }
  go_over_channels(slopes, c, loops().slope_rows);
}

}  // namespace layerloom
