import { historyTriggers } from './config-history.ts';
import { fieldHistoryTriggers } from './field-history.ts';
import { guards } from './guards.ts';
import { settingFunctions } from './setting-functions.ts';
import { changeTriggers } from './stream-changes.ts';

/** Everything that the lists generate, as if each were a file: name and text. */
export const made = {
  triggers: [...guards, ...historyTriggers, ...fieldHistoryTriggers, ...changeTriggers],
  routines: settingFunctions,
} as const;
