import { expect, it } from 'vitest';
import { checkLiteral, createPublicLookup, isPublicAddress, PrivateAddress } from './public-address.ts';

it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('takes %s for public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '::1',
  '::',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fec0::1',
  'ff02::1',
  'no address',
])('does not take %s for public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://10.0.0.1:8443/',
])('refuses %s, however the address is written', (url) => {
  expect(() => checkLiteral(new URL(url))).toThrow(PrivateAddress);
});

const answering = (...addresses: string[]) => {
  let asked = 0;
  const lookup = createPublicLookup((_host, _options, done) => {
    asked++;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });
  const ask = (all: boolean) =>
    new Promise<unknown>((resolve) => {
      lookup('hooks.example.test', { all }, (error, address, family) =>
        resolve(error ?? (family === undefined ? address : [address, family])),
      );
    });
  return { ask, asked: () => asked };
};

it('gives the very addresses it judged, whichever way it is asked', async () => {
  const { ask, asked } = answering('8.8.8.8', '2606:4700::1111');
  expect(await ask(false)).toEqual(['8.8.8.8', 4]);
  expect(await ask(true)).toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ]);
  expect(asked()).toBe(2);
});

it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['8.8.8.8', '::ffff:127.0.0.1']]])(
  'refuses a name that is %j',
  async (addresses) => {
    const error = await answering(...addresses).ask(true);
    expect(error).toBeInstanceOf(PrivateAddress);
    expect((error as Error).message).toContain(addresses.at(-1));
  },
);

it('says so when a name has no address at all', async () => {
  expect(await answering().ask(true)).toMatchObject({ message: 'hooks.example.test has no address' });
});
