import { TextInput } from '@mantine/core';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import type { ColumnPage } from './column-page.ts';
import styles from './column-pages.module.css';

interface ColumnPagesProps {
  readonly shown: Pick<ColumnPage<unknown>, 'first' | 'last' | 'count' | 'page' | 'pages'>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onPage: (page: number) => void;
}

/** Above a table of many columns: which of them are drawn, and the way to others. */
export function ColumnPages({ shown, search, onSearch, onPage }: ColumnPagesProps) {
  const { first, last, count, page, pages } = shown;
  return (
    <div className={styles.pages}>
      <TextInput
        className={styles.search}
        size="xs"
        type="search"
        leftSection={<Glyph name="search" size={14} />}
        aria-label={text('columns.find')}
        placeholder={text('columns.find')}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <span className={`${parts.small} ${parts.quiet} ${parts.grow}`} role="status">
        {count === 0
          ? text('columns.noneFound')
          : text('columns.page', { first: showCount(first), last: showCount(last), count: showCount(count) })}
      </span>
      <IconButton
        glyph="left"
        label={text('columns.pageBefore')}
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <IconButton
        glyph="right"
        label={text('columns.pageAfter')}
        disabled={page >= pages - 1}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
}
