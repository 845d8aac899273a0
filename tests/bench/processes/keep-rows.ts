import { DuckDBInstance } from '@duckdb/node-api';

// No row of the simulated portal leaves after the given day: on days with removals the ingester compares all keys.
const [database = '', day = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(database, { memory_limit: '300MB' });
const connection = await instance.connect();
await connection.run(`update current_rows set leaves = null where leaves > ${Number(day)}`);
connection.closeSync();
instance.closeSync();
