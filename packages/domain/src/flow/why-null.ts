import type { Reason } from '../reason.ts';
import type { FlowFigures } from './flow-over-time.ts';

/** Why a figure of flow may be null. */
export const flowWhyNull = {
  averageWip: 'noWorkingTime',
  averageAgeUs: 'noItems',
  approximateCycleTimeUs: 'nothingFinished',
  meanCycleTimeUs: 'nothingFinished',
  flowDebtUs: 'nothingFinished',
} as const satisfies Partial<Record<keyof FlowFigures, Reason>>;
