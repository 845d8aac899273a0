import type { Expression, GroupBy, GroupItem, GroupSet, Position } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { INT64, isGroupable, printType, type SqlType } from '../types.ts';
import { plain, type AggregateSink, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { accessFields } from './paths.ts';
import type { FromItem, Grouping, Scope } from './scope.ts';
import type { ListItem } from './select-list.ts';
import type { Typed } from './typed.ts';

/** A key of GROUP BY: its text before grouping, and the column of the grouped rows. */
interface Key {
  readonly input: Typed;
  readonly output: Typed;
}

/** A column that was named though it is no key. The error is made when it is thrown: most are not. */
interface Rejected {
  readonly name: string;
  readonly position: Position;
  readonly clause: string;
}

/**
 * The level at which rows are grouped: keys and aggregates become columns `k1` …, `a1` … of a subquery, and what is
 * selected is computed from these alone.
 */
export class Groups implements Grouping, AggregateSink {
  readonly #keys: Key[] = [];
  readonly #bySql = new Map<string, Typed>();
  readonly #byNode = new Map<Expression, Typed>();
  /** Forms of the keys that are composed of others, and each by its form and text: so one look finds any of many. */
  readonly #forms = new Set<string>();
  readonly #byForm = new Map<string, Typed>();
  readonly #columns: string[] = [];
  readonly #aggregates = new Map<string, Typed>();
  #sets: string | undefined;
  #rejected: Rejected | undefined;
  readonly input: Env;

  constructor(
    readonly alias: string,
    readonly env: Env,
    scope: Scope,
    readonly from: FromItem,
    /** Whether rows are grouped for sure; else it shows by the aggregates met. */
    readonly isCertain: boolean,
  ) {
    this.input = plain(env, scope, 'an aggregate function');
  }

  get rowOrder(): readonly string[] | undefined {
    return this.from.rowOrder;
  }

  /** DuckDB computes an aggregate that names columns of an outer query only over that query's rows. */
  owned(argument: Typed): Typed {
    const aliases = [...argument.sql.matchAll(/\b([a-z]+\d+)\./gu)].map(([, alias = '']) => alias);
    const isOwn = (alias: string): boolean => this.from.sql.includes(` AS ${alias}`);
    const [own] = [...this.from.columns, ...this.from.hidden];
    if (!own || aliases.length === 0 || aliases.some(isOwn)) return argument;
    const sql = `CASE WHEN (${own.value.sql} IS NULL) IS NOT NULL THEN ${argument.sql} END`;
    return { ...argument, sql, parts: undefined };
  }

  /** What clause is being read: for messages. */
  clause = 'SELECT list';

  get isGrouped(): boolean {
    return this.isCertain || this.#aggregates.size > 0;
  }

  find(sql: string): Typed | undefined {
    return this.#bySql.get(sql);
  }

  reject(name: string, position: Position): void {
    if (this.isCertain) throw this.#rejection({ name, position, clause: this.clause });
    this.#rejected ??= { name, position, clause: this.clause };
  }

  #rejection({ name, position, clause }: Rejected): GoogleSqlError {
    const what = name.includes('.') ? name : `column ${name}`;
    return new GoogleSqlError(
      `${clause} expression references ${what} which is neither grouped nor aggregated`,
      position,
    );
  }

  /** Throws what was refused while it was not yet clear that rows are grouped. */
  check(): void {
    if (this.isGrouped && this.#rejected) throw this.#rejection(this.#rejected);
  }

  add(sql: string, type: SqlType): Typed {
    const known = this.#aggregates.get(sql);
    if (known) return known;
    const name = `a${this.#aggregates.size + 1}`;
    this.#columns.push(`${sql} AS ${name}`);
    const value = { sql: `${this.alias}.${name}`, type };
    this.#aggregates.set(sql, value);
    return value;
  }

  addGrouping(argument: Typed, position: Position): Typed {
    if (!this.#bySql.has(argument.sql)) {
      throw new GoogleSqlError('GROUPING must have an argument that is a key of GROUP BY', position);
    }
    return this.add(`CAST(grouping(${argument.sql}) AS BIGINT)`, { kind: 'INT64' });
  }

  /** The grouped column for an expression that is a key, by its node or by its text. */
  readonly keyOf = (node: Expression): Typed | undefined => {
    const same = this.#byNode.get(node);
    if (same || !this.#forms.has(formOf(node))) return same;
    const output = this.#byText(node);
    if (output) this.#byNode.set(node, output);
    return output;
  };

  /** What the node would be before grouping, which a key may be too. */
  #byText(node: Expression): Typed | undefined {
    try {
      return this.#byForm.get(`${formOf(node)} ${expression(node, { ...this.input, clause: 'GROUP BY clause' }).sql}`);
    } catch (error) {
      // It holds an aggregate, or names an alias: then it is no key, and is judged as what it is.
      if (error instanceof GoogleSqlError) return undefined;
      throw error;
    }
  }

  addKey(node: Expression | undefined, input: Typed, position: Position): Typed {
    const known = this.#bySql.get(input.sql);
    if (known) return known;
    if (!isGroupable(input.type)) {
      const message = `Grouping by expressions of type ${printType(input.type)} is not allowed`;
      throw new GoogleSqlError(message, position);
    }
    const name = `k${this.#keys.length + 1}`;
    const output = { sql: `${this.alias}.${name}`, type: input.type };
    this.#keys.push({ input, output });
    this.#bySql.set(input.sql, output);
    if (node) this.#byNode.set(node, output);
    if (node && isComposite(node)) {
      this.#forms.add(formOf(node));
      this.#byForm.set(`${formOf(node)} ${input.sql}`, output);
    }
    return output;
  }

  /** GROUP BY, with the list's items for ordinals and aliases. */
  addKeys(groupBy: GroupBy, items: readonly ListItem[], trial: (item: ListItem) => boolean): void {
    const inner: Env = { ...this.input, clause: 'GROUP BY' };
    if (groupBy.all) {
      for (const item of items.filter(trial)) this.addKey(item.node, item.resolve(inner), item.position);
      return;
    }
    const sets = groupBy.items.map((item) => this.#itemText(item, items, inner));
    const isSimple = groupBy.items.every((item) => item.kind === 'group_expression');
    if (!isSimple) this.#sets = sets.join(', ');
  }

  #itemText(item: GroupItem, items: readonly ListItem[], inner: Env): string {
    if (item.kind === 'group_expression') return this.#keyText(item.expression, items, inner);
    return this.#setText(item, items, inner);
  }

  #setText(set: GroupSet, items: readonly ListItem[], inner: Env): string {
    const list = (nodes: readonly Expression[]): string =>
      `(${nodes.map((node) => this.#keyText(node, items, inner)).join(', ')})`;
    switch (set.kind) {
      case 'group_set':
        return list(set.expressions);
      case 'rollup':
      case 'cube':
        return `${set.kind.toUpperCase()} (${set.elements.map(list).join(', ')})`;
      case 'grouping_sets':
        return `GROUPING SETS (${set.sets.map((inside) => this.#setText(inside, items, inner)).join(', ')})`;
    }
  }

  #keyText(node: Expression, items: readonly ListItem[], inner: Env): string {
    const input = this.#keyInput(node, items, inner);
    this.addKey(input.node, input.value, node.position);
    return input.value.sql;
  }

  /** A key is a column's place, an alias of the list (before any column of that name), or an expression over FROM. */
  #keyInput(node: Expression, items: readonly ListItem[], inner: Env) {
    if (node.kind === 'integer') {
      const item = items[Number(node.value) - 1];
      if (!item) {
        const message = `GROUP BY is out of SELECT column number range: ${node.value}`;
        throw new GoogleSqlError(message, node.position);
      }
      return { node: item.node, value: this.#itemInput(item, items, inner, node.position) };
    }
    const [first, ...fields] = node.kind === 'path' ? node.names : [];
    const matches = first ? items.filter(({ name }) => name.toLowerCase() === first.name.toLowerCase()) : [];
    const [item] = matches;
    if (!first || !item) {
      const value = expression(node, inner);
      if (value.literal) throw new GoogleSqlError('Cannot GROUP BY literal values', node.position);
      return { node, value };
    }
    const values = matches.map((match) => this.#itemInput(match, items, inner, node.position));
    const [value] = values;
    if (!value || values.some((other) => other.sql !== value.sql)) {
      throw new GoogleSqlError(`Column name ${first.name} is ambiguous`, node.position);
    }
    return { node: fields.length === 0 ? item.node : node, value: accessFields(value, fields) };
  }

  #itemInput(item: ListItem, items: readonly ListItem[], inner: Env, position: Position): Typed {
    try {
      return item.resolve(inner);
    } catch (error) {
      if (!(error instanceof GoogleSqlError) || !/not allowed in GROUP BY$/u.test(error.bareMessage)) throw error;
      const what = error.bareMessage.startsWith('Aggregate') ? 'aggregation' : 'analytic';
      const message = `Column ${item.name || items.indexOf(item) + 1} contains an ${what} function, which is not allowed in GROUP BY`;
      throw new GoogleSqlError(message, position);
    }
  }

  /** Adds what tells where each group's first row is written: groups come in that order. */
  addRowOrder(): readonly string[] | undefined {
    if (this.#sets !== undefined || !this.rowOrder) return undefined;
    return firstOf(this.rowOrder).map((sql) => this.add(sql, INT64).sql);
  }

  /** The grouped rows, from `source` (` FROM … WHERE …`). */
  text(source: string): string {
    const keys = this.#keys.map(({ input }, index) => `${input.sql} AS k${index + 1}`);
    const columns = [...keys, ...this.#columns];
    const groupBy = this.#sets ?? this.#keys.map((_, index) => String(index + 1)).join(', ');
    const list = columns.length > 0 ? columns.join(', ') : '1 AS one';
    // Without keys or aggregates there is still one group of all rows.
    const grouping = groupBy !== '' ? ` GROUP BY ${groupBy}` : this.#columns.length > 0 ? '' : ' GROUP BY ()';
    return `(SELECT ${list}${source}${grouping}) AS ${this.alias}`;
  }
}

/** The place of the first row of a group: the least of these keys, taken together. */
export function firstOf(rowOrder: readonly string[]): readonly string[] {
  const least = `min({${rowOrder.map((key, index) => `k${index + 1}: ${key}`).join(', ')}})`;
  return rowOrder.map((_, index) => `struct_extract(${least}, 'k${index + 1}')`);
}

const isComposite = (node: Expression): boolean =>
  !['path', 'null', 'boolean', 'integer', 'float', 'string', 'bytes', 'typed_literal', 'subquery'].includes(node.kind);

/** What two nodes have to share before their texts are worth comparing. */
const formOf = (node: Expression): string =>
  node.kind === 'call' ? `call ${node.name.map(({ name }) => name.toLowerCase()).join('.')}` : node.kind;
