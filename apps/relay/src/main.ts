import { BadDatabaseUrl, NoAccess } from '@kanban/schema';
import { runService } from '@kanban/service';
import { readConfig } from './config.ts';
import { startRelay } from './relay.ts';

await runService({
  name: 'relay',
  readConfig: () => readConfig(process.env),
  start: startRelay,
  ready: 'Ready: turning outbox events into deliveries',
  refusals: [BadDatabaseUrl, NoAccess],
});
