import mysql from 'mysql2';

/** One statement of a program, and the work of the server for it, including triggers and routines. */
export interface StatementCost {
  /** The text as it was sent, with its values. */
  readonly sql: string;
  /** Rows that storage engines handed out (Handler_read_*), with any plan. */
  readonly read: number;
  readonly returned: number;
  readonly changed: number;
}

type Answer = (error: Error | null, rows: unknown, ...more: unknown[]) => void;
type Query = (this: object, ...asked: unknown[]) => unknown;

const STATUS = "SHOW SESSION STATUS LIKE 'Handler_read%'";

/** Statements that read no rows of tables. */
const silent = /^\s*(SET|BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SHOW|KILL)\b/i;

/**
 * Records every statement that this process sends while `work` runs, by any pool. It reads the counters of the session right before
 * and right after the statement, on the same connection, which needs no rights and no settings of the server.
 */
export async function statementCosts(work: () => Promise<unknown>): Promise<StatementCost[]> {
  const costs: StatementCost[] = [];
  const reading: Promise<unknown>[] = [];
  const prototype = mysql.Connection.prototype as unknown as { query: Query };
  const query = prototype.query;
  const readStatus = (connection: object) =>
    new Promise<number>((resolve, reject) => {
      query.call(connection, STATUS, (error: Error | null, rows: { Value: string }[]) => {
        if (error) reject(error);
        else resolve(rows.reduce((sum, { Value }) => sum + Number(Value), 0));
      });
    });

  prototype.query = function watched(...asked) {
    const sql = textOf(asked[0]);
    if (silent.test(sql)) return query.apply(this, asked);
    const [first, before] = [readStatus(this), readStatus(this)];
    let rows: unknown;
    const noting =
      (answer: Answer): Answer =>
      (error, found, ...more) => {
        rows = found;
        answer(error, found, ...more);
      };
    // A pool passes a command that already has its callback.
    const [command] = asked as [{ onResult?: Answer }];
    const place = asked.findLastIndex((each) => typeof each === 'function');
    const isAnswered = place !== -1 || typeof command?.onResult === 'function';
    if (typeof command?.onResult === 'function') command.onResult = noting(command.onResult);
    const sent = query.apply(
      this,
      place === -1 ? asked : asked.with(place, noting(asked[place] as Answer)),
    ) as { sql: string; on(event: 'result', listener: (row: unknown) => void): void };
    if (!isAnswered) {
      const streamed: unknown[] = [];
      rows = streamed;
      sent.on('result', (row) => streamed.push(row));
    }
    const after = readStatus(this);
    const noted = Promise.all([first, before, after]).then(([one, two, end]) => {
      // The cost of reading the counters.
      const own = two - one;
      costs.push({ sql: sent.sql, read: end - two - own, ...countOf(rows) });
    });
    reading.push(noted.catch(() => {}));
    return sent;
  };
  try {
    await work();
    await Promise.all(reading);
  } finally {
    prototype.query = query;
  }
  return costs;
}

function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : String((asked as { sql?: unknown } | undefined)?.sql);
}

/** A list of rows, a list of such lists (a procedure), or the result of a change. */
function countOf(answer: unknown): { returned: number; changed: number } {
  if (Array.isArray(answer)) {
    const counts = answer.map((each) => (Array.isArray(each) ? countOf(each) : { returned: 1, changed: 0 }));
    return {
      returned: counts.reduce((sum, { returned }) => sum + returned, 0),
      changed: counts.reduce((sum, { changed }) => sum + changed, 0),
    };
  }
  return { returned: 0, changed: (answer as { affectedRows?: number } | undefined)?.affectedRows ?? 0 };
}
