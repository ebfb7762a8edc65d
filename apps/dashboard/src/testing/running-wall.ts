import { applyRoles, createLogins } from '@kanban/schema';
import { createBoard, createTestDatabase, type TestDatabase, type TestServer } from '@kanban/schema/testing';
import { type Cable, layCable } from '@kanban/schema/testing/cable';
import type { RowDataPacket } from 'mysql2/promise';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { DASHBOARD_DIST } from '../../../../scripts/build-dashboard.mjs';
import { startBrowser, type TestBrowser } from './browser.ts';
import { type OneOrigin, serveOneOrigin } from './one-origin.ts';
import { type RunningApi, startApi, startBoardApi } from './processes.ts';

export interface RunningWall {
  readonly database: TestDatabase;
  readonly origin: OneOrigin;
  readonly browser: TestBrowser;
  /** The address of the database with the login of the board API. */
  readonly login: string;
  /** Between the board API and its database. */
  readonly cable: Cable;
  /** Opens the wall as this person, who is signed in; null: as nobody. */
  open(person: string | null, query?: string, size?: { width: number; height: number }): Promise<Page>;
  /** Values of a statement, one row an array. */
  sql(statement: string, ...values: unknown[]): Promise<unknown[][]>;
  stopBoard(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  startBoard(): Promise<void>;
}

/** A browser, for all walls of a file. */
export function wallStage(): () => TestBrowser {
  let browser: TestBrowser | undefined;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error('The stage stands only within a test.');
    return browser;
  };
}

/** A board of eight cards and both APIs behind one address: all of it real. The board is new for each test. */
export function runningWall(server: TestServer, stage: () => TestBrowser): () => RunningWall {
  let wall:
    | (RunningWall & { ready(): Promise<void>; end(): Promise<void>; closePages(): Promise<string[]> })
    | undefined;

  beforeAll(async () => {
    wall = await begin(await createTestDatabase(server), stage());
  });
  beforeEach(async () => {
    // A test that failed may have left the board API stopped.
    await wall?.ready();
    await fill(running().database);
  });
  afterEach(async () => {
    expect(await wall?.closePages()).toEqual([]);
  });
  afterAll(() => wall?.end());

  const running = () => {
    if (!wall) throw new Error('The wall runs only within a test.');
    return wall;
  };
  return running;
}

async function begin(database: TestDatabase, browser: TestBrowser) {
  await applyRoles(database.url);
  const suffix = `_${database.name.slice(-6)}`;
  const { board: login = '' } = await createLogins(database.url, { board: 'p@ss/word' }, { suffix });
  const cable = await layCable(login);
  const startBoardProgram = () => startBoardApi({ DATABASE_URL: cable.url });
  const [metrics, firstBoard] = await Promise.all([
    startApi({ DATABASE_URL: database.url, DASHBOARD_DIR: DASHBOARD_DIST }),
    startBoardProgram(),
  ]);
  let board: RunningApi = firstBoard;
  const origin = await serveOneOrigin(metrics.port, board.port);
  let opened: { page: Page; complaints: string[] }[] = [];
  let isRunning = true;
  const startBoard = async () => {
    board = await startBoardProgram();
    origin.boardPort = board.port;
    isRunning = true;
  };
  return {
    database,
    origin,
    browser,
    login,
    cable,
    startBoard,
    async ready() {
      origin.losesAnswers = false;
      if (!isRunning) await startBoard();
    },
    async open(person: string | null, query = '', size = { width: 1280, height: 800 }) {
      if (person !== null) await signIn(person);
      const visit = await browser.open(`${origin.url}?page=wall${query}`, size);
      opened.push(visit);
      await visit.page.locator('.queue-head').first().waitFor();
      return visit.page;
    },
    async sql(statement: string, ...values: unknown[]) {
      const [rows] = await database.pool.query<RowDataPacket[]>(statement, values);
      return Array.isArray(rows) ? rows.map((row) => Object.values(row)) : [];
    },
    stopBoard(signal?: 'SIGTERM' | 'SIGKILL') {
      isRunning = false;
      return board.stop(signal);
    },
    async closePages() {
      const pages = opened;
      opened = [];
      // Drafts are kept for all pages of the origin.
      await pages[0]?.page.evaluate(() => localStorage.clear());
      await Promise.all(pages.map(({ page }) => page.close()));
      await browser.context.clearCookies();
      // A refusal is an answer; the browser logs it all the same.
      return pages
        .flatMap(({ complaints }) => complaints)
        .filter((text) => !text.startsWith('Failed to load resource'));
    },
    async end() {
      cable.close();
      await Promise.all([metrics.stop(), board.stop(), origin.close()]);
      await database.drop();
    },
  };

  /** As the dialog of the page does it. */
  async function signIn(name: string): Promise<void> {
    const response = await browser.context.request.post(`${origin.url}v1/session`, {
      headers: { origin: new URL(origin.url).origin },
      data: { name },
    });
    expect(response.status()).toBe(200);
  }
}

/** backlog A B C, development D E (limit 3), test X Y Z (limit 3: full). */
async function fill(database: TestDatabase): Promise<void> {
  await database.empty();
  const { pool } = database;
  await createBoard(pool);
  await pool.query('INSERT INTO members (name, may_speak_for_others) VALUES (?, TRUE)', [
    boardLogin(database),
  ]);
  for (const [queue, references] of Object.entries({ backlog: 'ABC', development: 'DE', test: 'XYZ' })) {
    const items = [...references].map((reference) => [
      reference,
      `${reference} of ${queue}`,
      reference === 'B' ? 'expedite' : 'standard',
    ]);
    await pool.query('INSERT INTO work_items (reference, short_desc, class_of_service) VALUES ?', [items]);
    for (const [reference] of items) {
      await pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
    }
  }
}

/** The name that the database knows the board API by. */
export function boardLogin({ name }: TestDatabase): string {
  return `kanban_board_${name.slice(-6)}`;
}
