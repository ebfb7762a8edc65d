import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['packages/ledger/src', 'apps/relay/src', 'apps/notifier/src', 'apps/cli/src/dead-letters'];

/** Found by an index of its own on purpose: what somebody holds is skipped, so nobody waits. */
const skips = /FORCE INDEX \(\w+\)[^`]*FOR UPDATE SKIP LOCKED|WHERE id = \? [^`]*FOR UPDATE SKIP LOCKED/;

/**
 * Two statements that lock the same rows wait for each other in turn when one goes along an index of the state and the other
 * along the primary key: which a server chooses depends on how many rows there are. So every one says it, or is begun by
 * `updateEach`, which does.
 */
it('every statement that locks rows of the ledger goes along the primary key', () => {
  const statements = folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)testing\//.test(name))
      .flatMap((name) => {
        const source = readFileSync(`${root}${folder}/${name}`, 'utf8');
        return [...source.matchAll(/(['"`])(?:UPDATE|DELETE|SELECT)\b(?:(?!\1)[\s\S])*\1/g)].map(
          ([sql]) => sql,
        );
      })
      .filter((sql) => /^.(?:UPDATE|DELETE)|FOR UPDATE/.test(sql)),
  );
  expect(statements.length).toBeGreaterThan(20);
  expect(statements.filter((sql) => !sql.includes('FORCE INDEX (PRIMARY)') && !skips.test(sql))).toEqual([]);
});
