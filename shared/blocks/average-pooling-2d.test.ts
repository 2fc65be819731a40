import { picturePoolingCases, testPicturePooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { averagePooling2d } from './average-pooling-2d.ts';

testBlock(averagePooling2d, [
  { name: 'as it comes', inputs: [{ shape: [4, 6, 3], values: 'apart' }], multiplyAdds: 0, batch: 4 },
  ...picturePoolingCases,
]);

testPicturePooling(averagePooling2d);
