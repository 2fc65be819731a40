import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  // Fonts stay files: the window's security policy loads none from its own text.
  build: {
    outDir: '../build/renderer',
    assetsInlineLimit: (path) => (path.endsWith('.woff2') ? false : undefined),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
  },
});
