import { type BoardClient, createBoardClient } from '@kanban/api/board';
import { applyRoles, createLogins } from '@kanban/schema';
import { createBoard, type TestServer } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { type BoardApi, startBoardApi } from '../board-api.ts';
import { readConfig } from '../config.ts';

const RIGHTS = ['may_move', 'may_edit', 'may_administrate', 'may_fast_track'] as const;

/** Members by name, each with a token, and their rights. */
export const people: Readonly<Record<string, readonly (typeof RIGHTS)[number][]>> = {
  ann: ['may_move', 'may_edit'],
  bob: ['may_move', 'may_edit'],
  cara: ['may_move', 'may_edit', 'may_fast_track'],
  mover: ['may_move'],
  editor: ['may_edit'],
  administrator: ['may_administrate'],
  hasty: ['may_fast_track'],
  reader: [],
};

const tokenOf = (name: string) => `token-of-${name}-0123456789`;

/** The service as it runs: its own login, a socket, a board with people. Everything in it is there from the first hook on. */
export function boardUnderTest(server: TestServer, env: Record<string, string> = {}) {
  const database = boardTest(server);
  const started: BoardApi[] = [];
  let login = '';

  beforeAll(async () => {
    await createBoard(database.pool);
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const logins = await createLogins(database.url, { board: 'p@ss/word' }, { suffix });
    login = logins.board ?? '';
    for (const [name, rights] of Object.entries(people)) {
      const row = Object.fromEntries(RIGHTS.map((right) => [right, rights.includes(right)]));
      await database.pool.query('INSERT INTO members SET ?', [{ name, ...row }]);
    }
    await start();
  });
  afterAll(() => Promise.all(started.map((api) => api.stop())));

  async function start(more: Record<string, string> = {}): Promise<string> {
    const config = readConfig(settings(more));
    const api = await startBoardApi(config, pino({ level: 'silent' }));
    started.push(api);
    return `http://127.0.0.1:${api.port}`;
  }

  const settings = (more: Record<string, string> = {}): Record<string, string> => ({
    DATABASE_URL: login,
    BOARD_PORT: '0',
    BOARD_TOKENS: [...Object.keys(people), 'stranger'].map((name) => `${name}:${tokenOf(name)}`).join(','),
    ...env,
    ...more,
  });
  const url = () => `http://127.0.0.1:${started[0]?.port}`;

  return {
    database,
    get url() {
      return url();
    },
    start,
    settings,
    /** The client of a person, by token. */
    as: (name: string, at = url()): BoardClient => createBoardClient({ url: at, token: () => tokenOf(name) }),
    tokenOf,
    /** A request as programs or browsers send it. */
    send: (path: string, init: RequestInit = {}, at = url()) => fetch(`${at}${path}`, init),
  };
}
