import type { Json, Param } from '../../../shared/blocks/params.ts';
import {
  type Augmentation,
  type AugmentationName,
  actsOn,
  augmentationNames,
  augmentationOf,
} from '../../../shared/data/augmentation/index.ts';
import type { Feature } from '../../../shared/data/dataset.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import {
  addAugmentation,
  moveAugmentation,
  removeAugmentation,
  setAugmentation,
} from '../../commands/augmentation-commands.ts';
import { run } from '../../commands/command.ts';
import { ValueField } from '../../inspector/ValueField.tsx';
import { worded } from '../../messages/definitions.ts';
import { inList, text } from '../../messages/text.ts';
import { useEditor } from '../../store/use-editor.ts';
import { DataProblem } from '../DataProblem.tsx';
import { OrderedSteps } from '../steps/OrderedSteps.tsx';
import { asSame, keyOf } from '../steps/step-keys.ts';
import { augmentationSummary, changedBy } from './augmentation-words.ts';

interface AugmentationListProps {
  readonly steps: readonly Augmentation[];
  readonly features: readonly Feature[];
}

/** Why mixup cannot be for this data, which training would refuse. */
function Unmixable({ steps, features }: AugmentationListProps) {
  const feature = features.find(({ kind }) => kind === 'tokens');
  if (feature === undefined || !steps.some(({ step }) => step === 'mix-up')) return null;
  const values = { feature: feature.name, received: say(phrases['prepared-tokens']) };
  return <DataProblem problem={say(dataMessages['mix-up-tokens'], values)} />;
}

/** The steps of augmentation in their order, each with its settings, and ways to add, move and remove them. */
export function AugmentationList({ steps, features }: AugmentationListProps) {
  const editor = useEditor();
  const kinds = augmentationNames.filter((step) => {
    const { defaults } = augmentationOf({ step });
    // While nothing is known of the data, all are offered.
    return features.length === 0 || features.some(({ kind }) => actsOn(defaults as Augmentation, kind));
  });
  const set = (at: number, param: string, value: Json, gesture: boolean) => {
    const step = steps[at]!;
    const changed = asSame(step, { ...step, [param]: value } as Augmentation);
    run(editor, setAugmentation, { at, step: changed }, gesture ? `${keyOf(step)} ${param}` : undefined);
  };
  return (
    <OrderedSteps
      title={text('augmentation.title')}
      steps={steps}
      kinds={kinds.map((step) => {
        const { title, docs } = worded(augmentationOf({ step }));
        return { kind: step, title, help: docs };
      })}
      make={(kind) => ({ ...augmentationOf({ step: kind as AugmentationName }).defaults }) as Augmentation}
      onAdd={(step) => run(editor, addAugmentation, { step })}
      onMove={(from, to) => run(editor, moveAugmentation, { from, to })}
      onRemove={(at) => run(editor, removeAugmentation, { at })}
      above={<Unmixable steps={steps} features={features} />}
      none={text('augmentation.none')}
      hint={text('augmentation.hint')}
      content={(step, at) => {
        const { title, params } = worded(augmentationOf(step));
        // While nothing is known of the data, no step is idle.
        const names = features.length === 0 ? [''] : changedBy(step, features);
        return {
          title,
          where: names.length === 0 ? text('augmentation.nowhere') : inList(names),
          names,
          canFold: false,
          what: augmentationSummary(step),
          settings: () =>
            Object.entries(params as Readonly<Record<string, Param>>).map(([key, spec]) => (
              <ValueField
                key={key}
                spec={spec}
                value={(step as unknown as Readonly<Record<string, Json>>)[key]}
                onValue={(value, gesture) => set(at, key, value, gesture)}
                onDone={editor.endGesture}
              />
            )),
        };
      }}
    />
  );
}
