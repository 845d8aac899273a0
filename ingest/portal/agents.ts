import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections that are kept, and given up where they do not stand in time. */
export interface Agents {
  readonly httpAgent: Agent;
  readonly httpsAgent: SecureAgent;
  readonly close: () => void;
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** Ends a socket that has not connected (with TLS: agreed on its keys) after so many milliseconds. */
function bound(socket: Duplex | null | undefined, milliseconds: number, event: string): void {
  if (!(socket instanceof Socket)) return;
  const error = Object.assign(new Error(`no connection within ${milliseconds} ms`), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => socket.destroy(error), milliseconds);
  for (const end of [event, 'close', 'error'])
    socket.once(end, () => {
      clearTimeout(timer);
    });
}

class BoundedAgent extends Agent {
  readonly #milliseconds: number;

  constructor(options: AgentOptions, milliseconds: number) {
    super(options);
    this.#milliseconds = milliseconds;
  }

  override createConnection(options: ClientRequestArgs, callback?: Connected): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    bound(socket, this.#milliseconds, 'connect');
    return socket;
  }
}

class BoundedSecureAgent extends SecureAgent {
  readonly #milliseconds: number;

  constructor(options: AgentOptions, milliseconds: number) {
    super(options);
    this.#milliseconds = milliseconds;
  }

  override createConnection(options: ClientRequestArgs, callback?: Connected): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    bound(socket, this.#milliseconds, 'secureConnect');
    return socket;
  }
}

/** @param connectTimeout milliseconds */
export function openAgents(connectTimeout: number): Agents {
  const options = { keepAlive: true, maxSockets: 4 };
  const httpAgent = new BoundedAgent(options, connectTimeout);
  const httpsAgent = new BoundedSecureAgent(options, connectTimeout);
  const close = (): void => {
    httpAgent.destroy();
    httpsAgent.destroy();
  };
  return { httpAgent, httpsAgent, close };
}
