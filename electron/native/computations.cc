// What the operations compute, from and into TensorFlow's tensors.
#include <algorithm>
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

/** Shares the rows of a batch: each thread gets a few blocks, not so many rows that they leave its near cache. */
template <class Compute>
void share_rows(const Sequence& s, int64_t width, Compute compute) {
  const int64_t least = 6, most = 36, work = s.rows * s.time * s.units * width;
  const int64_t sharing = threads_for(work);
  const int64_t size = sharing == 1 ? s.rows : std::min(most, std::max(least, (s.rows + sharing - 1) / sharing));
  const int64_t items = size == 0 ? 0 : (s.rows + size - 1) / size;
  share(items, work, [&](int64_t item) { compute(s.rows * item / items, s.rows * (item + 1) / items); });
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
  if (run.sound()) share_rows(s, width, [&](int64_t begin, int64_t end) { loops().lstm_forward(forward, begin, end); });
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
  share_rows(s, width, [&](int64_t begin, int64_t end) { loops().lstm_backward(backward, begin, end); });
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
  if (run.sound()) share_rows(s, width, [&](int64_t begin, int64_t end) { loops().gru_forward(forward, begin, end); });
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
  share_rows(s, width, [&](int64_t begin, int64_t end) { loops().gru_backward(backward, begin, end); });
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
  // As many parts as the matrix is large, whatever the number of threads.
  const int64_t part = 1 << 16, most = 64;
  sums.parts = std::max<int64_t>(1, std::min({most, sums.rows, sums.rows * sums.columns / part}));
  sums.out = sums.parts == 1 ? output : run.temporary(sums.parts * sums.columns);
  if (!run.sound()) return;
  // Numbers that are read take longer than those that are in a near cache.
  share(sums.parts, 8 * sums.rows * sums.columns, [&](int64_t each) { loops().column_sums(sums, each); });
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

}  // namespace layerloom
