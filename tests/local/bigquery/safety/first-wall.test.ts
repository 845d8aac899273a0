import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import { compileStatement, parseStatement } from '../../../../local/bigquery/googlesql/index.ts';
import { findFunction } from '../../../../local/bigquery/googlesql/signatures/resolve.ts';
import { failureOf, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';
import { MiniWarehouse } from '../googlesql/mini-warehouse.ts';

/** What reaches a file, another database, the system or DuckDB's own settings, were it handed through. */
const hostile: readonly string[] = [
  ...["select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", 'select * from `/etc/passwd`'],
  ...['select * from `d./etc/passwd`', 'select * from d.`/etc/passwd`', "from '/etc/passwd'", "from read_csv('/x')"],
  ...["select read_text('/etc/passwd')", "select * from read_blob('/etc/passwd')", "select * from glob('/*')"],
  ...["select * from unnest(read_csv('/etc/passwd'))", "select (select content from read_text('/etc/passwd'))"],
  ...['select `read_text`("/etc/passwd")', 'select * from `read_csv`("/etc/passwd")', 'select * from `read_csv`'],
  ...["select * from query('select 1')", "select * from query_table('t')", "select * from parquet_scan('/x')"],
  ...['select * from duckdb_settings()', 'select * from duckdb_secrets()', 'select * from `duckdb_settings`'],
  ...['select * from pg_catalog.pg_class', 'select * from main.sqlite_master', 'select * from system.duckdb_tables'],
  ...['select * from memory.main.t', 'select * from `system.main.duckdb_settings`'],
  ...["select getenv('HOME')", "select current_setting('threads')", "select getvariable('x')", 'select version()'],
  ...[
    "select nextval('s')",
    'select txid_current()',
    "select main.read_text('/x')",
    "select system.main.getenv('HOME')",
  ],
  ...["attach '/tmp/x.db' as x", "attach database '/tmp/x' as x", 'detach d', 'use d', 'checkpoint', 'vacuum'],
  ...["copy d.t to '/tmp/x'", "copy d.t from '/etc/passwd'", "export database '/tmp/x'", "import database '/tmp/x'"],
  ...[
    'install httpfs',
    'load httpfs',
    "load '/tmp/x'",
    'pragma version',
    'pragma database_list',
    'call pragma_version()',
  ],
  ...['set threads = 1', 'set global threads = 1', 'set variable x = 1', 'reset threads', 'explain select 1'],
  ...['describe d.t', 'show tables', 'summarize d.t', 'prepare p as select 1', 'execute p', 'create macro m(x) as x'],
  ...['create type t as enum (1)', 'create sequence s', 'create index i on d.t (x)', 'create secret s (type s3)'],
  ...[
    "select ('/etc/passwd').read_text()",
    "select x.read_text() from (select '/etc/passwd' as x)",
    "select 'a'.regexp_full_match('a')",
  ],
  ...['select x::varchar from d.t', 'select [x for x in [1]]', 'select {a: 1}', 'select x -> x + 1', 'select $1'],
  ...['select columns(*) from d.t', 'select * from d.t using sample 1', 'select #1 from d.t', "select e'\\x41'"],
  // What DuckDB's own columns of every table would tell.
  ...['select rowid from d.t', 'select t.rowid from d.t as t', 'select x from d.t where rowid = 0'],
  // Through everything that holds GoogleSQL or names.
  ...["create view d.w as select * from read_csv('/etc/passwd')", "create table d.w as select * from '/etc/passwd'"],
  ...[
    "create function d.f() as (read_text('/etc/passwd'))",
    "create temp function f() as (getenv('HOME')); select f()",
  ],
  ...["create table function d.f() as (select * from read_csv('/etc/passwd'))"],
  ...['execute immediate "select * from read_csv(\'/etc/passwd\')"', "execute immediate 'set threads = 1'"],
  ...["create procedure d.p() begin select * from read_csv('/etc/passwd'); end; call d.p()"],
  ...["begin select getenv('HOME'); end", "declare x string default getenv('HOME')", "assert getenv('HOME') = ''"],
  ...[
    "create table d.w (x string default (getenv('HOME')))",
    "alter table d.t alter column x set default getenv('HOME')",
  ],
  ...[
    "create table d.w (x int64) options (description = getenv('HOME'))",
    'create schema s options (description = version())',
  ],
  ...["insert into d.t (x) select * from read_csv('/etc/passwd')", "update d.t set x = read_text('/x') where true"],
  ...["delete from d.t where exists (select * from glob('/*'))"],
  ...["merge d.t using (select * from read_csv('/x')) s on true when not matched then insert (x) values (1)"],
  ...["export data options (uri = 'file:///tmp/x*.csv', format = 'CSV') as select 1"],
  ...["export data options (uri = '/tmp/x*.csv', format = 'CSV') as select 1"],
  ...["export data options (uri = 'gs://b/../../x*.csv', format = 'CSV') as select 1"],
  ...["load data into d.w from files (uris = ['/etc/passwd'], format = 'CSV')"],
  ...["create external table d.w options (uris = ['file:///etc/passwd'], format = 'CSV')"],
  ...[
    "select error(getenv('HOME'))",
    'select * from external_query("x", "select 1")',
    'select * from ml.predict(model x, table t)',
  ],
];

/** Words of DuckDB that no answer of the first wall should hold: it was not asked. */
const duckdbWords = /Binder|Catalog Error|Parser Error|Permission|INTERNAL|DuckDB/;

describe('what reaches outside', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.t as select 1 as x');
  });
  after(() => warehouse.close());

  for (const statement of hostile) {
    it(`is refused before DuckDB sees it: ${statement}`, async () => {
      const { errors = [], message } = await failureOf(warehouse.query(statement));
      expect(errors[0]?.reason).to.be.oneOf(['invalidQuery', 'notFound', 'invalid'], message);
      expect(message).not.to.match(duckdbWords);
    });
  }

  it('is not reached by the addresses of loads', async () => {
    await mkdir(join(warehouse.lakeDirectory, 'b'), { recursive: true });
    const secret = join(warehouse.directory, 'secret.csv');
    await writeFile(secret, 'x\n1\n');
    await symlink(secret, join(warehouse.lakeDirectory, 'b', 'link.csv'));
    const uris = ['file:///etc/passwd', '/etc/passwd', secret, `file://${secret}`, 'gs://b/../../secret.csv'];
    uris.push('gs://../secret.csv', 'gs://b/%2e%2e/%2e%2e/secret.csv', 'gs://b//etc/passwd', 'gs://b/link.csv');
    uris.push('gs://b/*/../../secret.csv', 'gs://b/*', 'http://127.0.0.1:1/a.csv', 'gs://b/a\0/../../secret.csv');
    for (const uri of uris) {
      const load = { sourceUris: [uri], destinationTable: { projectId: 'test-project', datasetId: 'd', tableId: 'w' } };
      const [job] = await warehouse.client.createJob({ configuration: { load: { ...load, autodetect: true } } });
      const [{ status }] = (await job.promise().then(
        () => job.getMetadata(),
        () => job.getMetadata(),
      )) as unknown as [{ status: { errorResult?: { reason: string; message: string } } }];
      expect(status.errorResult?.reason, uri).to.be.oneOf(['invalid', 'notFound', 'accessDenied']);
      expect(status.errorResult?.message, uri).not.to.match(duckdbWords);
    }
    await rm(secret);
  });
});

describe('functions of DuckDB', () => {
  it('answer under no name that is not BigQuery’s', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const found = await connection.runAndReadAll('select distinct function_name from duckdb_functions()');
    const names = found.getRows().map(([name]) => String(name));
    expect(names.length).to.be.greaterThan(600);
    const warehouse = await MiniWarehouse.open();
    const refuses = (text: string) => {
      expect(() => compileStatement(parseStatement(text), warehouse.context), text).to.throw(
        /not found|not supported|Unrecognized|Syntax error|No matching signature|must be qualified/,
      );
    };
    for (const name of names) {
      const quoted = `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
      refuses(`select * from ${quoted}('x')`);
      refuses(`select * from d.${quoted}('x')`);
      if (findFunction(name) !== undefined || name === 'session_user') continue;
      for (const args of ['', "'x'", '1', "'x', 1"]) {
        refuses(`select ${quoted}(${args})`);
        refuses(`select safe.${quoted}(${args})`);
        refuses(`select ${quoted}(${args}) over ()`);
      }
    }
  });
});
