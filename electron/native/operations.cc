// Operations that an engine pack adds to TensorFlow, by its C interface for kernels (tensorflow/c/ops.h, kernels.h), and the functions
// of this library for JavaScript. TensorFlow knows the operations as soon as the library is loaded.
#include <node_api.h>

#include <algorithm>
#include <string>
#include <vector>

#include "loops.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"
#include "threads.h"

namespace layerloom {
namespace {

/** What an operation was given besides tensors. */
struct Attributes {
  bool backwards = false;
  bool every_step = false;
  int32_t axes = 0;
};

/** One run of an operation: its inputs, and outputs that are made for it. The first thing that fails is what the operation says. */
class Run {
 public:
  explicit Run(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Run() {
    if (!sound()) TF_OpKernelContext_Failure(context_, status_);
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }
  Run(const Run&) = delete;

  bool sound() const { return TF_GetCode(status_) == TF_OK; }
  void fail(const std::string& words) {
    if (sound()) TF_SetStatus(status_, TF_INVALID_ARGUMENT, words.c_str());
  }
  int inputs() const { return TF_NumInputs(context_); }

  TF_Tensor* input(int index) {
    TF_Tensor* tensor = nullptr;
    if (!sound()) return nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    if (!sound()) return nullptr;
    tensors_.push_back(tensor);
    return tensor;
  }
  /** An input whose number of dimensions is known; else the run fails. */
  TF_Tensor* input(int index, const char* name, int dimensions) {
    TF_Tensor* const tensor = input(index);
    if (tensor == nullptr) return nullptr;
    if (TF_NumDims(tensor) != dimensions)
      fail(std::string(name) + " needs " + std::to_string(dimensions) +
           " dimensions. Received: " + std::to_string(TF_NumDims(tensor)) + ".");
    return tensor;
  }
  /** An input of this shape; else the run fails. */
  const float* floats(int index, const char* name, const std::vector<int64_t>& shape) {
    return static_cast<const float*>(numbers(index, name, shape));
  }
  const void* numbers(int index, const char* name, const std::vector<int64_t>& shape) {
    TF_Tensor* const tensor = input(index, name, static_cast<int>(shape.size()));
    for (size_t d = 0; sound() && d < shape.size(); d++) {
      if (TF_Dim(tensor, d) != shape[d])
        fail(std::string(name) + " needs " + std::to_string(shape[d]) + " in dimension " + std::to_string(d) +
             ". Received: " + std::to_string(TF_Dim(tensor, d)) + ".");
    }
    return sound() ? TF_TensorData(tensor) : nullptr;
  }
  float* output(int index, const std::vector<int64_t>& shape) {
    if (!sound()) return nullptr;
    return kept(TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), shape.size(), bytes(shape), status_));
  }
  /** Memory for the run alone. */
  float* temporary(int64_t size) {
    if (!sound()) return nullptr;
    TF_AllocatorAttributes attributes{TF_ALLOCATOR_ATTRIBUTES_STRUCT_SIZE, 1};
    return kept(TF_AllocateTemp(context_, TF_FLOAT, &size, 1, &attributes, status_));
  }

 private:
  static size_t bytes(const std::vector<int64_t>& shape) {
    size_t size = sizeof(float);
    for (int64_t dimension : shape) size *= dimension;
    return size;
  }
  float* kept(TF_Tensor* tensor) {
    if (tensor == nullptr) return nullptr;
    tensors_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }

