import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import {
  isConflict,
  isOutOfMemory,
  lockHolder,
  toWarehouseError,
} from '../../../../local/bigquery/engine/duckdb-errors.ts';
import type { WarehouseError } from '../../../../local/bigquery/errors.ts';

const told = (text: string) => toWarehouseError(new Error(text)) as WarehouseError;

describe('toWarehouseError(error)', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Out of Range Error: Overflow in addition of INT64 (9 + 1)!', 'int64 overflow: 9 + 1'],
    [`Conversion Error: Could not convert string 'abc' to INT64\n\nLINE 1: select\n  ^`, 'Bad int64 value: abc'],
    ['Invalid Input Error: the text of error()', 'the text of error()'],
    [
      'Invalid Input Error: More than one row returned by a subquery used as …',
      'Scalar subquery produced more than one element',
    ],
    ['Constraint Error: NOT NULL constraint failed: t.a', 'Required field a cannot be null'],
  ];
  for (const [text, message] of cases) {
    it(`says "${message}"`, () => {
      expect(told(text)).to.include({ message, reason: 'invalidQuery' });
    });
  }

  it('tells nothing of a path in the file system', () => {
    const error = told('IO Error: Could not read from file "/home/ada/.local/warehouse/warehouse.duckdb"');
    expect(error.message).not.to.include('/home');
    expect(error.reason).to.equal('backendError');
  });

  it('leaves an error alone that it does not know, to be reported as internal', () => {
    const error = new Error('INTERNAL Error: assertion failed');
    expect(toWarehouseError(error)).to.equal(error);
  });
});

describe('isConflict(error)', () => {
  it('knows two writers that met, wrapped or not', () => {
    const text = 'TransactionContext Error: Catalog write-write conflict on alter with "t"';
    expect(isConflict(new Error(text))).to.equal(true);
    expect(isConflict(told(text))).to.equal(true);
    expect(isConflict(new Error('Binder Error: x'))).to.equal(false);
  });
});

describe('isOutOfMemory(error)', () => {
  it('knows a COMMIT for which memory does not suffice, which leaves the table as it was', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'duckdb-errors-'));
    const settings = { threads: '1', memory_limit: '4MB', temp_directory: join(directory, 'spill') };
    const instance = await DuckDBInstance.create(join(directory, 'small.duckdb'), settings);
    const connection = await instance.connect();
    try {
      await connection.run("CREATE TABLE t AS SELECT range AS n, repeat('a', 100) AS s FROM range(5000)");
      await connection.run('BEGIN TRANSACTION');
      await connection.run("INSERT INTO t SELECT range, repeat('b', 100) FROM range(3000)");
      await connection.run("SET memory_limit = '1.5MB'");
      const error = await connection.run('COMMIT').then(
        () => expect.fail('memory sufficed'),
        (thrown: unknown) => thrown as Error,
      );
      expect(error.message).to.match(/^TransactionContext Error: Failed to commit/);
      expect(isOutOfMemory(error)).to.equal(true);
      expect(isOutOfMemory(toWarehouseError(error))).to.equal(true);
      expect(told(error.message).reason).to.equal('resourcesExceeded');
      await connection.run("SET memory_limit = '100MB'");
      expect(await (await connection.run('SELECT count(*) FROM t')).getRows()).to.deep.equal([[5000n]]);
    } finally {
      connection.closeSync();
      instance.closeSync();
      await rm(directory, { recursive: true });
    }
  });

  it('does not take for it what ended the whole database', () => {
    const text =
      'FATAL Error: Failed to rollback transaction. Cannot continue operation.\nOriginal Error: Out of Memory Error';
    expect(isOutOfMemory(new Error(text))).to.equal(false);
    expect(told(text)).to.include({ reason: 'backendError' });
    expect(isOutOfMemory(new Error('TransactionContext Error: Failed to commit: Conflict on update'))).to.equal(false);
  });
});

describe('lockHolder(error)', () => {
  it('finds the process that has the file open', () => {
    const text =
      'IO Error: Could not set lock on file "/x": Conflicting lock is held in /usr/bin/node (PID 4711). See also';
    expect(lockHolder(new Error(text))).to.equal(4711);
  });
});
