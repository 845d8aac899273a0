import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ServiceProcess, startService } from './child-process.ts';
import type { PortalChildOptions } from './child-protocol.ts';
import { controlHeader } from './portal/control.ts';
import type { FaultPlan } from './portal/faults.ts';
import type { AnsweredRequest } from './portal/server.ts';

/** What the portal serves, and how. */
export interface PortalProcessOptions extends Omit<PortalChildOptions, 'port'> {
  /** By default a free one. */
  readonly port?: number;
  /** The one app token that the portal knows. */
  readonly token?: string;
  /** Told what the portal has to say, a line each. */
  readonly log: (line: string) => void;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** A portal in a process of its own, which ends with this one. */
export interface PortalProcess extends ServiceProcess {
  /** Moves a simulated dataset to another day. @throws Error for a day beyond what it holds. */
  setDay(day: number): Promise<void>;
  /** Takes the place of all faults set before. */
  setFaults(plan: FaultPlan): Promise<void>;
  /** The newest 10,000 requests that it answered, oldest first. */
  requests(): Promise<readonly AnsweredRequest[]>;
}

/**
 * Starts a portal in a process of its own. With many rows to simulate, the first start takes its time: a minute or two
 * for 1,500,000.
 * @throws ServiceStartError where it cannot start.
 */
export async function startPortalProcess(options: PortalProcessOptions): Promise<PortalProcess> {
  const { token, log, signal = new AbortController().signal, port = 0, ...rest } = options;
  const settings: PortalChildOptions = { ...rest, port };
  const key = randomUUID();
  // Arguments of a process can be read by other users of the machine, its environment cannot.
  const environment = { PORTAL_CONTROL_KEY: key, PORTAL_APP_TOKEN: token ?? '' };
  const service = await startService(join(import.meta.dirname, 'bin', 'portal.ts'), settings, environment, signal, log);
  return {
    ...service,
    setDay: async (day) => {
      await steer(service.url, key, 'day', { day });
    },
    setFaults: async (plan) => {
      await steer(service.url, key, 'faults', plan);
    },
    requests: async () => (await steer(service.url, key, 'requests')) as readonly AnsweredRequest[],
  };
}

/** Asks for something, or puts what `body` holds in its place. */
async function steer(url: string, key: string, what: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', [controlHeader]: key };
  const change = body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) };
  const answer = await fetch(`${url}/_portal/${what}`, { headers, ...change });
  const value = (await answer.json()) as { readonly message?: string };
  if (answer.ok) return value;
  const refused = body === undefined ? 'did not tell its' : 'did not take its new';
  throw new Error(`The portal at ${url} ${refused} ${what}: ${value.message ?? answer.statusText}`);
}
