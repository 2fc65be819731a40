import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DataId } from '@tensorflow/tfjs-core/dist/tensor_info';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { type DeviceWatch, watchDevice } from './watch-device.ts';

type Numbers = Awaited<ReturnType<WebGPUBackend['read']>>;

/** What the package's backend keeps to itself, and programs of ours have to join in with. */
export interface CommandState {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Tensors that commands not yet submitted use: their memory is kept until then. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  readonly uniformPendingDisposal: GPUBuffer[];
}

/** The package's backend on a device of ours. What goes wrong on the GPU is thrown, by the call that it went wrong in where it can be told. */
export class GpuBackend extends WebGPUBackend {
  readonly #watch: DeviceWatch;

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.#watch = watchDevice(device);
  }

  /** The package's own state; see `CommandState`. */
  get commands(): CommandState {
    return this as unknown as CommandState;
  }

  override async read(dataId: DataId): Promise<Numbers> {
    this.#watch.check();
    try {
      const numbers = await super.read(dataId);
      this.#watch.check();
      return numbers;
    } catch (error) {
      // A device that is lost ends the reading first and is told of after that.
      await Promise.race([this.#watch.lost, new Promise((resolve) => setTimeout(resolve, 500))]);
      this.#watch.check();
      throw error;
    }
  }

  override readSync(dataId: DataId): Numbers {
    const { values } = this.tensorMap.get(dataId);
    if (values !== null && values !== undefined) return values;
    throw new Error('Numbers on a GPU are waited for. Expected: data(). Received: dataSync().');
  }

  /**
   * Single numbers that were never on the GPU stay with the processor: it is more exact, and a step's scalars are not worth a program. All
   * else is computed where the self-test proves it; the package would keep whole small tensors.
   */
  override shouldExecuteOnCPU(inputs: TensorInfo[]): boolean {
    return inputs.every(({ dataId, shape }) => {
      const { resource, values } = this.tensorMap.get(dataId);
      return (resource === null || resource === undefined) && values !== null && sizeOf(shape) === 1;
    });
  }

  override submitQueue(): void {
    try {
      super.submitQueue();
    } catch (error) {
      // What was recorded cannot be submitted any more; what comes after it may well be sound.
      this.commands.computePassEncoder = null;
      this.commands.commandEncoder = null;
      this.commands.dispatchCountInPass = 0;
      throw error;
    }
  }
}
