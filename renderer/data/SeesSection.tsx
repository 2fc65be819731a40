import type { DatasetSummary, Feature, Target } from '../../shared/data/dataset.ts';
import type { ColumnRole } from '../../shared/data/document.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { Glyph, type GlyphName } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import styles from './data-side.module.css';
import { Unfold } from './Unfold.tsx';

const featureGlyphs: Readonly<Record<Feature['kind'], GlyphName>> = { numbers: 'hash', image: 'image', tokens: 'text' };

const targetGlyphs: Readonly<Record<Target['kind'], GlyphName>> = { number: 'hash', classes: 'tag', token: 'text' };

/** Inputs that are listed; where there are more than one beyond them, the others unfold. */
const listedInputs = 8;

/** The inputs and targets that the data gives to the model. */
export function SeesSection({
  summary: { features, targets, columns },
}: {
  readonly summary: Pick<DatasetSummary, 'features' | 'targets' | 'columns'>;
}) {
  const lacks = (role: ColumnRole) => !columns.some((column) => column.role === role);
  // Where the roles are set, what is in the way stands among the warnings.
  const isHeldUp = features.length + targets.length === 0 && !lacks('input') && !lacks('target');
  const listed = features.length > listedInputs + 1 ? listedInputs : features.length;
  return (
    <section className={parts.section}>
      <h3>{text('data.sees')}</h3>
      <ul className={styles.seen}>
        {features.slice(0, listed).map((feature) => (
          <Input key={feature.name} feature={feature} />
        ))}
        {features.length > listed && (
          <li className={styles.rest}>
            <Unfold label={text('data.moreInputs', { count: showCount(features.length - listed) })}>
              <ul className={styles.seen}>
                {features.slice(listed).map((feature) => (
                  <Input key={feature.name} feature={feature} />
                ))}
              </ul>
            </Unfold>
          </li>
        )}
        {features.length === 0 && lacks('input') && <li className={styles.lack}>{text('data.noFeatures')}</li>}
        {targets.map((target) => (
          <li key={target.name}>
            <Glyph name={targetGlyphs[target.kind]} />
            <span className={parts.grow}>
              <b className={parts.cut} title={target.name}>
                {target.name}
              </b>
              <span className={styles.note} title={target.kind === 'classes' ? target.classes?.join(', ') : undefined}>
                {targetText(target)}
              </span>
            </span>
            <span className={parts.badge} data-tone="ok">
              {text('data.target')}
            </span>
          </li>
        ))}
        {targets.length === 0 && lacks('target') && <li className={styles.lack}>{text('data.noTargets')}</li>}
        {isHeldUp && <li className={styles.lack}>{text('data.seesNothing')}</li>}
      </ul>
    </section>
  );
}

function Input({ feature }: { readonly feature: Feature }) {
  return (
    <li>
      <Glyph name={featureGlyphs[feature.kind]} />
      <span className={parts.grow}>
        <b className={parts.cut} title={feature.name}>
          {feature.name}
        </b>
        <span className={styles.note}>{featureText(feature)}</span>
      </span>
      <span className={parts.badge} data-tone="accent">
        {text('data.input')}
      </span>
    </li>
  );
}

function featureText({ kind, shape, dtype, vocabularySize }: Feature): string {
  const size = shape.reduce((product, side) => product * side, 1);
  const isCategory = kind === 'tokens' && size === 1;
  const what =
    kind === 'numbers' && size === 1
      ? text('data.featureOne')
      : text(isCategory ? 'data.featureCategory' : `data.feature-${kind}`, { size: showCount(size) });
  return [
    what,
    // Windows of numbers, and images, have a shape worth telling.
    ...(kind !== 'image' && shape.length === 1 ? [] : [inWords(shapeWords(shape))]),
    ...(vocabularySize === null
      ? []
      : [text(isCategory ? 'data.categories' : 'data.vocabulary', { size: showCount(vocabularySize) })]),
    dtype,
  ].join(' · ');
}

/** Characters of a class name that are shown in a list of them. */
const longestName = 24;

function targetText({ kind, classes }: Target): string {
  if (classes === null) return text('data.targetNumber');
  if (kind === 'token') return text('data.targetToken', { tokens: showCount(classes.length) });
  const few = inList(
    classes.slice(0, 4).map((name) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name)),
  );
  return `${text('data.targetClasses', { classes: classes.length })} · ${few}${classes.length > 4 ? ' …' : ''}`;
}
