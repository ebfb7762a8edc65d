import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the built files work below any path of any web server.
  base: './',
  build: {
    target: 'es2022',
    // Vega and Vega-Lite are large; they are loaded after the page's own code and cached apart from it.
    chunkSizeWarningLimit: 1200,
  },
});
