import { changeBucket, createBucket, deleteBucket, getBucket, listBuckets } from './bucket-routes.ts';
import { StorageApiError, notSupported } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { changeObject, copyObject, deleteObject, getObject, listObjects, rewriteObject } from './object-routes.ts';
import type { ObjectStore } from './object-store.ts';
import type { ResumableUploads } from './resumable.ts';
import { continueUpload, insertObject } from './uploads.ts';

/** What the routes work on. */
export interface Services {
  readonly store: ObjectStore;
  readonly uploads: ResumableUploads;
}

type Handler = (exchange: Exchange, services: Services) => Promise<void>;

/** Method and path, `*` for any one part; uploads have a table of their own. */
const ROUTES: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['POST b', (exchange, { store }) => createBucket(exchange, store)],
  ['GET b', (exchange, { store }) => listBuckets(exchange, store)],
  ['GET b/*', (exchange, { store }) => getBucket(exchange, store)],
  ['PATCH b/*', (exchange, { store }) => changeBucket(exchange, store)],
  ['DELETE b/*', (exchange, { store }) => deleteBucket(exchange, store)],
  ['GET b/*/o', (exchange, { store }) => listObjects(exchange, store)],
  ['GET b/*/o/*', (exchange, { store }) => getObject(exchange, store)],
  ['PATCH b/*/o/*', (exchange, { store }) => changeObject(exchange, store)],
  ['PUT b/*/o/*', (exchange, { store }) => changeObject(exchange, store)],
  ['DELETE b/*/o/*', (exchange, { store }) => deleteObject(exchange, store)],
  ['POST b/*/o/*/copyTo/b/*/o/*', (exchange, { store }) => copyObject(exchange, store)],
  ['POST b/*/o/*/rewriteTo/b/*/o/*', (exchange, { store }) => rewriteObject(exchange, store)],
]);

const UPLOAD_ROUTES: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['POST b/*/o', (exchange, { store, uploads }) => insertObject(exchange, store, uploads)],
  ['PUT b/*/o', (exchange, { uploads }) => continueUpload(exchange, uploads)],
  [
    'DELETE b/*/o',
    async ({ query, response }, { uploads }) => {
      await uploads.cancel(query.get('upload_id') ?? '');
      // Google's own answer to a cancelled upload: "client closed request".
      response.writeHead(499, { 'content-length': 0 }).end();
    },
  ],
]);

/** Query parameters that change what is stored or listed, which this server does not know. */
const UNKNOWN_PARAMETERS = [
  'destinationKmsKeyName',
  'destinationPredefinedAcl',
  'kmsKeyName',
  'matchGlob',
  'predefinedAcl',
  'predefinedDefaultObjectAcl',
  'rewriteToken',
  'softDeleted',
];

/** In `b/BUCKET/o/OBJECT/copyTo/b/BUCKET/o/OBJECT` every second part up to the object is a name. */
const isName = (index: number): boolean => [1, 3, 6, 8].includes(index);

/** Answers a request. @throws StorageApiError, also 501 by name for what this server does not do */
export async function route(exchange: Exchange, services: Services): Promise<void> {
  const shape = exchange.path.map((part, index) => (isName(index) ? '*' : part)).join('/');
  const routes = exchange.kind === 'upload' ? UPLOAD_ROUTES : ROUTES;
  const handler = routes.get(`${exchange.method} ${shape}`);
  if (!handler) {
    if (exchange.path[0] !== 'b') throw new StorageApiError(404, 'notFound', 'Not Found');
    throw notSupported(`${exchange.method} ${exchange.path.map(encodeURIComponent).join('/')}`);
  }
  const unknown = UNKNOWN_PARAMETERS.find((name) => exchange.query.has(name));
  if (unknown !== undefined) throw notSupported(`parameter ${unknown}`);
  const encryption = Object.keys(exchange.request.headers).find((name) => name.startsWith('x-goog-encryption-'));
  if (encryption !== undefined) throw notSupported(`header ${encryption}`);
  await handler(exchange, services);
}
