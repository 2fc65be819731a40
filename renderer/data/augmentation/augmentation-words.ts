import { factorText, fillText } from '../../../shared/blocks/augmentation.ts';
import {
  type Augmentation,
  type AugmentationName,
  actsOn,
  augmentationOf,
} from '../../../shared/data/augmentation/index.ts';
import type { Feature } from '../../../shared/data/dataset.ts';
import { worded } from '../../messages/definitions.ts';
import { text } from '../../messages/text.ts';

/** What a kind of step is called. */
export function augmentationTitle(name: AugmentationName): string {
  return worded(augmentationOf({ step: name })).title;
}

/** What a step does, in one line: its settings. */
export function augmentationSummary(step: Augmentation): string {
  const percent = (value: number) => `${Number((100 * value).toPrecision(4))} %`;
  switch (step.step) {
    case 'random-flip':
      return text(`augmentation.mode-${step.mode}`);
    case 'random-rotation':
      return listed(factorText(step.factor, 360, '°'), fillText(step));
    case 'random-zoom': {
      const height = factorText(step.heightFactor, 100, ' %');
      if (step.widthFactor === null) return listed(height, fillText(step));
      return listed(`↕ ${height}`, `↔ ${factorText(step.widthFactor, 100, ' %')}`, fillText(step));
    }
    case 'random-translation':
      return listed(
        `↕ ${factorText(step.heightFactor, 100, ' %')}`,
        `↔ ${factorText(step.widthFactor, 100, ' %')}`,
        fillText(step),
      );
    case 'random-crop':
      return text('augmentation.doesCrop', { from: percent(step.scale[0]), to: percent(step.scale[1]) });
    case 'random-contrast':
    case 'random-brightness':
      return factorText(step.factor, 100, ' %');
    case 'gaussian-noise':
      return text('augmentation.doesNoise', { stddev: step.stddev });
    case 'cutout':
      return text('augmentation.doesCutout', { size: percent(step.size) });
    case 'mix-up':
      return text('augmentation.doesMixUp', { alpha: step.alpha });
    case 'word-dropout':
      return text('augmentation.doesWordDropout', { rate: percent(step.rate) });
  }
}

function listed(...facts: readonly string[]): string {
  return facts.join(' · ');
}

/** The names of the features that a step changes. */
export function changedBy(step: Augmentation, features: readonly Feature[]): readonly string[] {
  return features.filter(({ kind }) => actsOn(step, kind)).map(({ name }) => name);
}
