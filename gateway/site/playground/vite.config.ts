import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/** Builds the playground into dist/site/playground. Nothing is inlined as a data: URL, so that a strict policy holds. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/playground/',
  logLevel: 'warn',
  build: {
    outDir: '../../../dist/site/playground',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The polyfill would be an extra script; every browser that runs GraphiQL 5 preloads modules by itself.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Monaco's core is one chunk of about 3 MB whatever we do: the warning would only train people to ignore warnings.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      // "use client" and "use no memo" speak to compilers that do not run here: hundreds of lines of noise.
      onLog: (level, log, print) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : print(level, log)),
    },
  },
  worker: { format: 'es' },
  plugins: [precompress()],
});
