import { testSteps } from '../../../../testing/test-steps.ts';
import { wasm } from '../wasm.ts';
import { expectNoGrowth } from './check-kernel.ts';

testSteps(() => wasm.start(), expectNoGrowth);
