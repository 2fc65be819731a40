import { Button } from '@mantine/core';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import { split, within } from '../files/paths.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph, type GlyphName, type Mark, StateMark } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useEditorState } from '../store/use-editor.ts';
import { builtInSources, isSameSource } from './data-edits.ts';
import styles from './sources.module.css';
import { ChoiceSetting } from './steps/Setting.tsx';

interface SourcesProps {
  readonly source: DataSource;
  /** What is known of the source in use. */
  readonly summary: DatasetSummary | null;
  readonly mark: Mark;
  /** Whether something is held over the page that it would take. */
  readonly isOver: boolean;
  readonly onChoose: (source: DataSource) => void;
  readonly onOpenTable: () => void;
  readonly onOpenFolder: () => void;
  readonly onReadAgain: () => void;
  readonly onSheet: (sheet: string) => void;
}

const ownGlyphs = {
  table: 'table',
  'image-table': 'image',
  arrays: 'hash',
  'image-folder': 'image',
  'text-folder': 'text',
  'next-token': 'text',
} as const;

/** The list of sources, and what is known of the one in use. */
export function Sources({
  source,
  summary,
  mark,
  isOver,
  onChoose,
  onOpenTable,
  onOpenFolder,
  onReadAgain,
  onSheet,
}: SourcesProps) {
  const directory = useEditorState(({ document }) => document.directory);
  const known = useEditorState(({ view }) => view.sheets);
  const sheets = known !== null && 'path' in source && known.path === source.path ? known.all : [];
  // Of one that cannot be read nothing is known but that it was chosen.
  const sheet = summary?.sheets?.read ?? ('sheet' in source && source.sheet ? source.sheet : sheets[0]!);
  const place = 'path' in source ? placeText(source.path, directory) : '';
  // What can be opened is told until something was.
  const isFirst = source.kind === 'none';
  return (
    <>
      <div className={parts.scroll}>
        <h3 className={styles.group}>{text('data.builtIn')}</h3>
        {builtInSources.map((one) => (
          <Source
            key={one.key}
            glyph={one.glyph}
            name={text(`data.${one.key}`)}
            about={text(`data.${one.key}About`)}
            mark={isSameSource(one.source, source) ? mark : null}
            onClick={() => onChoose(one.source)}
          />
        ))}
        <h3 className={styles.group}>{text('data.ownData')}</h3>
        {'path' in source && (
          <Source
            glyph={ownGlyphs[source.kind]}
            name={split(source.path).name}
            about={place}
            title={source.path}
            mark={mark}
            onClick={onReadAgain}
          />
        )}
        <div className={styles.open}>
          <Button
            fullWidth
            size="xs"
            variant="default"
            leftSection={<Glyph name="plus" size={14} />}
            onClick={onOpenTable}
          >
            {source.kind === 'table' ? text('data.change') : text('data.openTable')}
          </Button>
          {isFirst && <p>{text('data.openTableAbout')}</p>}
          <Button
            fullWidth
            size="xs"
            variant="default"
            leftSection={<Glyph name="folder" size={14} />}
            onClick={onOpenFolder}
          >
            {text('data.openFolder')}
          </Button>
          {isFirst && <p>{text('data.openFolderAbout')}</p>}
          {isFirst && <p>{text('data.openTextAbout')}</p>}
          <p className={styles.drop} data-over={isOver || undefined}>
            {text(isOver ? 'data.dropHere' : 'data.drop')}
          </p>
        </div>
      </div>
      {('path' in source || summary?.origin) && (
        <section className={parts.section}>
          <h3>{text('data.about')}</h3>
          {'path' in source && (
            <div className={parts.pair}>
              <span>{text('data.where')}</span>
              <span title={source.path}>{place}</span>
            </div>
          )}
          {sheets.some((name) => name !== sheet) && (
            <div className={styles.sheet}>
              <ChoiceSetting
                label={text('data.sheet')}
                value={sheet}
                options={(sheets.includes(sheet) ? sheets : [sheet, ...sheets]).map((name) => ({
                  value: name,
                  label: name,
                }))}
                onValue={onSheet}
              />
            </div>
          )}
          {summary?.origin && <p className={styles.origin}>{inWords(summary.origin)}</p>}
          {'path' in source && (
            <Button
              className={styles.again}
              size="compact-xs"
              variant="default"
              leftSection={<Glyph name="refresh" size={12} />}
              onClick={onReadAgain}
            >
              {text('data.readAgain')}
            </Button>
          )}
        </section>
      )}
    </>
  );
}

/** Where a source lies: in the project, which it goes with when that is moved, or in a folder of the computer. */
function placeText(path: string, directory: string | null): string {
  const way = directory === null ? null : within(path, directory);
  return way === null ? split(path).directory : text('data.inProject', { path: way });
}

interface SourceProps {
  readonly glyph: GlyphName;
  readonly name: string;
  readonly about: string;
  /** The whole of what `about` has in short; that itself unless told. */
  readonly title?: string;
  /** Null for a source that is not in use. */
  readonly mark: Mark | null;
  readonly onClick: () => void;
}

function Source({ glyph, name, about, title = about, mark, onClick }: SourceProps) {
  return (
    <button type="button" className={styles.source} aria-pressed={mark !== null} onClick={onClick}>
      <Glyph name={glyph} />
      <span className={parts.grow}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.note} title={title}>
          {about}
        </span>
      </span>
      {mark && <StateMark mark={mark} />}
    </button>
  );
}
