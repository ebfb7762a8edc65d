/** What the mail server does in an outage. A cut ends the connection without an answer. */
export const mailOutages = [
  'refuse for now',
  'cut after data',
  'silent',
  'refuse for now after data',
  'slow',
  'cut in data',
  'silent after data',
  'cut before data',
  'refuse for good after data',
  'away',
] as const;

export type MailBehaviour = 'accept' | Exclude<(typeof mailOutages)[number], 'away'>;

/** What the mail server says of a mail it refuses for good; the reason of the dead letter must hold it. */
export const FOR_GOOD = 'Refused for good by the chaos';
