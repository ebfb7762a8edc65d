/** Raised when a formula changes, so that an older answer is not taken for this one. */
export const VERSION = 1;

export const WORDS = {
  population: {
    cycle: 'items committed to, and neither finished nor dropped, at the instant looked at',
    lead: 'items entered, and neither finished nor dropped, at the instant looked at',
  },
  age: {
    cycle: 'at − committed, also after an item was reopened',
    lead: 'at − entered',
  },
  pace:
    'how old items finished in the range were when they had passed the queue for good (the beginning of their last unbroken ' +
    'stay at or beyond the next queue); only those that were in progress for some time. Open items are not in it, so very old ' +
    'make it look too fast.',
  band:
    'exceeds: the greatest percentile whose pace is under the age, at the line is not beyond it; null under minimumSample ' +
    'finished items and in a backlog',
  movedBack: 'it came to a queue that lies before the one it came from',
};
