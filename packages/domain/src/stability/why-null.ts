import type { Reason } from '../reason.ts';
import type { LittlesWindow } from './littles-window.ts';
import type { Stability } from './stability.ts';

/** Why a figure of the window may be null. */
export const windowWhyNull = {
  averageWip: 'noWorkingTime',
  ratePerDay: 'noWorkingTime',
  averageUs: 'noItems',
  averageAgeStartUs: 'noItems',
  averageAgeEndUs: 'noItems',
  meanCycleTimeUs: 'nothingFinished',
  boundaryShare: 'noItems',
} as const satisfies Partial<Record<keyof LittlesWindow, Reason>>;

/** Why one of the other figures may be null. */
export const stabilityWhyNull = {
  coherentShare: 'tooLittleHistory',
} as const satisfies Partial<Record<keyof Stability, Reason>>;
