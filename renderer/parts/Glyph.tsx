import parts from './parts.module.css';

/** Line drawings of 16 units, stroked in the colour of the text; `+` before a path fills it instead. */
const paths = {
  alert: ['M8 2.3 14.3 13H1.7L8 2.3ZM8 6.5v3M8 11.3v.1'],
  stopSign: ['M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3l3.5-3.5ZM8 5v3.6M8 11v.1'],
  info: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.4M8 5.2v.1'],
  check: ['m3 8.5 3.2 3.2L13 4.8'],
  shield: ['M8 1.8 13 3.5v4c0 3.2-2.2 5.6-5 6.7-2.8-1.1-5-3.5-5-6.7v-4l5-1.7ZM5.7 8l1.7 1.7 3-3.2'],
  down: ['m4 6.5 4 4 4-4'],
  right: ['m6.5 4 4 4-4 4'],
  left: ['M9.5 4 5.5 8l4 4'],
  taller: ['M4 3h8M8 13.5V6.5M5 9l3-3 3 3'],
  lower: ['M4 13h8M8 2.5v7M5 7l3 3 3-3'],
  up: ['M8 13V3.5M4.5 7 8 3.5 11.5 7'],
  arrowDown: ['M8 3v9.5M4.5 9 8 12.5 11.5 9'],
  home: ['M2.5 7.5 8 2.8l5.5 4.7M4 6.5v7h8v-7'],
  lock: ['M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2'],
  refresh: ['M13 8a5 5 0 1 1-1.5-3.6M13 2.5V5h-2.5'],
  table: ['M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.7h11M6.3 6.3V13'],
  image: ['M2.5 3h11v10h-11zM2.5 11l3.3-3.3 2.7 2.6 1.8-1.8 3.2 3M10.3 6.2v.1'],
  mail: ['M2.5 3.5h11v9h-11zM2.5 4.5 8 8.8l5.5-4.3'],
  pulse: ['M1.8 8.5h2.7L6.3 4l3 8.5 1.9-4h3'],
  hash: ['M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.8 6h10.7M2.5 10h10.7'],
  tag: ['M2.5 2.5h5l6 6-5 5-6-6v-5ZM5.3 5.3v.1'],
  text: ['M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h6'],
  folder: ['M2 12.5v-9h4.2l1.5 1.8H14v7.2z'],
  file: ['M4 2h5l3 3v9H4zM9 2v3h3'],
  project: ['M4.5 2v12M8 2v12M11.5 2v12M2 5.5h5M9 10h5'],
  plus: ['M8 3v10M3 8h10'],
  save: ['M8 2.5V10M5 7.2 8 10l3-2.8M3 10v3.5h10V10'],
  stop: [
    '+M4.8 3.5h6.4A1.3 1.3 0 0 1 12.5 4.8v6.4a1.3 1.3 0 0 1-1.3 1.3H4.8A1.3 1.3 0 0 1 3.5 11.2V4.8A1.3 1.3 0 0 1 4.8 3.5Z',
  ],
  play: ['+M5 3.2v9.6a.5.5 0 0 0 .77.42l7.3-4.8a.5.5 0 0 0 0-.84l-7.3-4.8A.5.5 0 0 0 5 3.2Z'],
  bolt: ['M9 1.8 3.5 9H8l-1 5.2L12.5 7H8l1-5.2Z'],
  undo: ['M6 4 3 7l3 3M3.5 7H10a3.5 3.5 0 0 1 0 7H7'],
  redo: ['m10 4 3 3-3 3M12.5 7H6a3.5 3.5 0 0 0 0 7h3'],
  search: ['M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.7-1.3L14 14'],
  sun: [
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7',
  ],
  moon: ['M13.2 9.6A5.7 5.7 0 0 1 6.4 2.8a5.7 5.7 0 1 0 6.8 6.8Z'],
  dots: [
    '+M3.5 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z',
    '+M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z',
    '+M12.5 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z',
  ],
  trash: ['M3 4.5h10M6.5 4.5v-2h3v2M4.2 4.5l.6 9h6.4l.6-9M6.8 7v4M9.2 7v4'],
  minus: ['M3 8h10'],
  fit: ['M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'],
  arrange: ['M5.5 2.5h5v3.5h-5zM2 10h4.5v3.5H2zM9.5 10H14v3.5H9.5zM8 6v2M4.2 10V8h7.6v2'],
  close: ['m4 4 8 8M12 4l-8 8'],
  chevronUp: ['m4 9.5 4-4 4 4'],
  wand: ['m2.5 13.5 7-7M8 5l3 3M12.5 1.8v2.4M11.3 3h2.4M4.5 2.3v2M3.5 3.3h2M13 10v2M12 11h2'],
  layers: ['m8 2 6 3.2L8 8.4 2 5.2 8 2ZM2.3 8.3 8 11.3l5.7-3M2.3 11.2l5.7 3 5.7-3'],
  help: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.2 6.3a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.7-.8 1.3M8 11.2v.1'],
  clock: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.5'],
  plug: ['M5.5 2v3M10.5 2v3M3.8 5h8.4v2.4a4.2 4.2 0 0 1-8.4 0V5ZM8 11.6V14'],
  frame: ['M4 1.8v12.4M12 1.8v12.4M1.8 4h12.4M1.8 12h12.4'],
  lasso: ['M8 2.5c3.3 0 6 1.7 6 4s-2.7 4-6 4-6-1.7-6-4 2.7-4 6-4ZM4.2 9.3c-1 .5-1.2 1.9 0 2.2 1.3.3 1.6 2-.4 2.5'],
  magnet: ['M3 2.5h3.2V8a1.8 1.8 0 0 0 3.6 0V2.5H13V8A5 5 0 0 1 3 8V2.5ZM3 5.2h3.2M9.8 5.2H13'],
  weight: ['M4.8 6.5h6.4l2.3 7h-11l2.3-7ZM8 6.3a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z'],
  note: ['M3 2.8h10v7.4L10.2 13H3zM10 13v-3h3'],
  alignLeft: ['M2.5 2v12M5 4h8v3H5zM5 9.5h5v3H5z'],
  alignCentre: ['M8 1.8V4M8 7v2.5M8 12.5v1.7M3.5 4h9v3h-9zM5.5 9.5h5v3h-5z'],
  alignRight: ['M13.5 2v12M3 4h8v3H3zM6 9.5h5v3H6z'],
  alignTop: ['M2 2.5h12M4 5h3v8H4zM9.5 5h3v5h-3z'],
  alignMiddle: ['M1.8 8H4M7 8h2.5M12.5 8h1.7M4 3.5h3v9H4zM9.5 5.5h3v5h-3z'],
  alignBottom: ['M2 13.5h12M4 3h3v8H4zM9.5 6h3v5h-3z'],
  distributeHorizontal: ['M2.5 2v12M13.5 2v12M6.5 4.5h3v7h-3z'],
  distributeVertical: ['M2 2.5h12M2 13.5h12M4.5 6.5h7v3h-7z'],
  copy: ['M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3'],
} as const;

