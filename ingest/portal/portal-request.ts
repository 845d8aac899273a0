/** What is asked of a dataset, in parts. */
export interface SoqlQuery {
  readonly select: readonly string[];
  readonly where?: string | undefined;
  readonly group?: string;
  readonly order?: readonly string[];
  /** Rows at most. */
  readonly limit: number;
}

/** A request that may be repeated. */
export interface PortalRequest {
  readonly method: 'GET' | 'POST';
  /** Encoded; no token in it. */
  readonly url: string;
  /** JSON text of a POST. */
  readonly body?: string;
  /** For people and records: method, address and query, readable. */
  readonly description: string;
}

/** SODA2 takes the query in the address, SODA3 as one statement in the body. */
export type Dialect = 'soda2' | 'soda3';

/** Where a dataset is. */
export interface DatasetAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly dataset: string;
}

/** The dataset's name, columns and times. @see https://dev.socrata.com/docs/metadata (views) */
export function metadataRequest({ url, dataset }: DatasetAddress): PortalRequest {
  const address = `${url}/api/views/${dataset}.json`;
  return { method: 'GET', url: address, description: `GET ${address}` };
}

/**
 * @see https://dev.socrata.com/docs/queries/ (SODA2)
 * @see https://dev.socrata.com/docs/queries/page (SODA3)
 */
export const dataRequest = (address: DatasetAddress, dialect: Dialect, query: SoqlQuery): PortalRequest =>
  dialect === 'soda2' ? parametersRequest(address, query) : statementRequest(address, query);

/** Columns by which a reader knows what is asked for; a dataset has twenty more. */
const SHOWN_COLUMNS = 5;

const shortened = (columns: readonly string[]): string =>
  columns.length <= SHOWN_COLUMNS ? columns.join(',') : `${columns[0] ?? ''},… (${columns.length} columns)`;

function parametersRequest({ url, dataset }: DatasetAddress, query: SoqlQuery): PortalRequest {
  const parameters: (readonly [string, string])[] = [['$select', query.select.join(',')]];
  if (query.where !== undefined) parameters.push(['$where', query.where]);
  if (query.group !== undefined) parameters.push(['$group', query.group]);
  if (query.order) parameters.push(['$order', query.order.join(',')]);
  parameters.push(['$limit', String(query.limit)]);
  const address = `${url}/resource/${dataset}.json`;
  const encoded = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const shown = (name: string, value: string): string => (name === '$select' ? shortened(query.select) : value);
  const readable = parameters.map(([name, value]) => `${name}=${shown(name, value)}`).join('&');
  return { method: 'GET', url: `${address}?${encoded}`, description: `GET ${address}?${readable}` };
}

function statementRequest({ url, dataset }: DatasetAddress, query: SoqlQuery): PortalRequest {
  const clauses = [`SELECT ${query.select.join(', ')}`];
  if (query.where !== undefined) clauses.push(`WHERE ${query.where}`);
  if (query.group !== undefined) clauses.push(`GROUP BY ${query.group}`);
  if (query.order) clauses.push(`ORDER BY ${query.order.join(', ')}`);
  const statement = clauses.join(' ');
  const address = `${url}/api/v3/views/${dataset}/query.json`;
  return {
    method: 'POST',
    url: address,
    body: JSON.stringify({
      query: statement,
      page: { pageNumber: 1, pageSize: query.limit },
      includeSynthetic: false,
    }),
    description: `POST ${address} ${statement.replace(query.select.join(', '), () => shortened(query.select))} (first ${query.limit})`,
  };
}
