import createRolesAndLogins from '../start/questions/create-logins.mjs';

/* The second half of docker-compose.yml's `migrate`: a login for each app, with the password from its variable. */
const {
  DATABASE_URL,
  READER_PASSWORD,
  MOVER_PASSWORD,
  BOARD_PASSWORD,
  RELAY_PASSWORD,
  NOTIFIER_PASSWORD,
  HOUSEKEEPER_PASSWORD,
} = process.env;
const passwords = {
  reader: READER_PASSWORD ?? '',
  mover: MOVER_PASSWORD ?? '',
  board: BOARD_PASSWORD ?? '',
  relay: RELAY_PASSWORD ?? '',
  notifier: NOTIFIER_PASSWORD ?? '',
  housekeeper: HOUSEKEEPER_PASSWORD ?? '',
};
const missing = Object.entries(passwords).flatMap(([name, password]) => (password ? [] : [name]));
if (missing.length > 0) {
  console.error(`No password is set for: ${missing.join(', ')}.`);
  process.exit(1);
}
const logins = await createRolesAndLogins(String(DATABASE_URL), passwords);
console.log(
  `logins: ${Object.values(logins)
    .map((url) => new URL(url).username)
    .join(', ')}`,
);
