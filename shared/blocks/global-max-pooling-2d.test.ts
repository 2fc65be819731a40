import { testGlobalPooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { globalMaxPooling2d } from './global-max-pooling-2d.ts';

testBlock(globalMaxPooling2d, [
  { name: 'as it comes', inputs: [{ shape: [4, 3, 2], values: 'apart' }], multiplyAdds: 0 },
  { name: 'keeping dimensions', params: { keepdims: true }, inputs: [{ shape: [3, 4, 2], values: 'apart' }], batch: 2 },
  { name: 'a picture of one point', inputs: [{ shape: [1, 1, 3], values: 'apart' }], batch: 1 },
  { name: 'a mask ends here', inputs: [{ shape: [3, 2, 2], masked: true, values: 'apart' }], training: true },
]);

testGlobalPooling(globalMaxPooling2d, 'picture', 'largest of each channel');
