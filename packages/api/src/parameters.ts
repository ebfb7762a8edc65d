import { OpenAPIHono } from '@hono/zod-openapi';
import * as contracts from './contracts.ts';
import type { Path } from './paths.ts';

/** A parameter of a query, as the contract has it. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** All values there are; empty: any text. */
  readonly values: readonly string[];
  /** What it is when it is left out. */
  readonly fallback: string | undefined;
  /** Several of its values may be given, each by itself. */
  readonly isRepeated: boolean;
}

interface Described {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema: {
    readonly enum?: readonly string[];
    readonly default?: string;
    readonly anyOf?: readonly { readonly type?: string }[];
  };
}

/** The parameters of a path's query, in their order: read from its OpenAPI description, so that they are told in one place. */
export function parametersOf(path: Path): Parameter[] {
  const app = new OpenAPIHono();
  for (const contract of Object.values(contracts)) {
    if (typeof contract === 'object' && contract.path === path) app.openAPIRegistry.registerPath(contract);
  }
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
  const described = (paths?.[path]?.get?.parameters ?? []) as Described[];
  return described
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, description = '', schema }) => ({
      name,
      description,
      values: schema.enum ?? [],
      fallback: schema.default,
      isRepeated: schema.anyOf?.some(({ type }) => type === 'array') ?? false,
    }));
}