  TF_OpKernelContext* const context_;
  TF_Status* const status_;
  std::vector<TF_Tensor*> tensors_;
};

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

/** So many multiply-adds of an operation pay for waking a thread: they take some 20 microseconds, as that does. */
constexpr int64_t kWorthSharing = 1000000;

/** Shares the rows of a batch: each thread gets a few blocks, not so many rows that they leave its near cache. */
template <class Compute>
void share_rows(const Sequence& s, int64_t width, Compute compute) {
  const int64_t least = 6, most = 36;
  const int sharing = s.rows * s.time * s.units * width < kWorthSharing ? 1 : threads();
  const int64_t size = std::min(most, std::max(least, (s.rows + sharing - 1) / sharing));
  const int64_t items = (s.rows + size - 1) / size;
  share(sharing == 1 ? 1 : items, [&](int64_t item) {
    if (sharing == 1) return compute(0, s.rows);
    compute(s.rows * item / items, s.rows * (item + 1) / items);
  });
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

/** The gradient of the recurrent kernel, and of the bias where there is one: over all steps, the state before each times what it got. */
void give_kernel_gradient(Run& run, const Sequence& s, int64_t width, const float* hidden, const float* d_products,
                          float* d_kernel, float* d_bias) {
  Outer product{hidden, d_products, s.rows * s.time, s.units, width, d_kernel, d_bias};
  if (product.k == 0) {
    std::fill_n(d_kernel, s.units * width, 0.0f);
    if (d_bias != nullptr) std::fill_n(d_bias, width, 0.0f);
    return;
  }
  // Whoever computed them.
  const int64_t parts = loops().outer_parts(product), size = s.units * width;
  if (parts > 1) {
    product.out = run.temporary(parts * size);
    if (d_bias != nullptr) product.sums = run.temporary(parts * width);
    if (!run.sound()) return;
  }
  const int64_t items = loops().outer_items(product);
  if (product.k * size < kWorthSharing) {
    for (int64_t item = 0; item < items; item++) loops().outer(product, item);
  } else {
    share(items, [&](int64_t item) { loops().outer(product, item); });
  }
  if (parts == 1) return;
  add_up(product.out, parts, size, d_kernel);
  if (d_bias != nullptr) add_up(product.sums, parts, width, d_bias);
}

const uint8_t* mask_of(Run& run, const Sequence& s, int index) {
  if (run.inputs() <= index) return nullptr;
  return static_cast<const uint8_t*>(run.numbers(index, "mask", {s.rows, s.time}));
}

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

/** Sums over the leading dimensions, as the gradient of every bias is. */
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
  share(sums.parts, [&](int64_t each) { loops().column_sums(sums, each); });
  if (sums.parts > 1) add_up(sums.out, sums.parts, sums.columns, output);
}

// --- How TensorFlow learns of them ------------------------------------------------------------------------------------------------

/** Shapes are checked when an operation runs. */
void unknown_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

/** A gradient has the shape of what it is the gradient of: `projected` and the kernel, which come first. */
void gradient_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  unknown_shapes(context, status);
  TF_ShapeHandle* const shape = TF_NewShapeHandle();
  for (int index = 0; index < 2 && TF_GetCode(status) == TF_OK; index++) {
    TF_ShapeInferenceContextGetInput(context, index, shape, status);
    if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, index, shape, status);
  }
  TF_DeleteShapeHandle(shape);
}

void* make_attributes(TF_OpKernelConstruction* construction) {
  Attributes* const attributes = new Attributes;
  TF_Status* const status = TF_NewStatus();
  const auto has = [&](const char* name) {
    return TF_GetCode(status) == TF_OK && TF_OpKernelConstruction_HasAttr(construction, name, status);
  };
  const auto read = [&](const char* name, bool* to) {
    TF_Bool value = 0;
    if (has(name)) TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
    *to = value != 0;
  };
  read("go_backwards", &attributes->backwards);
  read("return_sequences", &attributes->every_step);
  if (has("axes")) TF_OpKernelConstruction_GetAttrInt32(construction, "axes", &attributes->axes, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return attributes;
}

void delete_attributes(void* attributes) { delete static_cast<Attributes*>(attributes); }

template <void (*compute)(Run&, const Attributes&)>
void compute_operation(void* attributes, TF_OpKernelContext* context) {
  Run run(context);
  compute(run, *static_cast<const Attributes*>(attributes));
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs, attributes;
  void (*shapes)(TF_ShapeInferenceContext*, TF_Status*);
  void (*compute)(void*, TF_OpKernelContext*);
};

/** Tells TensorFlow of an operation on the processor. Answers what went wrong, or nothing. */
std::string register_operation(const Operation& operation) {
  TF_OpDefinitionBuilder* const definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  for (const char* attribute : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, operation.shapes);
  TF_Status* const status = TF_NewStatus();
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* const kernel =
        TF_NewKernelBuilder(operation.name, "CPU", make_attributes, operation.compute, delete_attributes);
    TF_RegisterKernelBuilder(operation.name, kernel, status);
  }
  const std::string words = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  return words;
}

