import type { SampledFeature } from '../../../shared/data/sample.ts';
import { text } from '../../messages/text.ts';
import parts from '../../parts/parts.module.css';
import { showCount } from '../../training/number-text.ts';
import styles from './sampled-tokens.module.css';

type TokensFeature = Extract<SampledFeature, { readonly kind: 'tokens' }>;

/** A text beside the pieces of it that are tokens, and what training leaves of them. */
export function SampledTokens({ feature }: { readonly feature: TokensFeature }) {
  const { name, pieces, padding, more, variants } = feature;
  const unknowns = pieces.filter(({ isUnknown }) => isUnknown).length;
  const facts = [
    text('augmentation.pieces', { count: showCount(pieces.length + more) }),
    ...(unknowns > 0 ? [text('augmentation.unknowns', { count: showCount(unknowns) })] : []),
    ...(padding > 0 ? [text('augmentation.padding', { count: showCount(padding) })] : []),
  ];
  return (
    <dl className={styles.tokens}>
      <dt>{name}</dt>
      <dd className={styles.text}>{feature.text}</dd>
      <dt>
        {text('augmentation.prepared')}
        <span>{facts.join(' · ')}</span>
      </dt>
      <dd>
        <Pieces pieces={pieces} dropped={[]} more={more} />
      </dd>
      {variants.map((dropped, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variant is known by its place
        <Variant key={at} feature={feature} dropped={dropped} number={at + 1} />
      ))}
    </dl>
  );
}

function Variant({
  feature: { pieces, more },
  dropped,
  number,
}: {
  readonly feature: TokensFeature;
  readonly dropped: readonly number[];
  readonly number: number;
}) {
  return (
    <>
      <dt>
        {text('augmentation.variant', { number })}
        <span>{text('augmentation.dropped', { count: showCount(dropped.length) })}</span>
      </dt>
      <dd>
        <Pieces pieces={pieces} dropped={dropped} more={more} />
      </dd>
    </>
  );
}

function Pieces({
  pieces,
  dropped,
  more,
}: Pick<TokensFeature, 'pieces' | 'more'> & { readonly dropped: readonly number[] }) {
  const left = new Set(dropped);
  return (
    <ul className={styles.pieces}>
      {pieces.map((piece, at) => {
        const state = left.has(at) ? 'droppedPiece' : piece.isUnknown ? 'unknownPiece' : null;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by its place
            key={at}
            data-state={state ?? undefined}
            title={state === null ? undefined : text(`augmentation.${state}`)}
          >
            {piece.text}
            {state !== null && <span className={parts.hidden}> ({text(`augmentation.${state}`)})</span>}
          </li>
        );
      })}
      {more > 0 && <li data-more>{text('augmentation.morePieces', { count: showCount(more) })}</li>}
    </ul>
  );
}
