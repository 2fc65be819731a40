import { onEngine } from '../../../../testing/backends.ts';
import { testSteps } from '../../../../testing/test-steps.ts';
import { wasm } from '../wasm.ts';
import { webgpu } from '../webgpu.ts';
import { expectNoGrowth } from './check-kernel.ts';

onEngine('webgpu', 'step loops on WebGPU', () => {
  // Composed loops are thousands of small operations, which a graphics card in software takes minutes for.
  testSteps(
    () => webgpu.start(),
    expectNoGrowth,
    () => wasm.start(),
  );
});
