import type { Instant } from '@kanban/domain';
import type { Logger } from 'pino';
import type { Hub } from './changes/hub.ts';
import type { Connections } from './connections.ts';
import type { Answers } from './flights/answers.ts';
import type { Measurements } from './measurements.ts';
import type { Workers } from './workers/create-workers.ts';

/** What the app is given; it makes none of it and closes none of it. */
export interface Deps extends Connections {
  log: Logger;
  measurements: Measurements;
  answers: Answers;
  /** Who is told of changes. Without it nobody is: the threads answer questions only. */
  changes?: Hub | undefined;
  /** Threads for what takes long; without them it is answered here. */
  workers?: Workers | undefined;
  /** Bearer tokens that are let in; none = everybody is, unless people sign in. */
  tokens: readonly string[];
  /** Whether people sign in at the board API: who reads needs a session then, or a token. */
  peopleSignIn?: boolean | undefined;
  /** Where others reach the service; without tokens, requests to other hosts than this and the machine itself are refused. */
  apiUrl?: string | undefined;
  /** Other origins whose pages may read the API. */
  corsOrigins: readonly string[];
  /** A folder of static files to serve at /. */
  dashboardDir: string | undefined;
  /** What time it is. Default: what the database says, which dates the audit log. */
  clock?: () => Instant;
}

export interface AppEnv {
  Variables: { requestId: string };
}
