import { activationClasses } from './activation-classes.ts';
import { attentionClasses } from './attention-classes.ts';
import { type Declaration, helpers } from './class-source.ts';
import { convolutionClasses } from './convolution-classes.ts';
import { layerClasses } from './layer-classes.ts';
import { maskClasses } from './mask-classes.ts';
import { recurrentClasses } from './recurrent-classes.ts';

/** Every declaration that a module may need, each after those that it needs. */
const declarations: readonly Declaration[] = [
  ...helpers,
  ...activationClasses,
  ...maskClasses,
  ...layerClasses,
  ...convolutionClasses,
  ...recurrentClasses,
  ...attentionClasses,
];

/** The source of declarations by name and of all that they need, in order. */
export function sourcesOf(names: Iterable<string>): readonly string[] {
  const wanted = new Set<string>();
  const want = (name: string) => {
    wanted.add(name);
    for (const need of declarations.find((each) => each.name === name)!.needs) want(need);
  };
  for (const name of names) want(name);
  return declarations.filter(({ name }) => wanted.has(name)).map(({ source }) => source);
}
