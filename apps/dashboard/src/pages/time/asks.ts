import { QUEUE_TIME_PERCENTILES } from '@kanban/charts';
import { ask } from '../../view/ask.ts';

export const took = ask('leadTime');
export const tookOverTime = ask('leadTimeIntervals');
export const inQueues = ask('timeInQueue', { percentiles: QUEUE_TIME_PERCENTILES });
export const blocks = ask('blocked');
