/** What is asked about before anybody has chosen: a fortnight's work of a small team. */
export const DEFAULT_ITEMS = '20';
