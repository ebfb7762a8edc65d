import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Status and title of each problem of a service, by its name. */
export type Problems = Readonly<Record<string, readonly [status: ContentfulStatusCode, title: string]>>;

/** An error that is an answer: what it says is meant for the client. */
export class Problem<
  Name extends string = string,
  Details extends { readonly detail: string } = { readonly detail: string },
> extends Error {
  readonly problem: Name;
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly details: Details;

  constructor(problem: Name, [status, title]: Problems[string], details: Details) {
    super(details.detail);
    this.problem = problem;
    this.status = status;
    this.title = title;
    this.details = details;
  }

  /** The body of RFC 9457; `requestId` finds the request in the log. */
  body(requestId: string) {
    return {
      type: `urn:kanban-flow:problem:${this.problem}`,
      title: this.title,
      status: this.status as number,
      instance: `urn:kanban-flow:request:${requestId}`,
      ...this.details,
    };
  }
}
