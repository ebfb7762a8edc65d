import type { Random } from './random.ts';

const itemTypes = ['story', 'bug', 'task', 'improvement'] as const;
export type ItemType = (typeof itemTypes)[number];

const papers = [
  'Invoices',
  'Order confirmations',
  'Delivery notes',
  'Receipts',
  'Monthly statements',
  'Credit notes',
];
const details = ['total', 'date', 'currency', 'tax rate', 'delivery address', 'discount', 'customer number'];
const pages = [
  'The order list',
  'Customer search',
  'The stock overview',
  'The sales report',
  'The login page',
  'The basket',
];
const records = ['orders', 'customers', 'articles', 'payments', 'returns', 'price lists', 'shipments'];
const formats = ['CSV', 'Excel', 'PDF', 'JSON'];
const failures = [
  'saving an address without a house number',
  'cancelling a partly shipped order',
  'paying with an expired card',
  'printing a label for an island',
  'two people edit the same customer',
  'an article has no picture',
  'a voucher is used twice',
  'the clocks go back in October',
];
const mails = ['The welcome mail', 'The shipping notice', 'The payment reminder', 'The password mail'];
const events = [
  'a change of address',
  'a retry of the payment',
  'a partial delivery',
  'logging in on a second device',
];
const wishes: Readonly<Record<string, readonly string[]>> = {
  customers: [
    'reorder with one click',
    'see when a parcel arrives',
    'change an order until it ships',
    'save a basket for later',
  ],
  'support staff': [
    'see every mail a customer got',
    'refund part of an order',
    'find an order by phone number',
  ],
  accountants: ['book a month in one go', 'see unpaid invoices by age', 'correct a booking with a reason'],
  'warehouse staff': ['scan several parcels at once', 'see what arrives today', 'count stock on a tablet'],
  administrators: ['lock an account', 'see who changed a price', 'give rights for a limited time'],
};
const parts = [
  'the web framework',
  'the mail library',
  'the database driver',
  'the build image',
  'the PDF library',
];
const chores = [
  'a restore of the backup',
  'the start of a new tenant',
  'a price change',
  'the end of a month',
];

/** A short description that reads like the work of a team that runs a shop. */
export function describeWork(type: ItemType, random: Random): string {
  const { pick } = random;
  const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
  switch (type) {
    case 'bug':
      return pick([
        () => `${pick(papers)} show the wrong ${pick(details)}`,
        () => `${pick(pages)} is slow with more than ${pick(['500', '2,000', '10,000'])} ${pick(records)}`,
        () => `Error when ${pick(failures)}`,
        () => `${pick(mails)} is sent twice after ${pick(events)}`,
        () => `${pick(pages)} loses the filter after ${pick(['a reload', 'going back', 'a timeout'])}`,
      ])();
    case 'story': {
      const role = pick(Object.keys(wishes));
      return pick([
        () => `Let ${role} ${pick(wishes[role] ?? [])}`,
        () => `Export ${pick(records)} as ${pick(formats)}`,
        () => `Show ${pick(['open', 'late', 'recent', 'disputed'])} ${pick(records)} to ${role}`,
        () => `Filter ${pick(records)} by ${pick(['date', 'country', 'status', 'value'])}`,
      ])();
    }
    case 'task':
      return pick([
        () => `Bring ${pick(parts)} up to date`,
        () => `Write down the steps for ${pick(chores)}`,
        () => `Delete ${pick(records)} older than ${pick(['two', 'six', 'ten'])} years`,
        () => `Add an alert for failed ${pick(['payments', 'imports', 'mails', 'logins'])}`,
      ])();
    case 'improvement':
      return pick([
        () => `Make ${lower(pick(pages))} usable on a phone`,
        () => `Say clearly what is wrong when ${pick(failures)}`,
        () => `Load ${pick(records)} page by page`,
      ])();
  }
}

export const sendBackReasons = [
  'fails on an old order',
  'text is cut off on a phone',
  'rounding is off by a cent',
  'rights are not checked',
  'does not work after a reload',
  'not what was agreed',
] as const;

/** Some differ only in how they are written, as people write them. */
export const blockReasons = [
  'waits for an answer from the customer',
  'Waits for an answer from the customer',
  'test system is down',
  'needs a decision about the price',
  'supplier has not delivered',
  'access rights are missing',
  'waits for another team',
] as const;
