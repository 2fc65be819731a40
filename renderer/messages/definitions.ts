import { type AnyBlock, findBlock } from '../../shared/blocks/index.ts';
import { initializers } from '../../shared/blocks/initializers.ts';
import type { Component, Param, ParamSpecs } from '../../shared/blocks/params.ts';
import { regularizers } from '../../shared/blocks/regularizers.ts';
import { augmentations } from '../../shared/data/augmentation/index.ts';
import { augmentationWords } from '../../shared/messages/zh/definitions/augmentations.ts';
import { blockGuides } from '../../shared/messages/zh/definitions/block-guides.ts';
import { blockWords } from '../../shared/messages/zh/definitions/blocks.ts';
import { paramWords } from '../../shared/messages/zh/definitions/params.ts';
import { settingWords } from '../../shared/messages/zh/definitions/settings.ts';
import {
  initializerWords,
  lossWords,
  metricWords,
  optimizerWords,
  regularizerWords,
} from '../../shared/messages/zh/definitions/training.ts';
import type { DefinitionTable, DefinitionWords } from '../../shared/messages/zh/definitions/words.ts';
import { losses } from '../../shared/training/losses.ts';
import { metrics } from '../../shared/training/metrics.ts';
import { optimizers } from '../../shared/training/optimizers.ts';
import { language } from './language.ts';

/** The table that a definition's words are in: a loss and a metric may have one name, so the list it is in says which. */
const tables: readonly (readonly [readonly Component[], DefinitionTable])[] = [
  [augmentations, augmentationWords],
  [losses, lossWords],
  [metrics, metricWords],
  [optimizers, optimizerWords],
  [initializers, initializerWords],
  [regularizers, regularizerWords],
];

/** The Chinese words of a definition; undefined for one that has none yet. */
export function chineseWords(definition: Component): DefinitionWords | undefined {
  const [, table] = tables.find(([list]) => list.some((one) => one === definition)) ?? [[], blockWords];
  return table[definition.type];
}

/** Definitions in Chinese, made once each. */
const chinese = new WeakMap<Component, Component>();

/**
 * A definition whose title, docs, labels and help are in the language that shows; all else is the same. What has no words in that language
 * keeps its English ones.
 */
export function worded<C extends Component>(definition: C): C {
  if (language() === 'en') return definition;
  const known = chinese.get(definition);
  if (known) return known as C;
  const words = chineseWords(definition);
  const made = {
    ...definition,
    title: words?.title ?? definition.title,
    docs: words?.docs ?? definition.docs,
    params: wordedParams(definition.params, words),
    ...('guide' in definition ? { guide: wordedGuide(definition as unknown as AnyBlock) } : {}),
    ...(words?.summary ? { summary: words.summary } : {}),
  };
  chinese.set(definition, made);
  return made;
}

/** A block type with its words in the language that shows; undefined for one that this version does not know. */
export function wordedBlock(type: string): AnyBlock | undefined {
  const definition = findBlock(type);
  return definition && worded(definition);
}

/** What can be placed, a block type or a group that comes ready-made, with its words in the language that shows. */
export function wordedEntry<E extends Pick<AnyBlock, 'type' | 'title' | 'docs' | 'guide'>>(entry: E): E {
  const words = language() === 'en' ? undefined : blockWords[entry.type];
  return words ? { ...entry, title: words.title ?? entry.title, docs: words.docs, guide: wordedGuide(entry) } : entry;
}

/** The guide of a block with its words in the language that shows; what people search it by stays. */
function wordedGuide<E extends Pick<AnyBlock, 'type' | 'guide'>>({ type, guide }: E): E['guide'] {
  return { ...guide, ...blockGuides[type] };
}

/** A key of a project's files as people write it: `kernelSize` is `kernel size`, or what its field is called in another language. */
export function keyWords(key: string): string {
  const parts = key.split('.');
  if (language() === 'en') return parts.map(plainKey).join(' ');
  return parts
    .map((part) => paramWords[part]?.label ?? settingWords[part] ?? ` ${part} `)
    .join('·')
    .trim();
}

function plainKey(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, (_whole, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function wordedParams(specs: ParamSpecs, words: DefinitionWords | undefined): ParamSpecs {
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [
      key,
      wordedParam(spec, { ...paramWords[key], ...words?.params?.[key] }),
    ]),
  );
}

function wordedParam(spec: Param, words: NonNullable<DefinitionWords['params']>[string]): Param {
  const { label = spec.label, help = spec.help, whenNull, sides } = words;
  return {
    ...spec,
    label,
    ...(spec.help === undefined ? {} : { help }),
    ...('whenNull' in spec && whenNull !== undefined ? { whenNull } : {}),
    ...('whenEmpty' in spec && whenNull !== undefined ? { whenEmpty: whenNull } : {}),
    ...('sides' in spec && sides !== undefined ? { sides } : {}),
    ...('components' in spec ? { components: spec.components.map(worded) } : {}),
  } as Param;
}
