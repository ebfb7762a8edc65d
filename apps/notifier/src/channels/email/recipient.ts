import { domainToASCII, domainToUnicode } from 'node:url';

/** One address and nothing else: no list, no name, no line break that could begin another header or command. */
const address = /^[^\s,;:<>()[\]\\"@]+@([^\s,;:<>()[\]\\"@]+)$/u;
/**
 * Invisible characters, which programs on the way may drop or reorder: the mail would go to another address than the
 * ledger says.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether this text is a usable address as it is; the mail server checks the rest. */
export function isAddress(text: string): boolean {
  const [, domain] = text.length <= 254 && !unseen.test(text) ? (address.exec(text) ?? []) : [];
  return domain !== undefined && isAsWritten(domain);
}

/** A domain that changes when its letters are normalized is not the one that was meant. */
function isAsWritten(domain: string): boolean {
  const ascii = domainToASCII(domain);
  return ascii !== '' && [ascii, domainToUnicode(ascii)].includes(domain.toLowerCase());
}
