import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from './gpu-backend.ts';

/** What a number of a tensor is on the GPU; a `bool` is an i32. */
type Element = 'f32' | 'i32';

/** A program of ours for the GPU, which is run for each number from 0 on, all at once. */
export interface Shader<Tensor extends string = string, Number extends string = string> {
  /** Names it in errors. */
  readonly name: string;
  readonly reads: Readonly<Partial<Record<Tensor, Element>>>;
  /** What it writes, and may read what earlier runs wrote. */
  readonly writes: Readonly<Partial<Record<Tensor, Element>>>;
  /** Whole numbers it is given, as `given.NAME`. */
  readonly numbers: readonly Number[];
  /** WGSL with a function `compute(index: i32)`. */
  readonly code: string;
}

/** Declares a program. At most eight tensors: more than that not every adapter takes. */
export function defineShader<Tensor extends string, const Number extends string>(
  shader: Shader<Tensor, Number>,
): Shader<Tensor, Number> {
  const tensors = Object.keys(shader.reads).length + Object.keys(shader.writes).length;
  if (tensors > 8) throw new Error(`${shader.name} takes at most 8 tensors. Received: ${tensors}`);
  return shader;
}

const workgroupSize = 64;

/** How far apart the numbers of two runs lie, in bytes: what every adapter takes as an offset. */
const numbersStride = 256;

/** So many runs are submitted at once, as no driver should be kept busy for seconds by one submission. */
const runsOfASubmission = 64;

/** The whole source of a program. */
export function sourceOf({ reads, writes, numbers, code }: Shader): string {
  const tensors = [
    ...Object.entries(reads).map(([name, element]) => ['read', name, element]),
    ...Object.entries(writes).map(([name, element]) => ['read_write', name, element]),
  ];
  return `
struct Given { count: i32, ${numbers.map((name) => `${name}: i32, `).join('')}}
${tensors.map(([access, name, element], at) => `@group(0) @binding(${at}) var<storage, ${access}> ${name}: array<${element}>;`).join('\n')}
@group(0) @binding(${tensors.length}) var<uniform> given: Given;
${code}
@compute @workgroup_size(${workgroupSize})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
  let index = i32((group.y * groups.x + group.x) * ${workgroupSize}u + local);
  if (index < given.count) { compute(index); }
}`;
}

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Runs programs of ours on a backend, in order with those of the package. */
export interface ShaderRunner {
  /**
   * Runs a program for the numbers below `count`, once for each set of numbers it is given, one after the other: a run sees what those
   * before it wrote. Tensors are on the device afterwards.
   */
  run<Tensor extends string, Number extends string>(
    shader: Shader<Tensor, Number>,
    count: number,
    tensors: Readonly<Record<Tensor, TensorInfo>>,
    ...numbers: readonly Readonly<Record<Number, number>>[]
  ): void;
}

/** The runner of a backend; programs are compiled when they are first run. */
export function createShaderRunner(backend: GpuBackend): ShaderRunner {
  const { device, bufferManager } = backend;
  const compiled = new Map<Shader, Compiled>();

  function compile(shader: Shader): Compiled {
    const kinds: GPUBufferBindingType[] = [
      ...Object.keys(shader.reads).map((): GPUBufferBindingType => 'read-only-storage'),
      ...Object.keys(shader.writes).map((): GPUBufferBindingType => 'storage'),
    ];
    const visibility = GPUShaderStage.COMPUTE;
    const layout = device.createBindGroupLayout({
      label: shader.name,
      entries: [
        ...kinds.map((type, binding) => ({ binding, visibility, buffer: { type } })),
        { binding: kinds.length, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } },
      ],
    });
    const module = device.createShaderModule({ label: shader.name, code: sourceOf(shader) });
    const pipeline = device.createComputePipeline({
      label: shader.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
    return { pipeline, layout };
  }

  /** A buffer with the numbers of each run, which goes back when its commands are submitted. */
  function numbersBuffer(shader: Shader, count: number, runs: readonly Readonly<Record<string, number>>[]): GPUBuffer {
    const size = runs.length * numbersStride;
    const values = new Int32Array(size / 4);
    runs.forEach((run, at) => {
      values.set([count, ...shader.numbers.map((name) => run[name]!)], (at * numbersStride) / 4);
    });
    const buffer = bufferManager.acquireBuffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM);
    backend.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }

  return {
    run(typed, count, given, ...numbers) {
      const shader = typed as Shader;
      const tensors = given as Readonly<Record<string, TensorInfo>>;
      if (count === 0) return;
      const program = compiled.get(shader) ?? compile(shader);
      compiled.set(shader, program);
      const infos = [...Object.keys(shader.reads), ...Object.keys(shader.writes)].map((name) => tensors[name]!);
      for (const { dataId } of infos) backend.uploadToGPU(dataId);
      const runs = numbers.length > 0 ? numbers : [{}];
      const buffer = numbersBuffer(shader, count, runs);
      const size = (1 + shader.numbers.length) * 4;
      const bindGroup = device.createBindGroup({
        label: shader.name,
        layout: program.layout,
        entries: [
          ...infos.map(({ dataId }, binding) => ({ binding, resource: { buffer: bufferOf(backend, dataId) } })),
          { binding: infos.length, resource: { buffer, size } },
        ],
      });
      const groups = Math.ceil(count / workgroupSize);
      const across = Math.min(groups, device.limits.maxComputeWorkgroupsPerDimension);
      const { commands } = backend;
      const submitFrom = (limit: number) => {
        if (commands.dispatchCountInPass < limit) return;
        backend.endComputePassEncoder();
        backend.submitQueue();
      };
      runs.forEach((_, at) => {
        submitFrom(runsOfASubmission);
        backend.ensureCommandEncoderReady();
        commands.computePassEncoder ??= commands.commandEncoder!.beginComputePass();
        for (const { dataId } of infos) commands.commandQueueOwnedIds.add(dataId);
        commands.computePassEncoder.setPipeline(program.pipeline);
        commands.computePassEncoder.setBindGroup(0, bindGroup, [at * numbersStride]);
        commands.computePassEncoder.dispatchWorkgroups(across, Math.ceil(groups / across));
        commands.dispatchCountInPass++;
      });
      commands.uniformPendingDisposal.push(buffer);
      submitFrom(deferredRuns);
    },
  };
}

/** So many runs are gathered by the package before it submits them (its flag `WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE`). */
const deferredRuns = 15;

function bufferOf({ tensorMap }: GpuBackend, dataId: object): GPUBuffer {
  return tensorMap.get(dataId).resource as GPUBuffer;
}
