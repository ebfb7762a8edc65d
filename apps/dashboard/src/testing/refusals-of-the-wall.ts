import { createPool } from '@kanban/schema';
import { closeBoard, openBoard } from '@kanban/schema/testing';
import type { PoolConnection } from 'mysql2/promise';
import type { Locator, Page } from 'playwright-core';
import { boardLogin, type RunningWall } from './running-wall.ts';

/** One refusal as a person meets it whose page does not know yet what others did. */
interface Refusal {
  /** What others did before. */
  readonly causes?: readonly string[] | ((wall: RunningWall, other: PoolConnection) => Promise<unknown>);
  /** What the person does; where the sentence is read. */
  act(page: Page, wall: RunningWall): Promise<Locator>;
  /** The same by an SQL client with the rights of the board API, which acts as the same person. */
  readonly inSql: readonly string[];
  /** In a dialog, which stays open from one refusal to the next. */
  readonly inDialog?: true;
  readonly undo?: readonly string[] | ((wall: RunningWall, other: PoolConnection) => Promise<unknown>);
}

const pushed = (reference: string) => async (page: Page) => {
  const card = page.locator(`[data-card="${reference}"] article`);
  await card.press('Control+Shift+ArrowRight');
  return card.locator('.card-refusal');
};

/** In a section of the card's dialog, which is opened where it is not open yet. */
const filledIn =
  (section: string, values: Readonly<Record<string, string>>, button: string) => async (page: Page) => {
    const dialog = page.locator('dialog[open]');
    if ((await dialog.count()) === 0) {
      await page.locator('[data-card="A"] article').press('Enter');
      await dialog.getByText('Edit', { exact: true }).click();
    }
    const part = dialog.locator(section);
    for (const [label, value] of Object.entries(values)) {
      await part.getByLabel(label, { exact: true }).fill(value);
    }
    await part.getByRole('button', { name: button, exact: true }).click();
    return part.locator('.form-refusal');
  };

const toTriage = (reference: string) => [
  `UPDATE queues SET queue_name = 'triage' WHERE reference = '${reference}'`,
];
const settingsBack = "DELETE FROM settings WHERE name <> 'enforce_actors'";

