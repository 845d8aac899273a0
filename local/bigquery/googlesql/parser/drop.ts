import type { DroppedObject, DropStatement } from '../ast.ts';
import { notSupported } from '../errors.ts';
import { unknownObject } from './create.ts';
import type { Cursor } from './cursor.ts';
import { acceptIfExists, parsePath } from './names.ts';

const refusedObjects =
  /^(?:EXTERNAL|SNAPSHOT|MODEL|SEARCH|VECTOR|ROW|ALL|CAPACITY|RESERVATION|ASSIGNMENT|PROPERTY|CONNECTION)$/;

/** `DROP object [IF EXISTS] name [CASCADE | RESTRICT]` */
export function parseDrop(cursor: Cursor): DropStatement {
  const { position } = cursor;
  cursor.expect('DROP');
  const object = parseObject(cursor);
  const ifExists = acceptIfExists(cursor);
  const target = parsePath(cursor);
  const behaviour = (['CASCADE', 'RESTRICT'] as const).find((word) => object === 'SCHEMA' && cursor.accept(word));
  return { kind: 'drop', object, ifExists, target, behaviour, position, end: cursor.end };
}

function parseObject(cursor: Cursor): DroppedObject {
  if (cursor.accept('TABLE', 'FUNCTION')) return 'TABLE FUNCTION';
  if (cursor.accept('MATERIALIZED', 'VIEW')) return 'MATERIALIZED VIEW';
  const simple = (['TABLE', 'VIEW', 'SCHEMA', 'FUNCTION', 'PROCEDURE'] as const).find((word) => cursor.accept(word));
  if (simple) return simple;
  if (refusedObjects.test(cursor.token.text)) throw notSupported(`DROP ${cursor.token.text}`, cursor.position);
  throw unknownObject(cursor);
}
