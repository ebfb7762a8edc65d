import { BadDatabaseUrl, NoAccess } from '@kanban/schema';
import { runService } from '@kanban/service';
import { startBoardApi } from './board-api.ts';
import { readConfig } from './config.ts';

await runService({
  name: 'board-api',
  readConfig: () => readConfig(process.env),
  start: startBoardApi,
  ready: 'Ready: people may move cards',
  refusals: [BadDatabaseUrl, NoAccess],
});
