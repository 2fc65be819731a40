import type { SampledFeature } from '../../../shared/data/sample.ts';
import { text } from '../../messages/text.ts';
import { showCell, showCount } from '../../training/number-text.ts';
import styles from './sampled-numbers.module.css';

type NumbersFeature = Extract<SampledFeature, { readonly kind: 'numbers' }>;
type SampledNumber = NumbersFeature['numbers'][number];

/** The cells of a row beside the numbers that come of each. */
export function SampledNumbers({ feature: { cells, numbers, more } }: { readonly feature: NumbersFeature }) {
  const columns = [...new Set(numbers.map(({ column }) => column))];
  const isVaried = numbers.some(({ variants }) => variants.length > 0);
  return (
    <>
      <table className={styles.numbers}>
        <thead>
          <tr>
            <th scope="col">{text('augmentation.column')}</th>
            <th scope="col">{text('augmentation.original')}</th>
            <th scope="col">{text('augmentation.prepared')}</th>
            {isVaried && <th scope="col">{text('augmentation.variants')}</th>}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const cell = cells.find((one) => one.column === column);
            const own = numbers.filter((number) => number.column === column);
            return (
              <tr key={column}>
                <th scope="row" title={column}>
                  {column}
                </th>
                <td title={cell?.text} data-empty={cell?.text === '' || undefined}>
                  {cell === undefined ? '–' : cell.text === '' ? text('augmentation.emptyCell') : cell.text}
                </td>
                <td>
                  <Numbers numbers={own} column={column} />
                </td>
                {isVaried && (
                  <td>
                    {own
                      .map((number) => variantsOf(number))
                      .filter(Boolean)
                      .join('; ') || '–'}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {more > 0 && <p className={styles.more}>{text('augmentation.moreNumbers', { count: showCount(more) })}</p>}
    </>
  );
}

function Numbers({ numbers, column }: { readonly numbers: readonly SampledNumber[]; readonly column: string }) {
  return (
    <ul className={styles.chips}>
      {numbers.map(({ name, value }) => (
        <li key={name} data-zero={(value === 0 && numbers.length > 1) || undefined}>
          {name !== column && <span title={name}>{shortName(name, column)}</span>}
          <b>{showCell(value)}</b>
        </li>
      ))}
    </ul>
  );
}

/** What a number is called beside its column: `location = Seattle` is `Seattle`, `date month sin` is `month sin`. */
function shortName(name: string, column: string): string {
  return name.startsWith(`${column} `) ? name.slice(column.length + 1).replace(/^= /, '') : name;
}

/** What a number is in epochs of training; empty where it stays. */
function variantsOf({ value, variants }: SampledNumber): string {
  return variants.every((variant) => variant === value) ? '' : variants.map(showCell).join(', ');
}
