import type { Join, TableExpression } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { valueOf } from './expressions.ts';
import {
  chosenTogether,
  elementsOf,
  find,
  followed,
  namesOf,
  sourceOf,
  type Env,
  type NamedValue,
  type Names,
  type Source,
} from './names.ts';
import { queryRows } from './query.ts';
import { CONSTANT, union, type Value } from './value.ts';

/** A query without FROM has one row that stems from nothing. */
export const NOTHING: Source = { columns: [], counted: CONSTANT, chosenBy: CONSTANT, isValueTable: false, ranges: [] };

/** What a part of FROM gives. `lateral` holds the names to its left, which arrays may come from. */
export function fromSource(node: TableExpression, env: Env, lateral: Names | undefined): Source {
  switch (node.kind) {
    case 'table':
      return tableSource(node, env, lateral);
    case 'unnest': {
      const array = valueOf(node.array, { ...env, names: lateral });
      return elementsOf(array, node.alias?.name, node.offset && (node.offset.alias?.name ?? 'offset'));
    }
    case 'table_subquery':
      return sourceOf(queryRows(node.query, env), node.alias?.name);
    case 'join':
      return joinSource(node, env, lateral);
    case 'table_sample':
      return fromSource(node.input, env, lateral);
    default:
      throw notSupported(`lineage through ${node.kind.replace('_', ' ')}`, node.position);
  }
}

function tableSource(
  { path, alias, offset, position }: Extract<TableExpression, { kind: 'table' }>,
  env: Env,
  lateral: Names | undefined,
): Source {
  const [first, ...rest] = path;
  const last = path.at(-1);
  if (!first || !last) throw new GoogleSqlError('Table name missing', position);
  const name = alias?.name ?? last.name;
  const array = rest.length > 0 ? find(lateral, first.name) : undefined;
  if (array) return elementsOf(followed(array, rest), name, offset && (offset.alias?.name ?? 'offset'));
  const common = rest.length === 0 ? env.commonTables.get(first.name.toLowerCase()) : undefined;
  if (common) return sourceOf(common, name);
  const names = path.map((part) => part.name);
  const rows = env.findRows(names);
  if (!rows) throw new GoogleSqlError(`Table ${names.join('.')} was not found`, position);
  return sourceOf(rows, name);
}

function joinSource(node: Join, env: Env, lateral: Names | undefined): Source {
  const left = fromSource(node.left, env, lateral);
  const right = fromSource(node.right, env, namesOf(left, lateral ?? env.names));
  const both: Source = {
    columns: [...left.columns, ...right.columns],
    ranges: [...left.ranges, ...right.ranges],
    counted: union([left.counted, right.counted]),
    chosenBy: chosenTogether([left, right]),
    isValueTable: false,
  };
  const { condition } = node;
  if (!condition) return both;
  if (condition.kind === 'on') {
    const test = valueOf(condition.expression, { ...env, names: namesOf(both, env.names) });
    return { ...both, chosenBy: chosenTogether([both], test) };
  }
  const keys = condition.columns.map(({ name }) => {
    const sides = [valueNamed(left, name), valueNamed(right, name)] as const;
    const kept = { FULL: union(sides), RIGHT: sides[1], LEFT: sides[0], INNER: sides[0], CROSS: sides[0] }[node.type];
    return { name, sides, value: kept };
  });
  const isKey = ({ name }: NamedValue): boolean => keys.some((key) => key.name.toLowerCase() === name.toLowerCase());
  return {
    ...both,
    columns: [...keys, ...both.columns.filter((column) => !isKey(column))],
    chosenBy: chosenTogether([both], ...keys.flatMap(({ sides }) => sides)),
  };
}

const valueNamed = ({ columns }: Source, name: string): Value =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.value ?? CONSTANT;
