import { Random } from './simulation/random.ts';
import { type PortalRoute, portalRoutes } from './route.ts';

/** One way in which an answer goes wrong. */
export type Fault =
  /** Another status with the body that Socrata gives it; `retryAfter` is seconds, or a date as HTTP writes it. */
  | { readonly kind: 'status'; readonly status: FaultStatus; readonly retryAfter?: number | string }
  /** The connection is reset: before the answer, after its headers, or within its body. */
  | { readonly kind: 'reset'; readonly at: 'start' | 'headers' | 'body' }
  /** The connection ends in good order, halfway through the announced length. */
  | { readonly kind: 'truncated' }
  /** The announced length is off by so many bytes. */
  | { readonly kind: 'length'; readonly by: number }
  /** A whole answer with half the text in it. */
  | { readonly kind: 'malformed' }
  /** 200 with a page of HTML. */
  | { readonly kind: 'html' }
  /** `delay` milliseconds until the answer begins, then so many bytes a second. */
  | { readonly kind: 'slow'; readonly delay?: number; readonly bytesPerSecond?: number }
  /** No answer ever. */
  | { readonly kind: 'silent' }
  /** The page begins with the last row of the page before it. */
  | { readonly kind: 'duplicate' }
  /** Before the answer, rows move to a later place in the order, or vanish. */
  | { readonly kind: 'disturb'; readonly change: Disturbance }
  /** A count is off by so many. */
  | { readonly kind: 'count'; readonly by: number }
  /** The answer says that it is of a copy that lacks the newest changes (as it is, it has them). */
  | { readonly kind: 'behind' };

/** What may happen to rows between two requests. */
export type Disturbance = 'move' | 'vanish';

/** Statuses that a fault may answer with. */
export const faultStatuses = [202, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504] as const;
export type FaultStatus = (typeof faultStatuses)[number];

/** A fault that strikes by chance. */
export interface RandomFault {
  readonly route: PortalRoute | 'any';
  /** 0 to 1. */
  readonly probability: number;
  readonly fault: Fault;
}

/** A fault that strikes given requests. */
export interface ScriptedFault {
  readonly route: PortalRoute | 'any';
  /** 1 for the first request of the route since the plan was set. */
  readonly request: number;
  /** So many in a row; default 1. */
  readonly times?: number;
  readonly fault: Fault;
}

/** Which requests go wrong, and how. The first that fits is taken, scripts before chance. */
export interface FaultPlan {
  /** Default 0: the same requests in the same order then meet the same faults. */
  readonly seed?: number;
  readonly script?: readonly ScriptedFault[];
  readonly random?: readonly RandomFault[];
}

/** Where a request stands since the plan was set; the first is 1. */
export interface RequestPlace {
  readonly route: PortalRoute;
  /** Among the requests of its route. */
  readonly ofRoute: number;
  /** Among all requests. */
  readonly ofAll: number;
}

/** What goes wrong with a request; undefined for nothing. The place decides alone: no chance is carried over. */
export function chooseFault(plan: FaultPlan, place: RequestPlace): Fault | undefined {
  const isMeant = ({ route }: { readonly route: PortalRoute | 'any' }) => route === 'any' || route === place.route;
  const scripted = (plan.script ?? []).find((entry) => {
    const number = entry.route === 'any' ? place.ofAll : place.ofRoute;
    return isMeant(entry) && number >= entry.request && number < entry.request + (entry.times ?? 1);
  });
  if (scripted !== undefined) return scripted.fault;
  const random = new Random((plan.seed ?? 0) * 1_000_003 + portalRoutes.indexOf(place.route) * 100_003 + place.ofRoute);
  return (plan.random ?? []).find((entry) => random.chance(entry.probability) && isMeant(entry))?.fault;
}
