import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

/** `npm run dev`: the page comes from Vite, and what it asks from the API there. */
const { API_URL: apiUrl } = process.env;

export default defineConfig({
  // Relative addresses: the built files work below any path of any web server.
  base: './',
  plugins: [compressed()],
  ...(apiUrl && { server: { proxy: { '^/(v1|docs|openapi\\.json|sign-in|board)': apiUrl } } }),
  build: {
    target: 'es2022',
    // Vega and Vega-Lite are large; they are loaded after the page's own code and cached apart from it.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // What pages share is one file: each small one would cost the headers of an answer, more than it holds.
        codeSplitting: { groups: [{ name: 'shared', test: /\/dashboard\/src\//, minShareCount: 2 }] },
      },
    },
  },
});
