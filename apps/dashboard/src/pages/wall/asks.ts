import { type Ask, ask } from '../../view/ask.ts';

/** The wall filters by itself, as letters are typed: it asks about all open items of the stream. */
const openItems = ask('workItems', { limit: '2000' });
export const allOpenItems: Ask<'workItems'> = {
  ...openItems,
  key: `${openItems.key} of the wall`,
  choices: ({ type: _, classOfService: __, assignee: ___, at: ____, ...rest }) => rest,
};

export const attention = ask('attention');
