import { sequencePoolingCases, testSequencePooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { maxPooling1d } from './max-pooling-1d.ts';

testBlock(maxPooling1d, [
  { name: 'as it comes', inputs: [{ shape: [6, 3], values: 'apart' }], multiplyAdds: 0, batch: 4 },
  ...sequencePoolingCases,
]);

testSequencePooling(maxPooling1d);
