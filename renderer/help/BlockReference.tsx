import { Button, Modal } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { structures } from '../../shared/blocks/group.ts';
import { findBlock } from '../../shared/blocks/index.ts';
import type { Param } from '../../shared/blocks/params.ts';
import { findReadyMade } from '../../shared/graph/ready-made.ts';
import { valueInHistory } from '../commands/step-words.ts';
import { wordedBlock, wordedEntry } from '../messages/definitions.ts';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { categoryNames } from '../palette/categories.ts';
import { type PaletteEntry, placeable, searchBlocks } from '../palette/palette-list.ts';
import { usePlaceBlock } from '../palette/use-place-block.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { BlockDocs } from './BlockDocs.tsx';
import styles from './help.module.css';

/** All blocks by category, to search and to read about: what each does, when to use it, its shapes and parameters. */
export function BlockReference() {
  const editor = useEditor();
  const reference = useEditorState(({ view }) => view.blockReference);
  return (
    <Modal
      opened={reference !== 'closed'}
      onClose={() => editor.view({ blockReference: 'closed' })}
      title={text('help.reference')}
      closeButtonProps={{ 'aria-label': text('help.close') }}
      size={880}
      padding={0}
      classNames={{ header: styles.header! }}
      returnFocus
    >
      {reference !== 'closed' && <Reference first={reference.type} />}
    </Modal>
  );
}

function Reference({ first }: { readonly first: string | null }) {
  const editor = useEditor();
  const onModel = useEditorState(({ view }) => view.page === 'model');
  const place = usePlaceBlock();
  const [search, setSearch] = useState('');
  const [type, setType] = useState(first);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const spoken = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: blocks are found by words in the language
  const found = useMemo(() => searchBlocks(search, described), [search, spoken]);
  const at = Math.max(
    0,
    found.findIndex((entry) => entry.type === type),
  );
  const chosen = found[at];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen comes into sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.type]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || found.length === 0) return;
    event.preventDefault();
    setType(found[(at + by + found.length) % found.length]!.type);
  };
  const label = text('help.search', { count: found.length });
  return (
    <div className={styles.reference}>
      <div className={styles.side}>
        <div className={styles.field}>
          <Glyph name="search" size={14} />
          <input
            data-autofocus
            role="combobox"
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={chosen ? `${id}-${at}` : undefined}
            aria-label={label}
            placeholder={text('palette.searchLabel')}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <div ref={list} id={id} className={styles.list} role="listbox" aria-label={text('help.list')}>
          {found.map((entry, index) => (
            <div key={entry.type} role="presentation">
              {(search === '' ? entry.category !== found[index - 1]?.category : false) && (
                <h3 role="presentation">{text(categoryNames[entry.category])}</h3>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
              <div
                id={`${id}-${index}`}
                className={styles.item}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onClick={() => setType(entry.type)}
              >
                <BlockTile type={entry.type} />
                {nameOf(entry)}
              </div>
            </div>
          ))}
          {found.length === 0 && <p>{text('help.none', { search })}</p>}
        </div>
      </div>
      {chosen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <article key={chosen.type} className={styles.entry} tabIndex={0} aria-label={nameOf(chosen)}>
          <header>
            <BlockTile type={chosen.type} size={36} />
            <div>
              <h2>{nameOf(chosen)}</h2>
              <p>{text(categoryNames[chosen.category])}</p>
            </div>
            {onModel && !isStructure(chosen.type) && (
              <Button
                leftSection={<Glyph name="plus" size={14} />}
                onClick={() => {
                  editor.view({ blockReference: 'closed' });
                  place(chosen.type);
                }}
              >
                {text('help.place')}
              </Button>
            )}
          </header>
          <BlockDocs entry={wordedEntry(chosen)} definition={wordedBlock(chosen.type)} />
          {findBlock(chosen.type) && <Params type={chosen.type} />}
        </article>
      )}
    </div>
  );
}

/** What can be read about: what can be placed, and what groups are made of. */
const described: readonly PaletteEntry[] = [...placeable, ...structures];

/** Whether it comes by grouping blocks, or stands in groups alone. */
function isStructure(type: string): boolean {
  return structures.some((structure) => structure.type === type);
}

/** A block goes by its Keras name; a group that comes ready-made has none there. */
function nameOf(entry: PaletteEntry): string {
  return findReadyMade(entry.type) ? wordedEntry(entry).title : entry.type;
}

function Params({ type }: { readonly type: string }) {
  const specs = (Object.entries(wordedBlock(type)?.params ?? {}) as [string, Param][]).filter(
    ([, { group }]) => group !== 'hidden',
  );
  return (
    <section className={styles.params}>
      <h3>{text('help.parameters')}</h3>
      {specs.length === 0 ? (
        <p className={styles.none}>{text('help.noParameters')}</p>
      ) : (
        <dl>
          {specs.map(([key, spec]) => (
            <div key={key}>
              <dt>{spec.label}</dt>
              <dd>
                <span>{defaultOf(spec)}</span>
                {spec.help && <i>{spec.help}</i>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function defaultOf(spec: Param): string {
  const { default: value } = spec;
  if (value === null) return ('whenNull' in spec && spec.whenNull) || text('inspector.none');
  if (Array.isArray(value) && value.length === 0) {
    return ('whenEmpty' in spec && spec.whenEmpty) || text('inspector.none');
  }
  if (typeof value === 'object' && 'type' in value && 'components' in spec) {
    const { type } = value as { readonly type: string };
    return spec.components.find((component) => component.type === type)?.title ?? type;
  }
  return valueInHistory(value as never, spec);
}
