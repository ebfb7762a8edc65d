import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Measurements } from './measurements.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/** What the app is given; it makes none of it and closes none of it. */
export interface Deps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly measurements: Measurements;
  readonly signIn: SignIn;
  readonly config: Pick<Config, 'publicUrl' | 'signIn' | 'tokens' | 'databaseDeadlineMs'>;
}
