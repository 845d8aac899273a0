import { fieldOf } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import type { Session } from '../engine/session.ts';
import type { SqlType } from '../googlesql/types.ts';
import { DuckDBDecimalType, DuckDBListType, DuckDBStructType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { unreadable } from './load-errors.ts';

const scalars: Readonly<Partial<Record<DuckDBTypeId, SqlType>>> = {
  [DuckDBTypeId.TINYINT]: { kind: 'INT64' },
  [DuckDBTypeId.SMALLINT]: { kind: 'INT64' },
  [DuckDBTypeId.INTEGER]: { kind: 'INT64' },
  [DuckDBTypeId.BIGINT]: { kind: 'INT64' },
  [DuckDBTypeId.UTINYINT]: { kind: 'INT64' },
  [DuckDBTypeId.USMALLINT]: { kind: 'INT64' },
  [DuckDBTypeId.UINTEGER]: { kind: 'INT64' },
  [DuckDBTypeId.UBIGINT]: { kind: 'INT64' },
  [DuckDBTypeId.FLOAT]: { kind: 'FLOAT64' },
  [DuckDBTypeId.DOUBLE]: { kind: 'FLOAT64' },
  [DuckDBTypeId.BOOLEAN]: { kind: 'BOOL' },
  [DuckDBTypeId.VARCHAR]: { kind: 'STRING' },
  [DuckDBTypeId.UUID]: { kind: 'STRING' },
  [DuckDBTypeId.BLOB]: { kind: 'BYTES' },
  [DuckDBTypeId.DATE]: { kind: 'DATE' },
  [DuckDBTypeId.TIME]: { kind: 'TIME' },
  [DuckDBTypeId.TIMESTAMP]: { kind: 'DATETIME' },
  [DuckDBTypeId.TIMESTAMP_S]: { kind: 'DATETIME' },
  [DuckDBTypeId.TIMESTAMP_MS]: { kind: 'DATETIME' },
  [DuckDBTypeId.TIMESTAMP_NS]: { kind: 'DATETIME' },
  [DuckDBTypeId.TIMESTAMP_TZ]: { kind: 'TIMESTAMP' },
};

/** Columns of a file as BigQuery would type them. Throws WarehouseError for a type it has not. */
export async function describeSource(session: Session, relation: string): Promise<readonly TableField[]> {
  const result = await session.run(`SELECT * FROM ${relation} LIMIT 0`);
  return result.columnNames().map((name, index) => fieldOf(name, sqlTypeOf(result.columnType(index), name)));
}

function sqlTypeOf(type: DuckDBType, column: string): SqlType {
  if (type instanceof DuckDBListType) return { kind: 'ARRAY', element: sqlTypeOf(type.valueType, column) };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((name, index) => {
      const inner = type.entryTypes[index];
      if (inner === undefined) throw unreadable(`Field ${name} of ${column} has no type`);
      return { name, type: sqlTypeOf(inner, `${column}.${name}`) };
    });
    return { kind: 'STRUCT', fields };
  }
  if (type instanceof DuckDBDecimalType) {
    if (type.scale <= 9 && type.width - type.scale <= 29) return { kind: 'NUMERIC' };
    return { kind: 'BIGNUMERIC' };
  }
  const scalar = type.alias === 'JSON' ? ({ kind: 'JSON' } as const) : scalars[type.typeId];
  if (scalar === undefined) throw unreadable(`Column '${column}' has type ${type.toString()}, which BigQuery has not`);
  return scalar;
}
