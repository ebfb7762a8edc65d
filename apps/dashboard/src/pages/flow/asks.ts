import { ask } from '../../view/ask.ts';

export const flowing = ask('flow');
export const finished = ask('throughput');
export const cumulative = ask('cumulativeFlow');
