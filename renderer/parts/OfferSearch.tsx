import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Glyph } from './Glyph.tsx';
import { Keys } from './IconButton.tsx';
import styles from './offer-search.module.css';

/** One thing that a search offers. */
export interface Offer {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail: string;
  readonly picture: ReactNode;
  readonly shortcut?: string | undefined;
  take(): void;
}

interface OfferSearchProps {
  /** Its name for assistive technology. */
  readonly label: string;
  readonly placeholder: string;
  readonly search: string;
  onSearch(search: string): void;
  readonly offers: readonly Offer[];
  /** Closes it; one that is taken is taken after that. */
  onClose(): void;
  /** What stands in place of the list where nothing is found. */
  readonly none: string;
  /** What stands below the list. */
  readonly hint: ReactNode;
  readonly size?: 'normal' | 'small';
}

/** A field to search in and what is found, chosen by arrows and Enter or by the pointer. */
export function OfferSearch(props: OfferSearchProps) {
  const { label, placeholder, search, onSearch, offers, onClose, none, hint, size = 'normal' } = props;
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const chosen = Math.min(at, offers.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const take = (offer: Offer | undefined) => {
    if (!offer) return;
    onClose();
    offer.take();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (offers.length > 0) setAt((chosen + (event.key === 'ArrowDown' ? 1 : -1) + offers.length) % offers.length);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      take(offers[chosen]);
    }
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onClose();
    }
  };
  return (
    <div className={styles.search} data-size={size}>
      <div className={styles.field}>
        <Glyph name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={offers[chosen] ? `${listId}-${chosen}` : undefined}
          aria-label={label}
          placeholder={placeholder}
          value={search}
          onChange={({ currentTarget }) => {
            onSearch(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} className={styles.list} role="listbox" aria-label={label}>
        {offers.map((offer, index) => (
          <div key={offer.id} role="presentation">
            {offer.group !== offers[index - 1]?.group && <h3 role="presentation">{offer.group}</h3>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
            <div
              id={`${listId}-${index}`}
              className={styles.offer}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onPointerMove={() => setAt(index)}
              onClick={() => take(offer)}
            >
              {offer.picture}
              <b>{offer.label}</b>
              <span>{offer.detail}</span>
              {offer.shortcut && <Keys shortcut={offer.shortcut} />}
            </div>
          </div>
        ))}
        {offers.length === 0 && <p>{none}</p>}
      </div>
      <p className={styles.hint}>{hint}</p>
    </div>
  );
}
