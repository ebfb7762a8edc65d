import { BadDatabaseUrl, NoAccess } from '@kanban/schema';
import { runService } from '@kanban/service';
import { readConfig } from './config.ts';
import { startNotifier } from './notifier.ts';

await runService({
  name: 'notifier',
  readConfig: () => readConfig(process.env),
  start: startNotifier,
  ready: 'Ready: sending deliveries',
  refusals: [BadDatabaseUrl, NoAccess],
});
