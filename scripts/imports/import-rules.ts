export interface Rule {
  /** What its programs may import of ours, and its tests as well. */
  readonly code: readonly string[];
  /** What only its tests may import besides. */
  readonly tests?: readonly string[];
  /** What to do instead of any other import. */
  readonly instead: string;
}

const shared = 'what two apps need belongs into a package.';

/**
 * Who may import what: the whole of it, for an import that is not here is refused. `schema` is @kanban/schema and nothing below
 * it, `types of X` its types alone; a path is a file of another workspace, or all files of a folder where it ends in a slash.
 */
export const importRules: Readonly<Record<string, Rule>> = {
  'packages/domain': {
    code: [],
    instead: 'domain is pure: pass in what it needs as plain data; load it in apps/metrics-api/src/load.',
  },
  'packages/service': {
    code: [],
    instead:
      'service is what every long-running process does and knows nothing of ours; pass in what it needs.',
  },
  'packages/notifications': {
    code: ['domain/text'],
    instead: 'notifications is the contract between relay and notifier; pass plain data.',
  },
  'packages/schema': {
    code: [
      'board/made',
      'board/setting-functions',
      'board/text-columns',
      'domain/instant',
      'service/within-deadline',
    ],
    tests: ['scripts/servers/'],
    instead: 'schema knows MySQL only: put what needs more into an app.',
  },
  'packages/ledger': {
    code: ['domain', 'notifications', 'notifications/messages', 'schema', 'service'],
    tests: ['schema/testing', 'schema/testing/until-waiting'],
    instead:
      'the ledger is statements and what they mean; what to do with them is for relay, notifier and cli.',
  },
  'packages/api': {
    code: ['domain'],
    instead: 'api is what the metrics API and those who ask it agree on: no database, no server, no page.',
  },
  'packages/charts': {
    code: ['types of api', 'domain/extremes'],
    instead: "charts are functions of the API's answers; pass plain data.",
  },
  'packages/report': {
    code: ['api', 'charts', 'domain/text'],
    tests: ['charts/sample-answers'],
    instead: "a report knows charts and the API's answers; who gets it is the notifier's.",
  },
  'apps/metrics-api': {
    code: [
      'types of api',
      'api/contracts',
      'domain',
      'schema',
      'service',
      'service/settings',
      'service/within-deadline',
    ],
    tests: ['domain/testing', 'schema/testing', 'schema/testing/board-test'],
    instead: shared,
  },
  'apps/relay': {
    code: [
      'domain',
      'ledger',
      'notifications',
      'schema',
      'service',
      'service/redis',
      'service/settings',
      'service/tracing',
      'service/within-deadline',
    ],
    tests: ['ledger/testing', 'schema/testing'],
    instead: shared,
  },
  'apps/notifier': {
    code: [
      ...['api', 'ledger', 'notifications', 'notifications/endpoints', 'notifications/messages'],
      ...['report', 'schema', 'service', 'service/redis', 'service/settings', 'service/tracing'],
    ],
    tests: ['ledger/testing', 'schema/testing', 'schema/testing/board-test', 'scripts/servers/'],
    instead: shared,
  },
  'apps/queue-board': {
    code: ['notifications', 'service', 'service/redis', 'service/settings'],
    tests: ['schema/testing'],
    instead: shared,
  },
  'apps/cli': {
    code: [
      ...['api', 'api/parameters', 'board/settings', 'domain', 'domain/text', 'ledger', 'notifications'],
      ...['notifications/endpoints', 'notifications/messages', 'report', 'schema', 'service/settings'],
    ],
    tests: ['scripts/servers/', 'schema/testing', 'schema/testing/board-test'],
    instead: shared,
  },
  'apps/dashboard': {
    code: ['api', 'charts', 'domain/extremes', 'service/within-deadline'],
    tests: ['charts/sample-answers', 'schema/testing'],
    instead: 'the dashboard knows the API only: ask it by @kanban/api.',
  },
  bench: {
    code: [
      'api',
      'charts',
      'ledger',
      'ledger/testing',
      'notifications/messages',
      'schema',
      'schema/testing',
      'scripts/servers/',
    ],
    instead: 'start the program and measure it from outside.',
  },
  chaos: {
    code: ['schema', 'scripts/servers/', 'apps/notifier/src/testing/cable.ts'],
    instead: 'start the program and look at it from outside.',
  },
  scripts: {
    code: ['schema'],
    tests: ['schema/testing', 'schema/testing/board-test', 'apps/metrics-api/src/config.ts'],
    instead: 'call the program, by scripts/run.mjs.',
  },
  sql: {
    code: [],
    tests: [
      'domain',
      'schema',
      'schema/testing',
      'schema/testing/board-test',
      'schema/testing/until-waiting',
    ],
    instead: 'what stands in sql/ is text and lists.',
  },
};
