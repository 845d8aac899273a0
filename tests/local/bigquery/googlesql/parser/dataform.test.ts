import { expect } from 'chai';
import { parseScript } from '../../../../../local/bigquery/googlesql/parser/index.ts';

/** What @dataform/cli 3.0.69 sends, as its ExecutionSql writes it; one model in each of its shapes. */
const target = '`p.mart.daily`';
const query = `

-- Counts by day.
SELECT
  DATE(reported_at) AS day,
  COUNT(*) AS offenses,
FROM
  \`p.fact.fct_offenses\`
GROUP BY
  day
`;

const emptyTable = '`p.mart.daily_df_temp_x1_empty`';
const procedure = '`p.mart.df_osc_x1`';

const schemaChange = `CREATE OR REPLACE PROCEDURE ${procedure}()
OPTIONS(strict_mode=false)
BEGIN

-- Create empty table to extract schema of new query.
CREATE OR REPLACE TABLE ${emptyTable} AS (
  SELECT * FROM (${query}) AS insertions LIMIT 0
);


-- Compare schemas
DECLARE dataform_columns ARRAY<STRING>;
DECLARE temp_table_columns ARRAY<STRUCT<column_name STRING, data_type STRING>>;

SET dataform_columns = (
  SELECT IFNULL(ARRAY_AGG(DISTINCT column_name), [])
  FROM \`p.mart.INFORMATION_SCHEMA.COLUMNS\`
  WHERE table_name = 'daily'
);

SET columns_removed = (
  SELECT IFNULL(ARRAY_AGG(column_name), [])
  FROM UNNEST(dataform_columns) AS column_name
  WHERE column_name NOT IN (SELECT col.column_name FROM UNNEST(temp_table_columns) AS col)
);


-- Apply schema change strategy (SYNCHRONIZE).
DECLARE invalid_removed_columns ARRAY<STRING>;
SET invalid_removed_columns = (
  SELECT IFNULL(ARRAY_AGG(col), []) FROM UNNEST(columns_removed) AS col WHERE col IN UNNEST(["day"])
);

IF ARRAY_LENGTH(invalid_removed_columns) > 0 THEN
  RAISE USING MESSAGE = FORMAT(
    "Cannot drop columns %T as they are part of the unique key for table ${target}",
    invalid_removed_columns
  );
END IF;

IF ARRAY_LENGTH(columns_removed) > 0 THEN
  EXECUTE IMMEDIATE (
    "ALTER TABLE ${target} " ||
    (
      SELECT STRING_AGG(FORMAT("DROP COLUMN IF EXISTS %s", col), ", ")
      FROM UNNEST(columns_removed) AS col
    )
  );
END IF;


-- Cleanup temporary tables.
DROP TABLE IF EXISTS ${emptyTable};
    
END;
BEGIN
  CALL ${procedure}();
EXCEPTION WHEN ERROR THEN
  DROP TABLE IF EXISTS ${emptyTable};
  DROP PROCEDURE IF EXISTS ${procedure};
  RAISE;
END;
DROP PROCEDURE IF EXISTS ${procedure};`;

const merge = `
merge ${target} DATAFORM_DEST
using (
  select * from (${query}) as subquery
    where true
) DATAFORM_SOURCE
on DATAFORM_DEST.day = DATAFORM_SOURCE.day and DATAFORM_DEST.day >= "2024-01-01"
 and (DATAFORM_DEST.day > '2020-01-01') and (true)
when matched then
  update set \`day\` = DATAFORM_SOURCE.day,\`offenses\` = DATAFORM_SOURCE.offenses
when not matched then
  insert (\`day\`,\`offenses\`) values (\`day\`,\`offenses\`)`;

const insertOverwrite = `CREATE OR REPLACE TEMP TABLE \`staging_table_temp_x1\` AS (
  ${query}
);

BEGIN
  DECLARE partitions_for_replacement DEFAULT (
    ARRAY(
      SELECT DISTINCT day
      FROM \`staging_table_temp_x1\`
      WHERE day IS NOT NULL
    )
  );

  MERGE ${target} DATAFORM_DEST
  USING \`staging_table_temp_x1\` DATAFORM_SOURCE
  ON FALSE
  WHEN NOT MATCHED BY SOURCE AND day IN UNNEST(partitions_for_replacement) and DATAFORM_DEST.day > "2024-01-01"
   
  THEN
    DELETE
  WHEN NOT MATCHED BY TARGET THEN
    INSERT (\`day\`,\`offenses\`) VALUES (\`day\`,\`offenses\`);
END;

DROP TABLE IF EXISTS \`staging_table_temp_x1\`;`;