export type GlyphName = keyof typeof paths;

/** A small line drawing; it never speaks alone, so it is hidden from assistive technology. */
export function Glyph({ name, size = 16 }: { readonly name: GlyphName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none', display: 'block' }}
    >
      {paths[name].map((path) =>
        path.startsWith('+') ? (
          <path key={path} d={path.slice(1)} fill="currentColor" stroke="none" />
        ) : (
          <path key={path} d={path} />
        ),
      )}
    </svg>
  );
}

/** How a state is marked: colour and shape together. */
export type Mark = 'empty' | 'running' | 'done' | 'warning' | 'failed' | 'stopped';

interface StateMarkProps {
  readonly mark: Mark;
  readonly size?: number;
  /** Whether it turns, as it does beside what is waited for; in a list it stands still. */
  readonly turning?: boolean;
}

/** The mark of a state, 12 px: ring, ring that may turn, disc with a tick, triangle, octagon, square. */
export function StateMark({ mark, size = 12, turning = false }: StateMarkProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={turning ? parts.turning : undefined}
      style={{ flex: 'none', display: 'block' }}
    >
      {mark === 'empty' && <circle cx="6" cy="6" r="4.5" fill="none" stroke="var(--line-mark)" strokeWidth="1.5" />}
      {mark === 'running' && (
        <>
          <circle cx="6" cy="6" r="4.8" fill="none" stroke="var(--accent-line)" strokeWidth="2" />
          <path
            d="M6 1.2a4.8 4.8 0 1 1-1.6 9.3"
            fill="none"
            stroke="var(--accent)"
            strokeWidth="2"
            strokeLinecap="round"
          />
        </>
      )}
      {mark === 'done' && (
        <>
          <circle cx="6" cy="6" r="5.5" fill="var(--ok)" />
          <path
            d="m3.6 6.2 1.7 1.7 3.2-3.5"
            fill="none"
            stroke="var(--bg-panel)"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      )}
      {mark === 'warning' && (
        <>
          <path d="M6 .9 11.6 11H.4L6 .9Z" fill="var(--warn-fill)" />
          <path d="M6 4.3v3M6 9v.1" stroke="var(--bg-panel)" strokeWidth="1.4" strokeLinecap="round" />
        </>
      )}
      {mark === 'failed' && (
        <>
          <path d="M3.9 .8h4.2L11.2 3.9v4.2L8.1 11.2H3.9L.8 8.1V3.9Z" fill="var(--err)" />
          <path d="M6 3.2v3.2M6 8.7v.1" stroke="var(--bg-panel)" strokeWidth="1.4" strokeLinecap="round" />
        </>
      )}
      {mark === 'stopped' && <rect x="1.8" y="1.8" width="8.4" height="8.4" rx="1.8" fill="var(--line-mark)" />}
    </svg>
  );
}
