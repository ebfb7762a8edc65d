import type { Hono } from 'hono';
import type { Problem } from './contract/problem.ts';
import type { AnswerTo, ParamsOf, Path, QueryOf } from './paths.ts';

// A type, not an interface: hono's Schema asks for an index signature, which interfaces have not.
type Endpoint<Of extends Path> = {
  $get:
    | {
        input: { query: QueryOf<Of> } & (keyof ParamsOf<Of> extends never
          ? unknown
          : { param: ParamsOf<Of> });
        output: AnswerTo<Of>;
        outputFormat: 'json';
        status: 200;
      }
    | { input: object; output: Problem; outputFormat: 'json'; status: 400 | 401 | 404 | 500 | 503 };
};

type WithColon<Of extends string> = Of extends `${infer Before}{${infer Name}}` ? `${Before}:${Name}` : Of;

/** For `hc<AppType>(apiUrl)` of hono/client. */
export type AppType = Hono<Record<never, never>, { [Of in Path as WithColon<Of>]: Endpoint<Of> }, '/'>;
