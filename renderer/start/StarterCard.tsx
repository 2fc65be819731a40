import type { Template } from '../../shared/ipc/project.ts';
import { type TemplateWords, templates } from '../../shared/messages/zh/templates.ts';
import { parametersText } from '../canvas/cards/cards.ts';
import { language } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { ChainPicture } from './ChainPicture.tsx';
import styles from './start-page.module.css';

interface StarterCardProps {
  readonly template: Template;
  readonly onOpen: () => void;
}

/** A starter: its network as a picture, what it learns, where its data is from. */
export function StarterCard({ template, onOpen }: StarterCardProps) {
  const { blocks, parameters } = template;
  const { title, learns, origin } = wordsOfStarter(template);
  const inner = blocks.filter((type) => type !== 'Input' && type !== 'Output');
  return (
    <button
      type="button"
      className={styles.card}
      aria-label={text('start.starter', { title })}
      data-template={template.name}
      onClick={onOpen}
    >
      <ChainPicture blocks={blocks} />
      <span className={styles.cardWords}>
        <span className={styles.cardTitle}>
          <b>{title}</b>
          <i>{kindOf(inner)}</i>
        </span>
        <span className={styles.learns}>{learns}</span>
        <span className={styles.chain}>{inner.join(' · ')}</span>
        <span className={styles.origin} title={origin}>
          <span>{origin}</span>
          <span>{parametersText(parameters)}</span>
        </span>
      </span>
    </button>
  );
}

/** A starter's words in the language that shows; one that has none there keeps its own. */
function wordsOfStarter(template: Template): TemplateWords {
  return (language() === 'zh' && templates[template.name]) || template;
}

/** The kind of network, as people call it. */
function kindOf(types: readonly string[]): string {
  if (types.includes('Conv2D')) return text('start.kindConvolutional');
  if (types.includes('LSTM')) return text('start.kindLstm');
  if (types.includes('GRU')) return text('start.kindGru');
  return text('start.kindDense');
}
