import type { HttpBindings } from '@hono/node-server';
import type { Person } from './people/person.ts';

/** What requests carry through the app. */
export interface AppEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Who asks; undefined: nobody who signed in. */
    person: Person | undefined;
    /** A program with a token, which no page of another site has. */
    isProgram: boolean;
  };
}