const scripts: Readonly<Record<string, readonly [sql: string, kinds: readonly string[]]>> = {
  'a table, with pre-operations and after dropping a view': [
    `DECLARE as_of DATE DEFAULT (SELECT MAX(day) FROM t); -- the run's day
drop view if exists ${target};
create or replace table ${target} partition by DATE_TRUNC(day, MONTH) cluster by precinct, beat OPTIONS(partition_expiration_days=30,require_partition_filter=true,friendly_name="x")as ${query}`,
    ['declare', 'drop', 'create_table'],
  ],
  'a view': [`create or replace view ${target} as ${query}`, ['create_view']],
  'a materialized view': [`create or replace materialized view ${target} as ${query}`, ['create_view']],
  'an assertion': [
    `
      create or replace view \`p.assertions.a\` as 
SELECT
  *
FROM (
  SELECT
    day, precinct,
    COUNT(1) AS index_row_count
  FROM ${target}
  GROUP BY day, precinct
  ) AS data
WHERE index_row_count > 1

UNION ALL
SELECT
  'offenses >= 0 AND name != \\'x\\\\\\\\y\\'' AS failing_row_condition,
  *
FROM ${target}
WHERE NOT (offenses >= 0)
;
select sum(1) as row_count from \`p.assertions.a\``,
    ['create_view', 'query_statement'],
  ],
  'an insertion': [
    `	
insert into ${target}	
(\`day\`,\`offenses\`)	
select \`day\`,\`offenses\`	
from (${query}) as insertions`,
    ['insert'],
  ],
  'a merge': [merge, ['merge']],
  'a change of schema, then a merge': [
    `${schemaChange}\n${merge.trim()}`,
    ['create_procedure', 'block', 'drop', 'merge'],
  ],
  'an overwriting of partitions': [insertOverwrite, ['create_table', 'block', 'drop']],
};

describe('parseScript(text) reads what Dataform sends for', () => {
  for (const [what, [sql, kinds]] of Object.entries(scripts)) {
    it(what, () => {
      expect(parseScript(sql).statements.map(({ kind }) => kind)).to.deep.equal(kinds);
    });
  }

  it('a procedure that declares variables after other statements', () => {
    const [statement] = parseScript(schemaChange).statements;
    const body = statement?.kind === 'create_procedure' ? statement.body.statements : [];
    expect(body.map(({ kind }) => kind)).to.deep.equal([
      'create_table',
      'declare',
      'declare',
      'set',
      'set',
      'declare',
      'set',
      'if',
      'if',
      'drop',
    ]);
  });
});

describe('parseScript(text) is fast', () => {
  it('a statement of 5 kB takes a few milliseconds at most', () => {
    const step = (i: number): string =>
      `step_${i} AS (SELECT a.id, COALESCE(a.x, b.x, DATETIME '2020-01-01 00:00:00') AS x, CASE WHEN a.p IN ('N', 'S') ` +
      `THEN 'known' ELSE UPPER(TRIM(a.p)) END AS p, ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY a.u DESC) AS n ` +
      `FROM \`p.d.source_${i}\` AS a INNER JOIN other AS b ON a.k = b.k AND b.v IS NOT NULL WHERE a.v BETWEEN 1 AND 9)`;
    const sql = `WITH ${Array.from({ length: 16 }, (_, i) => step(i)).join(',\n')} SELECT * FROM step_15`;
    expect(sql.length).to.be.at.least(5000);
    for (let i = 0; i < 200; i++) parseScript(sql);
    const times = Array.from({ length: 50 }, () => {
      const start = performance.now();
      parseScript(sql);
      return performance.now() - start;
    });
    // About 1 ms; the bound leaves room for a busy machine.
    expect(Math.min(...times)).to.be.below(5);
  });
});
