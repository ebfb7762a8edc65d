import { serviceDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LedgerScene, setLedgerScene } from '../testing/ledger-scene.ts';
import { RECIPIENT, type Subject, TOKEN, type Try } from '../testing/states/subject.ts';
import { triesOfCollections } from '../testing/states/tries-of-collections.ts';
import { triesOfDeliveries } from '../testing/states/tries-of-deliveries.ts';
import { triesOfEvents } from '../testing/states/tries-of-events.ts';
import { arrowsOf } from './as-markdown.ts';
import { transitions } from './transitions.ts';

const LONG_AGO = "'2020-01-01 00:00:00'";

/** All that a delivery in a state may have, and each time so long ago that whatever waits for it may happen. */
const deliveryIn: Readonly<Record<string, string>> = {
  pending: '',
  queued: `, queued_at = ${LONG_AGO}`,
  sending: `, claim_token = '${TOKEN}', claim_expires_at = ${LONG_AGO}, message_id = '<m@x.test>', attempts = 1`,
  sent: `, settled_at = ${LONG_AGO}`,
  dead: `, settled_at = ${LONG_AGO}, attempts = 1`,
  superseded: `, settled_at = ${LONG_AGO}, superseded_reason = 'later news'`,
  collected: '',
};
const eventIn: Readonly<Record<string, string>> = {
  waiting: 'fanned_out_at = NULL',
  open: `fanned_out_at = ${LONG_AGO}`,
  processed: `fanned_out_at = ${LONG_AGO}, processed_at = ${LONG_AGO}`,
};

interface Table {
  readonly states: readonly string[];
  readonly tries: Readonly<Record<string, readonly Try[]>>;
  /** Makes a row in that state; none: only what it would need. */
  make(scene: LedgerScene, state: string): Promise<Subject>;
  /** The row, if it is there, as the state is read off it. */
  find(subject: Subject): Promise<RowDataPacket[]>;
  stateOf(row: RowDataPacket): string;
}

async function eventWith(scene: LedgerScene, set: string): Promise<number> {
  const id = await scene.writeEvent({});
  await scene.rows(`UPDATE outbox_events SET ${set} WHERE id = ?`, [id]);
  return id;
}

const tables: Readonly<Record<string, Table>> = {
  deliveries: {
    states: Object.keys(deliveryIn),
    tries: triesOfDeliveries,
    async make(scene, state) {
      const eventId = await eventWith(scene, String(eventIn.processed));
      const subject = { scene, state, id: 0, eventId };
      if (state === 'none') return subject;
      await scene.rows(
        `INSERT INTO deliveries SET event_id = ?, channel = 'email', recipient = ?, state = ?, due_at = ${LONG_AGO}
         ${deliveryIn[state]}`,
        [eventId, RECIPIENT, state],
      );
      const [row] = await this.find(subject);
      return { ...subject, id: Number(row?.id) };
    },
    find: ({ scene, eventId }) =>
      scene.rows('SELECT * FROM deliveries WHERE event_id = ? AND recipient = ?', [eventId, RECIPIENT]),
    stateOf: ({ state }) => state,
  },
  outbox_events: {
    states: Object.keys(eventIn),
    tries: triesOfEvents,
    async make(scene, state) {
      const id = state === 'none' ? 0 : await eventWith(scene, String(eventIn[state]));
      return { scene, state, id, eventId: id };
    },
    find: ({ scene, id }) => scene.rows('SELECT * FROM outbox_events WHERE id = ?', [id]),
    stateOf: (row) =>
      row.processed_at !== null ? 'processed' : row.fanned_out_at !== null ? 'open' : 'waiting',
  },
  collections: {
    states: ['current', 'over'],
    tries: triesOfCollections,
    async make(scene, state) {
      await scene.rows('DELETE FROM collections');
      const days = state === 'over' ? 3 : 1;
      if (state !== 'none')
        await scene.rows(
          `INSERT INTO collections SET collection_key = 'k', due_at = UTC_TIMESTAMP(6) - INTERVAL ${days} DAY`,
        );
      return { scene, state, id: 0, eventId: 0 };
    },
    find: ({ scene }) =>
      scene.rows('SELECT *, due_at < UTC_TIMESTAMP(6) - INTERVAL 2 DAY AS is_over FROM collections'),
    stateOf: ({ is_over }) => (Number(is_over) === 1 ? 'over' : 'current'),
  },
};

describe.each(serviceDatabases())('the states of the ledger on $name', (server) => {
  let scene: LedgerScene;
  beforeAll(async () => {
    scene = await setLedgerScene(server);
  });
  afterAll(() => scene?.close());

  /** The arrow that a try draws from a row in that state; undefined: it leaves the row as it is. */
  async function arrowOf(table: Table, state: string, { prepare, run }: Try): Promise<string | undefined> {
    const subject = await table.make(scene, state);
    await prepare?.(subject);
    const before = await table.find(subject);
    expect(before.map(table.stateOf)).toEqual(state === 'none' ? [] : [state]);
    await run(subject);
    const after = await table.find(subject);
    if (JSON.stringify(after) === JSON.stringify(before)) return undefined;
    return `${state} → ${after[0] ? table.stateOf(after[0]) : 'none'}`;
  }

  it.each(transitions)(
    'of $table: $file draws its arrows and no other ones',
    async ({ file, arrows, ...of }) => {
      const table = tables[of.table] as Table;
      const drawn = new Set<string>();
      for (const each of table.tries[file] as readonly Try[]) {
        await scene.clear();
        for (const state of ['none', ...table.states]) {
          const arrow = await arrowOf(table, state, each);
          if (arrow) drawn.add(arrow);
        }
      }
      expect([...drawn].sort()).toEqual(
        arrowsOf(arrows)
          .map(([from, to]) => `${from} → ${to}`)
          .sort(),
      );
    },
  );
});