std::string register_all() {
  // At most one mask: [batch, time].
  const char* const mask = "mask: masks * bool";
  const std::vector<const char*> recurrent = {"masks: int >= 0", "go_backwards: bool", "return_sequences: bool"};
  const std::vector<Operation> operations = {
      {"LoomLstm",
       {"projected: float", "recurrent_kernel: float", mask},
       {"output: float", "hidden: float", "cell: float", "gates: float"},
       recurrent,
       unknown_shapes,
       compute_operation<compute_lstm>},
      {"LoomLstmGrad",
       {"projected: float", "recurrent_kernel: float", "hidden: float", "cell: float", "gates: float", "d_output: float",
        mask},
       {"d_projected: float", "d_recurrent_kernel: float"},
       recurrent,
       gradient_shapes,
       compute_operation<compute_lstm_gradient>},
      {"LoomGru",
       {"projected: float", "recurrent_kernel: float", "recurrent_bias: float", mask},
       {"output: float", "hidden: float", "gates: float"},
       recurrent,
       unknown_shapes,
       compute_operation<compute_gru>},
      {"LoomGruGrad",
       {"projected: float", "recurrent_kernel: float", "hidden: float", "gates: float", "d_output: float", mask},
       {"d_projected: float", "d_recurrent_kernel: float", "d_recurrent_bias: float"},
       recurrent,
       gradient_shapes,
       compute_operation<compute_gru_gradient>},
      {"LoomColumnSums",
       {"input: float"},
       {"output: float"},
       {"axes: int >= 1"},
       unknown_shapes,
       compute_operation<compute_column_sums>},
  };
  for (const Operation& operation : operations) {
    const std::string words = register_operation(operation);
    if (!words.empty()) return words;
  }
  return "";
}

// --- What JavaScript can ask --------------------------------------------------------------------------------------------------------

napi_value set_threads_from(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given;
  int32_t wanted = 0;
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  if (count < 1 || napi_get_value_int32(env, given, &wanted) != napi_ok || wanted < 1) {
    napi_throw_range_error(env, nullptr, "setThreads takes a number of threads from 1.");
    return nullptr;
  }
  set_threads(wanted);
  return nullptr;
}

napi_value set_instructions_from(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value given;
  char name[16] = "";
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  if (count < 1 || napi_get_value_string_utf8(env, given, name, sizeof name, &length) != napi_ok || !use_loops(name)) {
    const std::string words = std::string("This processor has no instructions of that name. Received: ") + name + ".";
    napi_throw_range_error(env, nullptr, words.c_str());
  }
  return nullptr;
}

napi_value initialize(napi_env env, napi_value exports) {
  // Once in a process: TensorFlow's lists are the process's.
  static const std::string words = register_all();
  if (!words.empty()) {
    napi_throw_error(env, nullptr, words.c_str());
    return nullptr;
  }
  const auto give = [&](const char* name, napi_callback function) {
    napi_value value;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
    napi_set_named_property(env, exports, name, value);
  };
  give("setThreads", set_threads_from);
  give("setInstructions", set_instructions_from);
  napi_value names, name;
  napi_create_array(env, &names);
  uint32_t place = 0;
  for (const Loops* each : usable_loops()) {
    napi_create_string_utf8(env, each->instructions, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, place++, name);
  }
  napi_set_named_property(env, exports, "instructions", names);
  return exports;
}

}  // namespace
}  // namespace layerloom

NAPI_MODULE(loom_operations, layerloom::initialize)
