import type { Instant } from '@kanban/domain';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import { createHub, type HubOptions } from '../changes/hub.ts';
import { connect } from '../connections.ts';
import type { Deps } from '../deps.ts';
import { createAnswers } from '../flights/answers.ts';
import { createMeasurements } from '../measurements.ts';

/** The app with a real database, called without a socket. `clock` gives its present instant. */
export function appUnderTest(
  databaseUrl: string,
  overrides: Partial<Deps> = {},
  {
    connectionLimit = 4,
    waitMs,
    answerCache = 0,
    live = {},
  }: { connectionLimit?: number; waitMs?: number; answerCache?: number; live?: Partial<HubOptions> } = {},
) {
  const measurements = createMeasurements();
  const connections = connect(databaseUrl, { connectionLimit, measurements, ...(waitMs && { waitMs }) });
  const { db } = connections;
  const log = pino({ level: 'silent' });
  let now: Instant | undefined;
  const changes = createHub(db, { measurements, limit: 2_000, ...live });
  const deps: Deps = {
    ...connections,
    log,
    measurements,
    answers: createAnswers(answerCache, measurements),
    changes,
    tokens: [],
    corsOrigins: [],
    dashboardDir: undefined,
    ...overrides,
  };
  const app = createApp({
    ...deps,
    get clock() {
      return now === undefined ? undefined : () => now as Instant;
    },
  } as Deps);
  return {
    app,
    db,
    changes,
    measurements,
    setNow(at: Instant | undefined) {
      now = at;
    },
    /** The body of an answer, which must be a 200. */
    async ask<Body = Record<string, never>>(path: string, query: Record<string, string> = {}): Promise<Body> {
      const response = await app.request(addressOf(path, query));
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Body;
    },
    close() {
      changes.close();
      return db.destroy();
    },
  };
}

export function addressOf(path: string, query: Record<string, string> = {}): string {
  return `${path}?${new URLSearchParams(query)}`;
}
