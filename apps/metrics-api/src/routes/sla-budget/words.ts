import { OUTLOOK_WORDS } from '../../outlook/fields.ts';

const VERSION = 1;

export const WORDS = {
  version: VERSION,
  population: 'items whose most specific objective this is, that fit the filters and have a deadline',
  decided:
    'once: a hit at the finish, if that is at or before the deadline; a miss when the deadline passes, finished or not. Dropped or ' +
    'removed before it: not decided. Reopened: as if it had not been finished. By the due dates, policies and calendar of today.',
  budget:
    'over the windowDays local days that end at the instant: allowed = (1 − objective) × decided, left = allowed − misses, ' +
    'leftShare = 1 − misses ÷ allowed, missesLeft = whole ones of left',
  burnRate: 'misses ÷ decided ÷ (1 − objective); of a point of the series, of its interval',
  alerts:
    'fast: both 3 days and 1 day burn at over 3; slow: both 10 and 3 days at over 1.5; exhausted: more missed than allowed in the ' +
    'window. Each with 2 misses or more, that are as likely as 5 % or less if the objective is met',
  missProbability: OUTLOOK_WORDS.missProbability,
  forecast:
    'of open items whose deadline lies within the coming windowDays, taken as independent: the sum of their probabilities, the ' +
    'distribution of their misses, and the probability that all misses then exceed what is allowed of all decisions',
};
