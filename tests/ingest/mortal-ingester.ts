import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PortalIngestOptions } from '../../ingest/index.ts';
import { type StrikingProxy, startStrikingProxy } from './striking-proxy.ts';

/** What became of a process. */
export interface Fate {
  /** The durable steps that it did. */
  readonly steps: readonly string[];
  /** False where it came to its end. */
  readonly isKilled: boolean;
  /** What it said at its end. */
  readonly last: unknown;
}

interface ReadyProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

/** What is counted, and whom it strikes. */
interface Strike {
  steps: string[];
  last: number;
  child: ChildProcess | undefined;
}

/** Runs the ingester in processes of its own and kills them (SIGKILL) once they have done a given number of durable steps. */
export class MortalIngester {
  readonly #proxies: readonly StrikingProxy[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #strike: Strike;
  #next: ReadyProcess;

  private constructor(proxies: readonly StrikingProxy[], strike: Strike) {
    const [storage, warehouse] = proxies;
    this.#proxies = proxies;
    this.#strike = strike;
    this.#environment = {
      ...process.env,
      STORAGE_EMULATOR_HOST: storage?.url,
      BIGQUERY_EMULATOR_HOST: `${warehouse?.url ?? ''}/bigquery/v2`,
    };
    this.#next = this.#fork();
  }

  /** Services are those that the environment names. */
  static async open(): Promise<MortalIngester> {
    const strike: Strike = { steps: [], last: 0, child: undefined };
    const onStep = (step: string): boolean => {
      strike.steps.push(step);
      if (strike.steps.length < strike.last) return true;
      strike.child?.kill('SIGKILL');
      return false;
    };
    const services = ['STORAGE_EMULATOR_HOST', 'BIGQUERY_EMULATOR_HOST'].map((name) => process.env[name] ?? '');
    const proxies = await Promise.all(services.map((service) => startStrikingProxy(service, onStep)));
    return new MortalIngester(proxies, strike);
  }

  /** Ingests, to be killed after the given durable step (from 1) if it comes to that. */
  async ingest(options: PortalIngestOptions, lastStep: number): Promise<Fate> {
    const { child, ready, ended } = this.#next;
    await ready;
    // The next one makes itself ready meanwhile.
    this.#next = this.#fork();
    Object.assign(this.#strike, { steps: [], last: lastStep, child });
    let last: unknown;
    child.on('message', (message) => (last = message));
    child.send(options);
    await ended;
    return { steps: this.#strike.steps, isKilled: child.signalCode === 'SIGKILL', last };
  }

  async close(): Promise<void> {
    this.#next.child.kill('SIGKILL');
    await this.#next.ended;
    for (const proxy of this.#proxies) await proxy.close();
  }

  #fork(): ReadyProcess {
    const file = join(import.meta.dirname, 'ingest-child.ts');
    const child = fork(file, { execArgv: ['--import', 'tsx'], env: this.#environment, stdio: 'ignore' });
    return {
      child,
      ready: new Promise((ready) => child.once('message', ready)),
      ended: new Promise((ended) => child.once('exit', ended)),
    };
  }
}
