import { expect } from 'chai';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import {
  arrayOf,
  compileExpression,
  compileStatement,
  DATE,
  parseExpression,
  parseScript,
  STRING,
  structOf,
  type Binding,
  type CompileContext,
} from '../../../../local/bigquery/googlesql/index.ts';
import { MiniWarehouse } from './mini-warehouse.ts';

const COLUMN = structOf(['column_name', STRING], ['data_type', STRING]);
const VARIABLES: readonly (readonly [string, Binding, string])[] = [
  ['dataform_columns', { type: arrayOf(STRING), slot: 'v1' }, `['n', 'gone']`],
  [
    'temp_table_columns',
    { type: arrayOf(COLUMN), slot: 'v2' },
    `[{column_name: 'n', data_type: 'INT64'}, {column_name: 'x', data_type: 'DATE'}]`,
  ],
  ['columns_added', { type: arrayOf(COLUMN), slot: 'v3' }, `[{column_name: 'x', data_type: 'DATE'}]`],
  ['columns_removed', { type: arrayOf(STRING), slot: 'v4' }, `['gone']`],
  ['partitions_for_replacement', { type: arrayOf(DATE), slot: 'v5' }, `[DATE '2024-01-01']`],
];

/** What @dataform/cli 3.0.69 sends for incremental tables (its ExecutionSql), beside plain tables and views. */
describe('compileStatement: what Dataform sends', () => {
  let warehouse: MiniWarehouse;
  let context: CompileContext;

  before(async () => {
    warehouse = await MiniWarehouse.open(installFunctions);
    await warehouse.run('create table d.fct (id string, n int64, day date)');
    for (const [name, binding, value] of VARIABLES) {
      warehouse.variables.set(name, binding);
      await warehouse.connection.run(`SET VARIABLE ${binding.slot} = ${value}`);
    }
    const { catalog, ...rest } = warehouse.context;
    const columns = ['table_name', 'column_name', 'data_type'].map((name) => ({ name, type: STRING }));
    const metadata = {
      kind: 'table',
      reference: { projectId: 'p', datasetId: 'd', tableId: 'COLUMNS' },
      columns,
      relation: `(SELECT 'fct' AS table_name, 'n' AS column_name, 'INT64' AS data_type)`,
    } as const;
    const isMetadata = (path: readonly string[]): boolean => path.join('.') === 'p.d.INFORMATION_SCHEMA.COLUMNS';
    context = {
      ...rest,
      catalog: { ...catalog, findTable: (path) => (isMetadata(path) ? metadata : catalog.findTable(path)) },
    };
  });

  const expressions: readonly (readonly [string, unknown])[] = [
    [
      `(SELECT IFNULL(ARRAY_AGG(DISTINCT column_name), []) FROM \`p.d.INFORMATION_SCHEMA.COLUMNS\` WHERE table_name = 'fct')`,
      ['n'],
    ],
    [
      `(SELECT IFNULL(ARRAY_AGG(STRUCT(column_name, data_type)), []) FROM \`p.d.INFORMATION_SCHEMA.COLUMNS\` WHERE table_name = 'fct')`,
      [{ column_name: 'n', data_type: 'INT64' }],
    ],
    [
      `(SELECT IFNULL(ARRAY_AGG(column_info), []) FROM UNNEST(temp_table_columns) AS column_info WHERE column_info.column_name NOT IN UNNEST(dataform_columns))`,
      [{ column_name: 'x', data_type: 'DATE' }],
    ],
    [
      `(SELECT IFNULL(ARRAY_AGG(column_name), []) FROM UNNEST(dataform_columns) AS column_name WHERE column_name NOT IN (SELECT col.column_name FROM UNNEST(temp_table_columns) AS col))`,
      ['gone'],
    ],
    ['ARRAY_LENGTH(columns_added) > 0 OR ARRAY_LENGTH(columns_removed) > 0', true],
    [
      `FORMAT("Added columns: %T, removed columns: %T", columns_added, columns_removed)`,
      'Added columns: [("x", "DATE")], removed columns: ["gone"]',
    ],
    [`(SELECT IFNULL(ARRAY_AGG(col), []) FROM UNNEST(columns_removed) AS col WHERE col IN UNNEST(["id"]))`, []],
    [
      `("ALTER TABLE \`p.d.fct\` " || (SELECT STRING_AGG(FORMAT("DROP COLUMN IF EXISTS %s", col), ", ") FROM UNNEST(columns_removed) AS col))`,
      'ALTER TABLE `p.d.fct` DROP COLUMN IF EXISTS gone',
    ],
    [
      `("ALTER TABLE \`p.d.fct\` " || (SELECT STRING_AGG(FORMAT("ADD COLUMN IF NOT EXISTS %s %s", column_info.column_name, column_info.data_type), ", ") FROM UNNEST(columns_added) AS column_info))`,
      'ALTER TABLE `p.d.fct` ADD COLUMN IF NOT EXISTS x DATE',
    ],
    ['(ARRAY(SELECT DISTINCT day FROM `d.fct` WHERE day IS NOT NULL))', []],
  ];
  for (const [text, value] of expressions) {
    it(`computes ${text}`, async () => {
      const { sql } = compileExpression(parseExpression(text), context);
      const reader = await warehouse.connection.runAndReadAll(`SELECT ${sql}`);
      expect(reader.getRowsJson()).to.deep.equal([[value]]);
    });
  }

  const statements: readonly (readonly [string, string])[] = [
    [
      'createTable',
      'CREATE OR REPLACE TABLE `p.d.fct_df_temp_x_empty` AS (\n  SELECT * FROM (select id, 1 as extra from `p.d.fct`) AS insertions LIMIT 0\n)',
    ],
    [
      'createTable',
      'create or replace table `d.fct2` partition by date_trunc(day, month) cluster by id OPTIONS(partition_expiration_days=3)as select * from `d.fct`',
    ],
    ['createTable', 'CREATE OR REPLACE TEMP TABLE `staging_table_temp_x` AS (\n  select 1 as a\n)'],
    [
      'createView',
      'create or replace view `d.a` as SELECT * FROM (SELECT id, COUNT(1) AS index_row_count FROM `d.fct` GROUP BY id) AS data WHERE index_row_count > 1',
    ],
    [
      'createView',
      `create or replace view \`d.b\` as SELECT 'n > 0' AS failing_row_condition, * FROM \`d.fct\` WHERE NOT (n > 0) UNION ALL SELECT 'x', * FROM \`d.fct\` WHERE NOT (id != '')`,
    ],
    ['query', 'select sum(1) as row_count from `d.fct`'],
    [
      'insert',
      '\t\ninsert into `d.fct`\t\n(`id`,`n`)\t\nselect `id`,`n`\t\nfrom (select "a" as id, 2 as n) as insertions',
    ],
    [
      'merge',
      `merge \`p.d.fct\` DATAFORM_DEST using (select 'a' as id, 5 as n, date '2024-01-01' as day\n) DATAFORM_SOURCE on DATAFORM_DEST.id = DATAFORM_SOURCE.id and DATAFORM_DEST.day >= '2020-01-01' when matched then update set \`id\` = DATAFORM_SOURCE.id, \`n\` = DATAFORM_SOURCE.n when not matched then insert (\`id\`,\`n\`,\`day\`) values (\`id\`,\`n\`,\`day\`)`,
    ],
    [
      'merge',
      'MERGE `d.fct` DATAFORM_DEST USING `d.fct` DATAFORM_SOURCE ON FALSE WHEN NOT MATCHED BY SOURCE AND day IN UNNEST(partitions_for_replacement) and DATAFORM_DEST.day > "2000-01-01" THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (`id`,`n`) VALUES (`id`,`n`)',
    ],
    ['alter', 'ALTER TABLE `p.d.fct` ADD COLUMN IF NOT EXISTS extra INT64, ADD COLUMN IF NOT EXISTS s STRUCT<a INT64>'],
    ['drop', 'drop view if exists `p.d.fct`'],
    ['drop', 'DROP PROCEDURE IF EXISTS `p.d.df_osc_x`'],
    [
      'createProcedure',
      'CREATE OR REPLACE PROCEDURE `p.d.df_osc_x`()\nOPTIONS(strict_mode=false)\nBEGIN\nselect 1;\nEND',
    ],
  ];
  for (const [kind, text] of statements) {
    it(`compiles ${text.trim().replaceAll(/\s+/gu, ' ').slice(0, 80)}`, () => {
      const kinds = parseScript(text).statements.map((statement) => compileStatement(statement, context).kind);
      expect(kinds).to.deep.equal([kind]);
    });
  }
});
