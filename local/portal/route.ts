import type { Expression, SoqlQuery } from './soql/syntax.ts';

/** What a request is for; faults are chosen by it. */
export const portalRoutes = ['metadata', 'count', 'page', 'keys', 'rows', 'query'] as const;

/**
 * - `metadata`: what the dataset is;
 * - `count`: a count of all rows or some;
 * - `page`: rows in the order of `:updated_at`;
 * - `keys`: rows in the order of `:id`;
 * - `rows`: rows named by their `:id`;
 * - `query`: anything else.
 */
export type PortalRoute = (typeof portalRoutes)[number];

/** The route of a query, by its shape alone. */
export function routeOfQuery(query: SoqlQuery): PortalRoute {
  const selections = query.select?.content ?? [];
  const calls = selections.flatMap((one) =>
    one.kind === 'expression' && one.expression.kind === 'call' ? [one.expression] : [],
  );
  if (selections.length === 1 && calls[0]?.name === 'count' && query.group === undefined) return 'count';
  if (calls.length > 0 || query.group !== undefined) return 'query';
  if (query.where.some(({ content }) => namesIds(content))) return 'rows';
  const first = query.order?.content[0]?.expression;
  if (first?.kind !== 'column') return 'query';
  if (first.name === ':updated_at') return 'page';
  return first.name === ':id' ? 'keys' : 'query';
}

function namesIds(condition: Expression): boolean {
  if (condition.kind !== 'call') return false;
  if (condition.name === 'and') return condition.operands.some(namesIds);
  const [first] = condition.operands;
  return condition.name === 'in' && first?.kind === 'column' && first.name === ':id';
}
