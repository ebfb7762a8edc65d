import fc from 'fast-check';
import type { Model, Verdict } from '../model/board.ts';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Something somebody does to a board, said to the database and to the model. */
export interface Operation {
  readonly told: object;
  statements(board: Model): readonly Statement[];
  /** What the model says of it; done in it when there is no reason against. */
  predict(board: Model): Verdict;
}

export interface Kind<F> {
  of(fields: F): Operation;
  readonly arbitrary: fc.Arbitrary<Operation>;
}

interface Board {
  readonly model: Model;
  /** An item by its number. */
  item(n: number): string;
  /** The present name of a queue by its key. */
  queue(key: number): string | undefined;
}
type Fields<F> = { [P in keyof F]: fc.Arbitrary<F[P]> };

/** A kind of operation with fields made at random; `sql` and `model` get them and say the same, each in its words. */
export function kind<F extends object>(
  name: string,
  fields: Fields<F>,
  sql: (fields: F, board: Board) => readonly Statement[],
  model: (fields: F, board: Board) => Verdict,
): Kind<F> {
  const of = (values: F): Operation => ({
    told: { name, ...values },
    statements: (board) => sql(values, named(board)),
    predict: (board) => model(values, named(board)),
    [fc.toStringMethod as never]: () => `${name} ${fc.stringify(values)}`,
  });
  return { of, arbitrary: fc.record(fields, { noNullPrototype: true }).map((values) => of(values as F)) };
}

export function one(sql: string, ...values: unknown[]): Statement[] {
  return [{ sql, values }];
}

function named(model: Model): Board {
  return {
    model,
    item: (n) => `${model.stream}-${n}`,
    queue: (key) => model.queues[key]?.name,
  };
}
