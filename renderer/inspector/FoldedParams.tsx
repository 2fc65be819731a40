import { type ReactNode, useId, useState } from 'react';
import type { Json, Param, ParamGroup } from '../../shared/blocks/params.ts';
import { type MessageKey, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import styles from './folds.module.css';

export type FoldedGroup = Exclude<ParamGroup, 'main' | 'hidden'>;

/** The groups that are folded, in the order they are shown. */
export const foldedGroups = ['initializers', 'penalties', 'advanced'] as const satisfies FoldedGroup[];

const titles = {
  initializers: 'inspector.initializers',
  penalties: 'inspector.penalties',
  advanced: 'inspector.advanced',
} as const satisfies Record<FoldedGroup, MessageKey>;

interface FoldedParamsProps {
  readonly group: FoldedGroup;
  readonly specs: readonly (readonly [string, Param])[];
  readonly params: Readonly<Record<string, Json>>;
  /** The field of one of the params. */
  readonly field: (key: string, spec: Param) => ReactNode;
}

/** Params that most people leave as they are: folded, with what they are now beside the title. */
export function FoldedParams({ group, specs, params, field }: FoldedParamsProps) {
  const [open, setOpen] = useState(false);
  const content = useId();
  if (specs.length === 0) return null;
  return (
    <section className={styles.fold}>
      <button
        type="button"
        className={styles.foldHead}
        aria-expanded={open}
        aria-controls={content}
        onClick={() => setOpen(!open)}
      >
        <Glyph name={open ? 'down' : 'right'} size={14} />
        <b>{text(titles[group])}</b>
        <span>{foldSummary(group, specs, params)}</span>
      </button>
      <div id={content} className={styles.foldContent} hidden={!open}>
        {open && specs.map(([key, spec]) => field(key, spec))}
      </div>
    </section>
  );
}

/** What the params of a group are now, in a few words. */
export function foldSummary(
  group: FoldedGroup,
  specs: readonly (readonly [string, Param])[],
  params: Readonly<Record<string, Json>>,
): string {
  if (group === 'advanced') {
    const changed = specs.filter(([key, spec]) => JSON.stringify(params[key]) !== JSON.stringify(spec.default)).length;
    return changed === 0 ? text('inspector.defaults') : text('inspector.changed', { count: changed });
  }
  const names = specs.flatMap(([key, spec]) => {
    const value = params[key];
    if (spec.kind !== 'component' || typeof value !== 'object' || value === null || !('type' in value)) return [];
    return [spec.components.find(({ type }) => type === value.type)?.title ?? String(value.type)];
  });
  return [...new Set(names)].join(' · ') || text('inspector.none');
}
