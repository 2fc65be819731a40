import { picturePoolingCases, testPicturePooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { maxPooling2d } from './max-pooling-2d.ts';

testBlock(maxPooling2d, [
  { name: 'as it comes', inputs: [{ shape: [4, 6, 3], values: 'apart' }], multiplyAdds: 0, batch: 4 },
  ...picturePoolingCases,
]);

testPicturePooling(maxPooling2d);
