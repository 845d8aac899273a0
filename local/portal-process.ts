import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ServiceProcess, startService } from './child-process.ts';
import type { PortalChildOptions } from './child-protocol.ts';
import { controlHeader } from './portal/control.ts';
import type { FaultPlan } from './portal/faults.ts';

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
    setDay: (day) => steer(service.url, key, 'day', { day }),
    setFaults: (plan) => steer(service.url, key, 'faults', plan),
  };
}

async function steer(url: string, key: string, what: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/_portal/${what}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', [controlHeader]: key },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.ok) return;
  const { message } = JSON.parse(text) as { readonly message?: string };
  throw new Error(`The portal at ${url} did not take its new ${what}: ${message ?? answer.statusText}`);
}
