import { defineConfig } from 'vitest/config';
import { ChangedFiles } from './scripts/changed-files.ts';
import { LongestFirst } from './scripts/longest-first.ts';

// A machine in UTC hides zone errors: all tests run where the clock is neither UTC nor a whole hour from it.
process.env.TZ = 'Asia/Kathmandu';

const needsServers = ['**/*.db.test.ts', '**/*.browser.test.ts'];
const never = ['**/node_modules/**', '**/dist/**'];

/** A second, as Vitest has it, is short on a machine that does much else. */
const patient = { poll: { timeout: 15_000 } };

export default defineConfig({
  test: {
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    experimental: { vcsProvider: new ChangedFiles() },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, ...needsServers],
          testTimeout: 20_000,
          expect: patient,
          maxWorkers: 2,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          globalSetup: './scripts/fresh-dashboard.mjs',
          include: needsServers,
          exclude: never,
          testTimeout: 120_000,
          expect: patient,
          hookTimeout: 120_000,
          teardownTimeout: 30_000,
          // One more than the cores of a small machine: many of these tests wait, for a lease, a kill or a server.
          maxWorkers: 3,
          // Loading the same modules for each file again was a third of all work.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
