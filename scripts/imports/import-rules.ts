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
      'board/settings',
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
    code: ['types of api', 'domain/extremes', 'domain/text'],
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
      'domain/text',
      'schema',
      'service',
      'service/http',
      'service/settings',
      'service/within-deadline',
    ],
    tests: ['domain/testing', 'schema/testing', 'schema/testing/board-test'],
    instead: shared,
  },
  'apps/board-api': {
    code: [
      ...['types of api/board', 'api/board/contracts', 'domain', 'schema'],
      ...['service', 'service/http', 'service/settings'],
    ],
    tests: [
      ...['types of api', 'api/board', 'scripts/servers/'],
      ...['schema/testing', 'schema/testing/board-test', 'schema/testing/cable'],
    ],
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
    tests: [
      'ledger/testing',
      'schema/testing',
      'schema/testing/board-test',
      'schema/testing/cable',
      'scripts/servers/',
    ],
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
    code: ['api', 'api/board', 'charts', 'domain/extremes', 'domain/instant', 'service/within-deadline'],
    tests: [
      ...['charts/sample-answers', 'schema', 'schema/testing', 'schema/testing/cable'],
      'scripts/build-dashboard.mjs',
    ],
    instead: 'the dashboard knows the APIs only: ask them by @kanban/api.',
  },
  bench: {
    code: [
      'api',
      'api/board',
      'charts',
      'ledger',
      'ledger/testing',
      'notifications/messages',
      'schema',
      'schema/testing',
      'scripts/servers/',
      'scripts/build-dashboard.mjs',
      'apps/dashboard/src/testing/',
    ],
    instead: 'start the program and measure it from outside.',
  },
  chaos: {
    code: ['api', 'api/board', 'schema', 'schema/testing/cable', 'scripts/servers/'],
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
