import { rules, settings } from './settings.ts';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** The names of the rules that refuse moves, as SQL; `isOn` gives the SQL that tests a setting for a stream. */
export function rulesEnforced(isOn: (setting: string, stream: string) => string, stream: string): string {
  const names = rules
    .filter((rule) => rule.isReadByMoves)
    .map(
      ({ name, isForAllStreams }) =>
        `IF(${isOn(text(`enforce_${name}`), isForAllStreams ? "''" : stream)}, ${text(name)}, NULL)`,
    );
  return `CONCAT_WS(',',\n    ${names.join(',\n    ')})`;
}

const defaults = settings.flatMap(({ name, default: value }) =>
  value === undefined ? [] : [`    WHEN ${text(name)} THEN ${text(value)}`],
);
const forAllStreams = settings.filter((setting) => setting.isForAllStreams).map(({ name }) => text(name));

/** What the list of settings generates: name and text of each function, for the migrator. */
export const settingFunctions = [
  {
    name: 'setting_default',
    text: `-- NULL: no such setting, or no default.
CREATE FUNCTION setting_default(p_name VARCHAR(64)) RETURNS VARCHAR(255)
  DETERMINISTIC NO SQL SQL SECURITY DEFINER
  RETURN CASE p_name
${defaults.join('\n')}
  END`,
  },
  {
    name: 'is_for_all_streams',
    text: `-- Whether a setting has one value for all streams only.
CREATE FUNCTION is_for_all_streams(p_name VARCHAR(64)) RETURNS BOOLEAN
  DETERMINISTIC NO SQL SQL SECURITY DEFINER
  RETURN p_name IN (${forAllStreams.join(', ')})`,
  },
  {
    name: 'rules_enforced',
    text: `-- The rules that refuse moves in a stream, by its settings: what queue_state keeps a copy of, so that a move need not read settings.
CREATE FUNCTION rules_enforced(p_value_stream VARCHAR(64)) RETURNS VARCHAR(255)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN ${rulesEnforced((setting, stream) => `is_switched_on(${setting}, ${stream})`, 'p_value_stream')}`,
  },
];
