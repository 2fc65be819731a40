// One run of an operation: what TensorFlow gives and takes, by its C interface for kernels (tensorflow/c/kernels.h).
#pragma once
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/tf_tensor.h"

namespace layerloom {

/** What an operation was given besides tensors. */
struct Attributes {
  bool backwards = false;
  bool every_step = false;
  bool transposed_left = false;
  bool transposed_right = false;
  bool relu = false;
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
  std::vector<int64_t> shape(int index) {
    TF_Tensor* const tensor = input(index);
    std::vector<int64_t> sizes(tensor == nullptr ? 0 : TF_NumDims(tensor));
    for (size_t d = 0; d < sizes.size(); d++) sizes[d] = TF_Dim(tensor, d);
    return sizes;
  }
  /** An input that is one number; else the run fails. */
  float number(int index, const char* name) {
    const float* const at = floats(index, name, {});
    return at == nullptr ? 0 : *at;
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

// What the operations compute. The first input or attribute that does not fit is what they say.

void compute_lstm(Run& run, const Attributes& attributes);
void compute_lstm_gradient(Run& run, const Attributes& attributes);
void compute_gru(Run& run, const Attributes& attributes);
void compute_gru_gradient(Run& run, const Attributes& attributes);
void compute_adam(Run& run, const Attributes& attributes);
/**
 * As `compute_adam`, but into the memory of weight, momentum and velocity themselves. They must be what variables were read as, which
 * lies in the memory of the variable, and nothing else may still need them.
 */
void apply_adam(Run& run, const Attributes& attributes);
void compute_matrix_product(Run& run, const Attributes& attributes);
/** Sums over the leading dimensions, as the gradient of every bias is. */
void compute_column_sums(Run& run, const Attributes& attributes);
void compute_batch_normalization(Run& run, const Attributes& attributes);
void compute_batch_normalization_gradient(Run& run, const Attributes& attributes);

}  // namespace layerloom
