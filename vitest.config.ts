import { defineConfig } from 'vitest/config';

// A machine in UTC hides zone errors: all tests run where the clock is neither UTC nor a whole hour from it.
process.env.TZ = 'Asia/Kathmandu';

const needsServers = ['**/*.db.test.ts', '**/*.browser.test.ts'];
const never = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, ...needsServers],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'db',
          include: needsServers,
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          teardownTimeout: 30_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
