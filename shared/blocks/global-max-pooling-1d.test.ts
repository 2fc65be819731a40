import { testGlobalPooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { globalMaxPooling1d } from './global-max-pooling-1d.ts';

testBlock(globalMaxPooling1d, [
  { name: 'as it comes', inputs: [{ shape: [5, 3], values: 'apart' }], multiplyAdds: 0 },
  { name: 'keeping dimensions', params: { keepdims: true }, inputs: [{ shape: [4, 2], values: 'apart' }], batch: 2 },
  { name: 'a sequence of one step', inputs: [{ shape: [1, 3], values: 'apart' }], batch: 1 },
  {
    name: 'a mask ends here, and hides nothing',
    inputs: [{ shape: [4, 2], masked: true, values: 'apart' }],
    training: true,
  },
]);

testGlobalPooling(globalMaxPooling1d, 'sequence', 'largest of each channel');
