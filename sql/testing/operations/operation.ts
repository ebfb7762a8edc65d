import fc from 'fast-check';
import type { Model, ModelItem, Verdict } from '../model/model.ts';
import type { Picked } from './board.ts';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Something somebody does to a board, said to the database and to the model. */
export interface Operation {
  readonly name: string;
  readonly fields: object;
  statements(board: Model): readonly Statement[];
  /** What the model says of it; done in it when there is no reason against. */
  predict(board: Model): Verdict;
}

export interface Kind<F> {
  of(fields: F): Operation;
  readonly arbitrary: fc.Arbitrary<Operation>;
}

export interface Board {
  readonly model: Model;
  /** The reference of an item. */
  item(pick: Picked, isApt?: (item: ModelItem, reference: string) => boolean): string;
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
    name,
    fields: values,
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
  const nameOf = (n: number) => `${model.stream}-${n}`;
  return {
    model,
    item: (pick, isApt = () => false) => {
      if (typeof pick === 'number') return nameOf(pick);
      // The rush has no model to look at.
      const apt = [...(model.items ?? [])].filter(([reference, item]) => isApt(item, reference));
      return apt[pick.apt % apt.length]?.[0] ?? nameOf(pick.apt);
    },
    queue: (key) => model.queues[key]?.name,
  };
}
