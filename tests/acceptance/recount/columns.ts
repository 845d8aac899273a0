/** The columns of the feed by their names in raw, which keeps those of both shapes. */

/** Each column of a shape, as the letters of its header and the name that raw gives it. */
const columnsOf = {
  legacy: {
    ...{ reportnumber: 'report_number', offenseid: 'offense_id', offensestartdatetime: 'offense_start_datetime' },
    ...{ offenseenddatetime: 'offense_end_datetime', reportdatetime: 'report_datetime', groupab: 'group_a_b' },
    ...{
      crimeagainstcategory: 'crime_against_category',
      offenseparentgroup: 'offense_parent_group',
      offense: 'offense',
    },
    ...{ offensecode: 'offense_code', precinct: 'precinct', sector: 'sector', beat: 'beat', mcpp: 'mcpp' },
    ...{ blockaddress: '_100_block_address', longitude: 'longitude', latitude: 'latitude' },
  },
  current: {
    ...{ reportnumber: 'report_number', offenseid: 'offense_id', offensedate: 'offense_date' },
    ...{ reportdatetime: 'report_date_time', nibrsgroupab: 'nibrs_group_a_b' },
    ...{ nibrscrimeagainstcategory: 'nibrs_crime_against_category', offensecategory: 'offense_category' },
    ...{ offensesubcategory: 'offense_sub_category', nibrsoffensecode: 'nibrs_offense_code' },
    ...{ nibrsoffensecodedescription: 'nibrs_offense_code_description', precinct: 'precinct', sector: 'sector' },
    ...{ beat: 'beat', neighborhood: 'neighborhood', blockaddress: 'block_address', longitude: 'longitude' },
    ...{ latitude: 'latitude', shootingtypegroup: 'shooting_type_group', reportingarea: 'reporting_area' },
    ...{ censusblock: 'census_block_2020' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export const columnNames: readonly string[] = [
  ...new Set([...Object.values(columnsOf.legacy), ...Object.values(columnsOf.current)]),
].sort();

/** Names of one thing: what it was called until 2025, and since. */
export const renamed: readonly (readonly [string, string])[] = [
  ['offense_start_datetime', 'offense_date'],
  ['report_datetime', 'report_date_time'],
  ['group_a_b', 'nibrs_group_a_b'],
  ['crime_against_category', 'nibrs_crime_against_category'],
  ['offense_parent_group', 'offense_sub_category'],
  ['offense', 'nibrs_offense_code_description'],
  ['offense_code', 'nibrs_offense_code'],
  ['mcpp', 'neighborhood'],
  ['_100_block_address', 'block_address'],
];

/** In how many records each column holds more than spaces. */
export function filledColumns(
  records: readonly Readonly<Record<string, string>>[],
  shape: keyof typeof columnsOf,
): ReadonlyMap<string, number> {
  const names = new Map<string, string>(Object.entries(columnsOf[shape]));
  const filled = new Map(columnNames.map((name) => [name, 0]));
  for (const record of records) {
    for (const [header, cell] of Object.entries(record)) {
      const name = names.get(header.toLowerCase().replace(/[^a-z]/g, ''));
      if (name !== undefined && cell.trim() !== '') filled.set(name, (filled.get(name) ?? 0) + 1);
    }
  }
  return filled;
}
