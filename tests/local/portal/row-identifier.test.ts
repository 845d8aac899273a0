import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import { rowIdentifier, rowIdentifierSql } from '../../../local/portal/row-identifier.ts';

describe('rowIdentifier(number)', () => {
  it('is the same in DuckDB, up to the largest number that it tells apart', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const numbers = [0n, 1n, 90_000_000_001n, 2n ** 60n - 1n];
    const selected = numbers.map((number) => rowIdentifierSql(`${number}::BIGINT`)).join(', ');

    const reader = await connection.runAndReadAll(`SELECT ${selected}`);

    expect(reader.getRows()[0]).to.deep.equal(numbers.map(rowIdentifier));
    connection.closeSync();
    instance.closeSync();
  });
});
