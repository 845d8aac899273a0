import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { projectDirectory } from '../run/dataform.ts';

/** A file to write, by its path within the project. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** @throws CliError where a mart cannot have the name. */
export function martFiles(name: string): readonly NewFile[] {
  if (!/^mart_[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name) || name.length > 60) {
    throw new CliError(
      `${name} is no name for a mart.`,
      ExitCode.usage,
      'Begin with mart_, then small letters, digits and single underscores, such as mart_thefts_by_beat; 60 at most.',
    );
  }
  return [
    { path: `definitions/mart/${name}.sqlx`, text: martText },
    { path: `definitions/tests/${name.slice('mart_'.length)}_leaves_out_what_is_no_crime.sqlx`, text: testText(name) },
  ];
}

/** Writes a mart and its unit test. @returns their paths. @throws CliError where one of them exists. */
export async function writeMart(name: string, directory = projectDirectory): Promise<readonly string[]> {
  const files = martFiles(name);
  const taken = files.find(({ path }) => existsSync(join(directory, path)));
  if (taken !== undefined) {
    throw new CliError(`${taken.path} exists already.`, ExitCode.usage, 'Choose another name, or edit that file.');
  }
  for (const { path, text } of files) await writeFile(join(directory, path), text, { flag: 'wx' });
  return files.map(({ path }) => path);
}

const martText = `config {
  type: "table",
  schema: "mart",
  description: "One row per precinct that has offenses. Edit this: the grain comes first, then what the counts leave out.",
  columns: descriptions.pick(
    ["precinct", "offenses"]
  ),
  assertions: {
    uniqueKey: ["precinct"],
    nonNull: ["precinct", "offenses"],
    rowConditions: [...accepted.values(["precinct"]), "offenses >= 1"]
  },
  tags: ["mart", "owner:crime-analysts"],
  dependOnDependencyAssertions: true
}

WITH
  fct_offenses AS (
  SELECT
    *
  FROM
    \${ref("fct_offenses")}
  WHERE
    is_reportable
    AND NOT is_removed ),
  final AS (
  SELECT
    precinct,
    COUNT(*) AS offenses
  FROM
    fct_offenses
  GROUP BY
    precinct )
SELECT
  *
FROM
  final
ORDER BY
  precinct
`;

const testText = (name: string) => `config {
  type: "test",
  dataset: {
    schema: "mart",
    name: "${name}"
  }
}

SELECT
  'West' AS precinct,
  1 AS offenses

input "fct_offenses" {
  SELECT
    'West' AS precinct,
    TRUE AS is_reportable,
    FALSE AS is_removed
  UNION ALL
  SELECT
    'West' AS precinct,
    FALSE AS is_reportable,
    FALSE AS is_removed
  UNION ALL
  SELECT
    'East' AS precinct,
    TRUE AS is_reportable,
    TRUE AS is_removed
}
`;
