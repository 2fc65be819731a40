import { phrases } from '../messages/phrases.ts';
import { inEnglish, recognize, type Sentence, say, type Words } from '../messages/sentence.ts';
import type { Param, ParamSpecs } from './params.ts';

/** What a param must be, as a sentence that can be told in every language. `message` is what its check says, in English. */
export function expectation(spec: Param, message: string): Words {
  const said = withInner(spec).map(expectationOf);
  // A check that asks for something else, such as that two params go together, has the word.
  return said.find((expected) => expected !== null && inEnglish(expected) === message) ?? recognize(message);
}

/** The spec, and those of all settings inside its components. */
function withInner(spec: Param): readonly Param[] {
  if (!('components' in spec)) return [spec];
  return [spec, ...spec.components.flatMap(({ params }) => Object.values(params as ParamSpecs).flatMap(withInner))];
}

function expectationOf(spec: Param): Sentence | null {
  switch (spec.kind) {
    case 'int':
      return spec.max === undefined
        ? say(phrases['whole-number-from'], { min: spec.min })
        : say(phrases['whole-number-between'], { min: spec.min, max: spec.max });
    case 'float':
      return numberBetween(spec.min, spec.max);
    case 'boolean':
      return say(phrases['true-or-false']);
    case 'text':
      return say(phrases['a-text']);
    case 'choice':
      return say(phrases['one-of'], { options: spec.options.join(', ') });
    case 'pair':
      return spec.max === undefined
        ? say(phrases['two-whole-numbers'], { min: spec.min })
        : say(phrases['two-between'], { min: spec.min, max: spec.max });
    case 'component':
    case 'components':
      return say(phrases['one-of'], { options: spec.components.map(({ type }) => type).join(', ') });
    default:
      return null;
  }
}

function numberBetween(min: number | undefined, max: number | undefined): Sentence {
  if (min === undefined) return max === undefined ? say(phrases.number) : say(phrases['number-up-to'], { max });
  return max === undefined ? say(phrases['number-from'], { min }) : say(phrases['number-between'], { min, max });
}
