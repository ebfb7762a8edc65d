import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Short files that take twenty seconds and more, the longest first; what waits stands beside what computes. Vitest takes the
 * size of a file for its length where no earlier run says it, and would leave these to the end, for one worker alone.
 */
const longest = [
  'chaos/chaos.db.test.ts',
  'across/kept-copies.db.test.ts',
  'notifier/src/kill.db.test.ts',
  'session/session-variables.db.test.ts',
  'scripts/start.db.test.ts',
  'people/person-rush.db.test.ts',
  'notifier/src/collected-kill.db.test.ts',
  'across/all-rules-rush.db.test.ts',
  'high-availability/sentinel.db.test.ts',
  'board/rush.db.test.ts',
  'servers/database.db.test.ts',
  'high-availability/redis-cluster.db.test.ts',
];

/** The order of the test files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(name));
  return place === -1 ? longest.length : place;
}
