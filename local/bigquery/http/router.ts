import type { IncomingMessage } from 'node:http';
import type { JsonObject } from './body.ts';

/** A request as the routes see it. */
export interface RouteRequest {
  /** Named parts of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** `If-Match`, where given. */
  readonly ifMatch: string | undefined;
  /** For a route that takes bytes: its body is not read yet. */
  readonly raw: IncomingMessage;
}

/** An answer that is no 200 with JSON, as uploads in parts give. */
export class BareAnswer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
  ) {}
}

/** What a route answers: a value sent as JSON, or nothing (204). */
export type RouteAnswer = object | undefined;

/** One method of one resource. `path` is a template: `/projects/:projectId/datasets`, `…/:tableId:getIamPolicy`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The route reads the body itself: it is no JSON. */
  readonly takesBytes?: boolean;
  readonly answer: (request: RouteRequest) => Promise<RouteAnswer> | RouteAnswer;
}

/** A route that matched, with the named parts of its path. */
export interface RouteMatch {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a method and path (without query; `/bigquery/v2` before it is left out of account). */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const compiled = routes.map((route) => ({ route, parts: route.path.split('/').slice(1) }));
  return (method, path) => {
    const given = path
      .replace(/^\/bigquery\/v2(?=\/)/, '')
      .split('/')
      .slice(1);
    for (const { route, parts } of compiled) {
      if (route.method !== method || parts.length !== given.length) continue;
      const named = matchParts(parts, given);
      if (named !== undefined) return { route, path: named };
    }
    return undefined;
  };
}

function matchParts(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const named: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const text = decode(given[index] ?? '');
    if (text === undefined) return undefined;
    if (part.startsWith(':')) {
      const [name = '', verb] = part.slice(1).split(':');
      if (verb !== undefined && !text.endsWith(`:${verb}`)) return undefined;
      const value = verb === undefined ? text : text.slice(0, -verb.length - 1);
      if (value === '') return undefined;
      named[name] = value;
    } else if (part !== text) return undefined;
  }
  return named;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
