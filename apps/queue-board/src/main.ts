import { runService } from '@kanban/service';
import { readConfig } from './config.ts';
import { startQueueBoard } from './queue-board.ts';

await runService({
  name: 'queue-board',
  readConfig: () => readConfig(process.env),
  start: startQueueBoard,
  ready: 'Ready: showing the queues',
  refusals: [],
});
