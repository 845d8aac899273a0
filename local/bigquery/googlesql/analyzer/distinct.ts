import type { Position } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { isGroupable, printType } from '../types.ts';
import type { Grouping } from './scope.ts';
import type { ListItem } from './select-list.ts';
import type { Unfinished } from './tail.ts';
import type { Typed } from './typed.ts';

/** After DISTINCT a column of FROM can be named only where it is one of the list's. */
export class Distinct implements Grouping {
  constructor(
    readonly values: Unfinished['items'],
    readonly alias: string,
  ) {}

  find(sql: string): Typed | undefined {
    const index = this.values.findIndex(({ value }) => value.sql === sql);
    const type = this.values[index]?.type;
    return type && { sql: `${this.alias}.c${index + 1}`, type };
  }

  reject(name: string, position: Position): void {
    const message = `ORDER BY clause expression references column ${name} which is not visible after SELECT DISTINCT`;
    throw new GoogleSqlError(message, position);
  }
}

/** Refuses DISTINCT of what cannot be told equal. */
export function checkDistinct(values: readonly { readonly type: Typed['type'] }[], items: readonly ListItem[]): void {
  values.forEach(({ type }, index) => {
    if (!isGroupable(type)) {
      throw new GoogleSqlError(
        `Column ${items[index]?.name || index + 1} of type ${printType(type)} cannot be used in SELECT DISTINCT`,
        items[index]?.position,
      );
    }
  });
}
