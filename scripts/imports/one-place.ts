export interface Concept {
  /** What has one place, as a noun. */
  readonly what: string;
  /** The one file. */
  readonly place: string;
  /** What only that file may say. */
  readonly mark: RegExp;
  /** Files that say the same and mean something else, each with what it means. */
  readonly others?: Readonly<Record<string, string>>;
  /** Whether tests and their helpers may say it: false where a helper of tests is the place. */
  readonly isFreeInTests?: boolean;
  /** The files that are searched, by the end of their names; code where it is not given. */
  readonly files?: RegExp;
}

/** Each concept with its one place. A second place fails one-place.test.ts: import the first instead. */
export const concepts: readonly Concept[] = [
  {
    what: 'the type of an instant',
    place: 'packages/domain/src/instant.ts',
    mark: /\btype Instant = /,
  },
  {
    what: 'an instant as ISO 8601',
    place: 'packages/domain/src/instant.ts',
    mark: /toISOString\(\)\.slice\(0, 19\)\}\.\$/,
  },
  {
    what: 'the DATETIME(6) of an instant',
    place: 'packages/schema/src/instants.ts',
    mark: /function (?:sqlInstant|instantFromSql)\b|\.replace\('T', ' '\)\.slice\(0, -1\)/,
  },
  {
    what: 'the type of the rows of a statement, claimed without a check',
    place: 'packages/schema/src/rows-as.ts',
    mark: /\bas (?:unknown as|never)\b/,
    isFreeInTests: true,
    others: {
      'apps/cli/src/removal/dump-removals.ts': 'a connection that mysql2 declares with the wrong type',
      'apps/metrics-api/src/connections.ts': "mysql2's pool as Kysely's, which differ in null and undefined",
      'apps/metrics-api/src/routes/changes-stream/handler.ts':
        'a stream of events, to a route of @hono/zod-openapi that knows it as a text',
      'apps/metrics-api/src/routes/metrics/handler.ts':
        'text that is no JSON, to a route of @hono/zod-openapi',
      'packages/schema/src/several-hosts.ts': 'no connection, where a callback has an error',
    },
  },
  {
    what: 'text without line breaks and control characters',
    place: 'packages/domain/src/text/one-line.ts',
    mark: /function oneLine\b|\[(?:\\s)?\\p\{Cc\}(?:\\u2028\\u2029)?\]\+/,
    isFreeInTests: true,
  },
  {
    what: 'lines of text that are wrapped',
    place: 'packages/domain/src/text/wrapped.ts',
    mark: /function wrapped\b|\{1,\$\{WIDTH\}\}/,
  },
  {
    what: 'columns of text that line up',
    place: 'packages/domain/src/text/aligned.ts',
    mark: /function (?:aligned|formatTable)\b|' '\.repeat\(\(widths/,
  },
  {
    what: 'the time zone of a row, or UTC',
    place: 'packages/domain/src/calendar/local-time.ts',
    mark: /function zoneOrUtc\b|InvalidInput\) return 'UTC'/,
  },
  {
    what: 'text as HTML where hono/html does not make it',
    place: 'scripts/mailbox/pages.mjs',
    mark: /&lt;/,
    isFreeInTests: true,
    others: {
      'packages/notifications/src/messages/slack/escape-mrkdwn.ts': 'mrkdwn of Slack, which is not HTML',
    },
  },
  {
    what: 'a port that nobody listens on',
    place: 'scripts/servers/free-port.mjs',
    mark: /function freePort\b/,
  },
  {
    what: 'asking until an answer is there',
    place: 'scripts/servers/until.mjs',
    mark: /function until\b|Date\.now\(\) >=? (?:deadline|giveUpAt)/,
  },
  {
    what: 'a promise with a deadline',
    place: 'packages/service/src/within-deadline.ts',
    mark: /Promise\.race\(|setTimeout\(\(\) => \w*(?:reject|fail)\w*\(/,
    isFreeInTests: true,
    others: {
      'apps/cli/src/terminal/confirm.ts': 'an answer, or the end of the input',
      'packages/notifications/src/endpoints/post.ts':
        'one of several ends of a request, each of which says what is known of it',
      'scripts/start.mjs': 'the work, or Ctrl-C',
    },
  },
  {
    what: 'reading of settings from the environment',
    place: 'packages/service/src/settings.ts',
    mark: /must be a whole number from \$|must be true or false|must be one of \$\{LOG_LEVELS/,
    isFreeInTests: true,
  },
  {
    what: 'the body of a problem (RFC 9457)',
    place: 'packages/service/src/http/problem.ts',
    mark: /urn:kanban-flow:(?:problem|request):\$\{/,
    isFreeInTests: true,
    others: {
      'scripts/start/one-origin.mjs': 'what runs with Node alone, before a service is there',
    },
  },
  {
    what: 'the line in the log of a request',
    place: 'packages/service/src/http/log-requests.ts',
    mark: /durationMs: Math\.round\(durationMs/,
    isFreeInTests: true,
  },
  {
    what: 'the sentence for an address without a database',
    place: 'packages/schema/src/database-url.ts',
    mark: /DATABASE_URL names no database/,
    isFreeInTests: true,
  },
  {
    what: 'the colours of charts, pages and reports',
    place: 'packages/charts/src/colours.ts',
    mark: /#[0-9a-f]{6}\b/,
    files: /\.(?:ts|css)$/,
    isFreeInTests: true,
    others: {
      'apps/metrics-api/src/routes/docs/page.ts': 'the reference of the API, which is drawn by Redoc',
      'apps/metrics-api/src/routes/unsubscribe/page.ts':
        'a page that a mail leads to, in the colours of mails',
      'packages/charts/src/colours.css': 'made of colours.ts, as a test shows',
      'packages/notifications/src/messages/mail/render-html.ts': 'the colours of mails about events',
    },
  },
];