/** By number. The board is that of `runningWall`, the person `ada`, who may use the fast track, and OFF is off the board. */
export const metAtTheWall: Readonly<Record<number, Refusal>> = {
  9101: {
    act: pushed('D'),
    inSql: ["UPDATE queues SET queue_name = 'test' WHERE reference = 'D'"],
  },
  9102: {
    causes: ["UPDATE wip_limits SET queue_name = 'sorting' WHERE queue_name = 'triage'"],
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: ["UPDATE wip_limits SET queue_name = 'triage' WHERE queue_name = 'sorting'"],
  },
  9109: {
    causes: ["INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'uat')"],
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: ['DELETE FROM transitions'],
  },
  9111: {
    causes: [
      "INSERT INTO person_limits (assignee, wip_limit) VALUES ('grace', 1)",
      "UPDATE work_items SET assignee = 'grace' WHERE reference IN ('A', 'D')",
    ],
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: ['DELETE FROM person_limits', 'UPDATE work_items SET assignee = NULL'],
  },
  9112: {
    causes: [
      "INSERT INTO settings (name, value) VALUES ('enforce_blocks', 'on')",
      "UPDATE work_items SET blocked_reason = 'no answer' WHERE reference = 'B'",
    ],
    act: pushed('B'),
    inSql: toTriage('B'),
    undo: [settingsBack],
  },
  9113: {
    causes: [
      "INSERT INTO settings (name, value) VALUES ('enforce_dependencies', 'on')",
      "INSERT INTO dependencies (reference, depends_on) VALUES ('C', 'E')",
    ],
    act: pushed('C'),
    inSql: toTriage('C'),
    undo: [settingsBack],
  },
  9115: {
    causes: ["CALL delete_item('A')"],
    act: pushed('A'),
    inSql: ["INSERT INTO queues (reference, queue_name) VALUES ('A', 'triage')"],
    undo: ["CALL restore_item('A')"],
  },
  9120: {
    causes: async (_, other) => {
      await other.query('CALL begin_bulk()');
      for (const queue of ['uat', 'backlog']) {
        await other.query("UPDATE queues SET queue_name = ? WHERE reference = 'A'", [queue]);
      }
    },
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: (_, other) => other.query('CALL end_bulk()'),
  },
  9124: {
    causes: (_, other) => closeBoard(other),
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: (_, other) => openBoard(other),
  },
  9130: {
    causes: ({ database, sql }) =>
      sql('UPDATE members SET may_speak_for_others = FALSE WHERE name = ?', boardLogin(database)),
    act: pushed('A'),
    inSql: toTriage('A'),
    undo: ({ database, sql }) =>
      sql('UPDATE members SET may_speak_for_others = TRUE WHERE name = ?', boardLogin(database)),
  },
  9110: {
    causes: ["INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'triage')"],
    async act(page, { sql }) {
      const card = page.locator('[data-card="A"] article');
      await card.press('m');
      const dialog = page.locator('dialog[open]');
      await dialog.getByRole('button', { name: /^uat/ }).click();
      await dialog.getByLabel(/^Why by fast track/).fill('the customer waits');
      // The menu does not learn any more that the right is taken away.
      const asked = (url: URL) => url.pathname.endsWith('/moves');
      await page.route(asked, (route) =>
        route.request().method() === 'GET' ? route.abort() : route.continue(),
      );
      await sql("UPDATE members SET may_fast_track = FALSE WHERE name = 'ada'");
      await page.keyboard.press('Enter');
      const refusal = card.locator('.card-refusal');
      await refusal.waitFor();
      await page.unroute(asked);
      return refusal;
    },
    inSql: ['SET @kanban_fast_track = 1', "UPDATE queues SET queue_name = 'uat' WHERE reference = 'A'"],
    undo: ['DELETE FROM transitions'],
  },
  9103: {
    inDialog: true,
    act: filledIn('section[aria-label="Dependencies"]', { 'Waits for the item': 'NOWHERE' }, 'Link'),
    inSql: ["INSERT INTO dependencies (reference, depends_on) VALUES ('A', 'NOWHERE')"],
  },
  9114: {
    inDialog: true,
    causes: ["INSERT INTO dependencies (reference, depends_on) VALUES ('E', 'A')"],
    act: filledIn('section[aria-label="Dependencies"]', { 'Waits for the item': 'E' }, 'Link'),
    inSql: ["INSERT INTO dependencies (reference, depends_on) VALUES ('A', 'E')"],
  },
  9117: {
    inDialog: true,
    causes: ["UPDATE work_items SET parent = 'A' WHERE reference = 'E'"],
    act: filledIn('.edit', { 'Part of': 'E' }, 'Save'),
    inSql: ["UPDATE work_items SET parent = 'E' WHERE reference = 'A'"],
  },
  9118: {
    inDialog: true,
    act: filledIn(
      'section[aria-label="Attachments"]',
      { Name: 'the mail', Address: 'in my mailbox' },
      'Attach',
    ),
    inSql: ["INSERT INTO attachments (reference, name, address) VALUES ('A', 'the mail', 'in my mailbox')"],
  },
  9128: {
    inDialog: true,
    causes: ['UPDATE value_streams SET archived_at = UTC_TIMESTAMP(6)'],
    async act(page) {
      await page.keyboard.press('Escape');
      await page.locator('[data-card="A"] article').press('n');
      const dialog = page.locator('dialog[open]');
      await dialog.getByLabel('Short description').fill('too late');
      await page.keyboard.press('Enter');
      return dialog.locator('.form-refusal');
    },
    inSql: ["INSERT INTO queues (reference, queue_name) VALUES ('OFF', 'backlog')"],
  },
};

/** Why a person at the wall never meets the others. */
export const neverMetAtTheWall: Readonly<Record<number, string>> = {
  9104: 'the board API has no statement that changes the log',
  9105: 'the wall neither deletes queues nor streams',
  9106: 'the wall neither deletes queues nor changes their kind or position',
  9107: 'the wall gives no item another reference or stream, and moves a card by its reference',
  9108: 'the wall has no settings',
  9116: 'the board API puts a card whose neighbour is gone beside the other one or last, and says so',
  9119: 'the board API has no statement that changes a history',
  9121: 'the wall has no calendars',
  9122: "the board API says 'board' with each write",
  9123: 'the wall deletes softly',
  9125: 'the database alone chooses the ids of what the wall adds',
  9126: 'the board API leaves the checks of its sessions on',
  9127: 'the wall renames nothing',
  9131: 'the wall takes out no history',
};

/** What an SQL client is told, which may do what the board API may. */
export async function refusedInSql(
  login: string,
  person: string,
  statements: readonly string[],
): Promise<{ number: number; sentence: string }> {
  const pool = createPool(login, { connectionLimit: 1 });
  try {
    const connection = await pool.getConnection();
    await connection.query("SET @kanban_actor = ?, @kanban_source = 'board'", [person]);
    for (const statement of statements.slice(0, -1)) await connection.query(statement);
    await connection.beginTransaction();
    await connection.query(statements.at(-1) ?? '');
    throw new Error(`nothing refuses: ${statements.at(-1)}`);
  } catch (error) {
    const { errno, sqlMessage } = error as { errno?: number; sqlMessage?: string };
    if (errno === undefined || sqlMessage === undefined) throw error;
    return { number: errno, sentence: sqlMessage.replace(/^KANBAN_[A-Z_]+: /, '') };
  } finally {
    await pool.end();
  }
}
