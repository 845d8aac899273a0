import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Google's own parser, analyzer and reference implementation, as a native gRPC service. */
const PACKAGE = '@fivetrandevelopers/zetasql';

/** Milliseconds for the service to listen; it takes half a second. */
const START_DEADLINE = 20_000;
/** Milliseconds for one call, which takes some six; an endless recursion never comes back. */
const CALL_DEADLINE = 10_000;

/** The service ends with the pipe to its input, so with this process, however that ends. */
const UNTIL_ORPHANED = '"$0" "$@" & read -r _; kill -9 $!';

/** The methods used here, of https://github.com/google/zetasql/blob/master/zetasql/local_service/local_service.proto */
type Method = 'analyze' | 'evaluateQuery' | 'getAnalyzerOptions' | 'getLanguageOptions';

type Call = (
  request: object,
  options: { deadline: number },
  done: (error: Error | null, answer: unknown) => void,
) => void;

/** The part of a gRPC client used here. https://grpc.github.io/grpc/node/grpc.Client.html */
type Client = Readonly<Record<Method, Call>> & {
  waitForReady(deadline: number, done: (error?: Error) => void): void;
  close(): void;
};

/** What is used of `@grpc/grpc-js` and `@grpc/proto-loader`, which the project's own packages lack. */
interface Grpc {
  loadPackageDefinition(definition: unknown): {
    zetasql: {
      local_service: { ZetaSqlLocalService: new (address: string, credentials: unknown, options: object) => Client };
    };
  };
  credentials: { createInsecure(): unknown };
}

interface ProtoLoader {
  loadSync(file: string, options: object): unknown;
}

/** https://grpc.io/docs/guides/status-codes/ */
const STATUS = { invalidArgument: 3, deadlineExceeded: 4, outOfRange: 11, unavailable: 14 } as const;

/** Google's answer is an error: of the statement (`invalid`), of its evaluation, or the service could not tell. */
export class ServiceError extends Error {
  constructor(
    message: string,
    readonly kind: 'invalid' | 'failed' | 'no verdict',
  ) {
    super(message);
  }
}

const require = createRequire(import.meta.url);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function executable(folder: string): string {
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    throw new Error(`${PACKAGE} has no binary for ${process.platform}`);
  }
  return join(
    folder,
    `remote_server${process.arch === 'arm64' ? '_arm' : ''}${process.platform === 'linux' ? '.so' : ''}`,
  );
}

/** The native service: started when first asked, started again after it hung or died. */
export class Service {
  #running: Promise<{ client: Client; child: ChildProcess }> | undefined;

  async #start(): Promise<{ client: Client; child: ChildProcess }> {
    const grpc = require('@grpc/grpc-js') as Grpc;
    const loader = require('@grpc/proto-loader') as ProtoLoader;
    const folder = join(dirname(require.resolve(PACKAGE)), 'zetasql');
    const port = await freePort();
    const child = spawn('sh', ['-c', UNTIL_ORPHANED, executable(folder), 'localhost', String(port)], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const definition = loader.loadSync('local_service.proto', {
      includeDirs: [join(folder, 'protos')],
      enums: String,
      longs: String,
      oneofs: true,
    });
    const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service;
    const client = new ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
    });
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + START_DEADLINE, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    return { client, child };
  }

  /** Calls `method`; throws `ServiceError`. */
  async call(method: Method, request: object): Promise<unknown> {
    this.#running ??= this.#start();
    const running = this.#running;
    const { client } = await running;
    try {
      return await new Promise((resolve, reject) => {
        client[method](request, { deadline: Date.now() + CALL_DEADLINE }, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        });
      });
    } catch (error) {
      const { code, details } = error as { code: number; details: string };
      if (code === STATUS.invalidArgument) throw new ServiceError(details, 'invalid');
      if (code === STATUS.outOfRange) throw new ServiceError(details, 'failed');
      if (code === STATUS.deadlineExceeded || code === STATUS.unavailable) {
        if (this.#running === running) await this.stop();
        throw new ServiceError(
          code === STATUS.unavailable ? 'the service died' : 'the service did not answer in time',
          'no verdict',
        );
      }
      throw new ServiceError(`${details} (status ${code})`, 'no verdict');
    }
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    const { client, child } = await running;
    client.close();
    child.stdin?.end();
  }
}
