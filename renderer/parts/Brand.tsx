/** The mark of Layerloom: three warps and a weft. */
export function Brand({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true" style={{ display: 'block', flex: 'none' }}>
      <g fill="var(--text)">
        <rect x="3" y="2" width="4" height="18" rx="2" />
        <rect x="9" y="2" width="4" height="18" rx="2" />
        <rect x="15" y="2" width="4" height="18" rx="2" />
      </g>
      <g fill="var(--accent)" stroke="var(--bg-panel)" strokeWidth="1.4">
        <path d="M.7 7.5a1.9 1.9 0 0 1 1.9-1.9h5v4h-5A1.9 1.9 0 0 1 .7 7.5ZM14.3 5.6h5a1.9 1.9 0 0 1 0 3.8h-5v-3.8Z" />
        <path d="M8.3 12.6h5.4v3.8H8.3z" />
      </g>
    </svg>
  );
}
