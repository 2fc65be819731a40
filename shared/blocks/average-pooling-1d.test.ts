import { sequencePoolingCases, testSequencePooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { averagePooling1d } from './average-pooling-1d.ts';

testBlock(averagePooling1d, [
  { name: 'as it comes', inputs: [{ shape: [6, 3], values: 'apart' }], multiplyAdds: 0, batch: 4 },
  ...sequencePoolingCases,
]);

testSequencePooling(averagePooling1d);
