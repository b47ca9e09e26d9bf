import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

const server = process.env.PORTICO_URL ?? 'http://localhost:8080';
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const proxy = { target: server, changeOrigin: false };

export default defineConfig({
  plugins: [react(), precompress(dist)],
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: 'es2022',
    // Those that know light-dark(): written otherwise it has no colours here, and the theme needs it as well.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    // The server's policy allows no data: scripts; fonts and images stay files so that they are cached by hash.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', proxy: { '/api': proxy, '/t/': proxy, '/dicomweb': proxy } },
});
