import type { BlockCategory } from '../../shared/blocks/define-block.ts';
import type { MessageKey } from '../messages/text.ts';

/** The words for a category. */
export const categoryNames = {
  'input-output': 'palette.inputOutput',
  core: 'palette.core',
  convolution: 'palette.convolution',
  pooling: 'palette.pooling',
  recurrent: 'palette.recurrent',
  normalization: 'palette.normalization',
  regularization: 'palette.regularization',
  augmentation: 'palette.augmentation',
  reshaping: 'palette.reshaping',
  merging: 'palette.merging',
  attention: 'palette.attention',
  structure: 'palette.structure',
} as const satisfies Record<BlockCategory, MessageKey>;
