import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect } from 'chai';
import { type Database, openDatabase } from '../../../../local/bigquery/engine/database.ts';
import { failureOf } from '../test-warehouse.ts';

/** DuckDB SQL that GoogleSQL is never translated to, given to the engine as it is set up: `$` is the data's folder. */
const hostile: readonly string[] = [
  ...["from '$/secret.csv'", "select * from read_csv('/etc/passwd')", "select * from read_text('/etc/hostname')"],
  ...["select * from read_blob('/etc/passwd')", "select * from read_json('/etc/passwd')", "select * from glob('/*')"],
  ...["select * from read_parquet('$/secret.csv')", "select * from parquet_metadata('$/secret.csv')"],
  ...["select * from sniff_csv('$/secret.csv')", "select * from read_duckdb('$/secret.csv')"],
  ...["select * from glob('$/lake/../*')", "select * from read_csv('$/lake/../secret.csv')"],
  ...["select * from read_csv('file://$/secret.csv')", "select * from read_csv('http://127.0.0.1:1/a.csv')"],
  // Links in the lake lead nowhere else.
  ...["select * from read_csv('$/lake/link.csv')", "select * from read_csv('$/lake/up/secret.csv')"],
  ...["select * from glob('$/lake/up/*')", "copy (select 1) to '$/lake/up/out.csv'", "copy (select 1) to '$/out.csv'"],
  ...["copy (select 1) to '/dev/stdout'", "export database '$/copy'", "import database '$/copy'"],
  ...["attach '$/other.duckdb' as other", "attach '$/lake/up/other.duckdb' as other", 'detach warehouse'],
  ...['install httpfs', 'force install httpfs', 'load httpfs', "load '$/lake/x.duckdb_extension'", 'update extensions'],
  ...['select * from duckdb_secrets()', 'create secret s (type s3)', 'create persistent secret s (type s3)'],
  ...["select getenv('HOME')", 'select * from duckdb_extensions()', "pragma profiling_output = '$/out.json'"],
  ...[
    ...['threads = 1', "memory_limit = '1TB'", 'lock_configuration = false', 'enable_external_access = true'],
    ...["allowed_directories = ['/']", "allowed_paths = ['/etc/passwd']", "file_search_path = '/etc'"],
    ...["log_query_path = '$/log'", "secret_directory = '$'", "home_directory = '/'", "temp_directory = '$/t'"],
    ...['autoinstall_known_extensions = true', 'autoload_known_extensions = true', 'allow_unsigned_extensions = true'],
    ...["custom_extension_repository = 'http://127.0.0.1'", "extension_directory = '$'", "TimeZone = 'Asia/Tokyo'"],
  ].flatMap((setting) => [`set ${setting}`, `set global ${setting}`]),
  ...['reset lock_configuration', 'reset threads'],
];

describe('the engine’s own wall, without the one before it', () => {
  let directory: string;
  let database: Database;
  let connection: DuckDBConnection;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'second-wall-'));
    const lakeDirectory = join(directory, 'lake');
    await mkdir(lakeDirectory);
    await writeFile(join(directory, 'secret.csv'), 'x\n1\n');
    await symlink(join(directory, 'secret.csv'), join(lakeDirectory, 'link.csv'));
    await symlink(directory, join(lakeDirectory, 'up'));
    database = await openDatabase({
      directory: join(directory, 'warehouse'),
      lakeDirectory,
      memoryLimitMegabytes: 128,
      prepare: () => Promise.resolve(),
    });
    connection = await database.connect();
  });
  after(async () => {
    connection.closeSync();
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });

  for (const statement of hostile) {
    it(`refuses ${statement}`, async () => {
      const { message } = await failureOf(connection.run(statement.replaceAll('$', directory)));
      expect(message).to.match(/disabled|locked|Cannot detach|does not exist|already registered/);
    });
  }
});
