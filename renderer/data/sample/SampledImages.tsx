import type { SampledRow } from '../../../shared/data/sample.ts';
import { text } from '../../messages/text.ts';
import { showCount } from '../../training/number-text.ts';
import { PixelImage } from '../PixelImage.tsx';
import styles from './sampled-images.module.css';

/** Images as their files have them, prepared, and as epochs of training show them. */
export function SampledImages({ rows }: { readonly rows: readonly SampledRow[] }) {
  const images = rows.flatMap(({ row, targets, variantTargets, features }) =>
    features.flatMap((feature) => (feature.kind === 'image' ? [{ row, targets, variantTargets, feature }] : [])),
  );
  const variants = Math.max(0, ...images.map(({ feature }) => feature.variants.length));
  return (
    <table className={styles.images}>
      <thead>
        <tr>
          <th scope="col" />
          <th scope="col">{text('augmentation.original')}</th>
          <th scope="col">{text('augmentation.prepared')}</th>
          {variants > 0 && (
            <th scope="colgroup" colSpan={variants}>
              {text('augmentation.variants')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {images.map(({ row, targets, variantTargets, feature: { name, original, prepared, variants: changed } }) => {
          const values = { row: showCount(row + 1) };
          return (
            <tr key={`${row} ${name}`}>
              <th scope="row">
                <b>{targets.map(({ text: target }) => target).join(', ')}</b>
                <span>{text('augmentation.row', values)}</span>
              </th>
              <td>
                {original ? (
                  <PixelImage image={original} label={text('augmentation.originalOf', values)} />
                ) : (
                  <span className={styles.none}>{text('augmentation.noOriginal')}</span>
                )}
              </td>
              <td>
                <PixelImage image={prepared} label={text('augmentation.preparedOf', values)} />
              </td>
              {changed.map((image, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a variant is known by its place
                <td key={at} data-variant>
                  <PixelImage image={image} label={text('augmentation.variantOf', { ...values, number: at + 1 })} />
                  {variantTargets[at] && <span className={styles.mixed}>{variantTargets[at]}</span>}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
