import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/** Builds the page at `/` into dist/site/home, with the session code of the playground. Nothing is inlined, so that a strict policy holds. */
export default defineConfig({
  root: `${import.meta.dirname}/home`,
  base: '/',
  logLevel: 'warn',
  build: {
    outDir: '../../../../dist/site/home',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [precompress()],
});
