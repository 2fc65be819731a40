/**
 * What the window may load, the same in every host: its own files only. Styles may stand in elements, since the UI kit sets them
 * there; scripts may not. `data:` images are previews of the user's data. The one worker, which arranges blocks, is a file like the
 * other scripts: none may be made of text or of a `blob:`.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
