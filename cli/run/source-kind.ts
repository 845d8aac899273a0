import { readFile } from 'node:fs/promises';
import { LIVE_PORTAL, connectPortal, defaultEffects } from '../../ingest/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { SourceOptions } from '../options.ts';

/** What the options ask to read. */
export type SourceKind =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'portal'; readonly url: string }
  | { readonly kind: 'simulated' };

/** @throws CliError where the options do not go together. */
export function sourceKind({ source, portal, since, until, mode }: SourceOptions): SourceKind {
  const refuse = (message: string, advice: string): never => {
    throw new CliError(message, ExitCode.usage, advice);
  };
  if ((since !== undefined || until !== undefined) && mode !== 'auto') {
    return refuse(`--since and --until load a window, which --mode ${mode} is not.`, 'Leave one of them out.');
  }
  if (since !== undefined && until !== undefined && until < since) {
    return refuse(`--until ${until} lies before --since ${since}.`, 'Give the earlier day to --since.');
  }
  if (source === undefined) return portal === undefined ? { kind: 'simulated' } : { kind: 'portal', url: portal };
  if (source.includes('live')) {
    if (source.length > 1) return refuse('--source live goes with no other source.', 'Ingest the files first.');
    return { kind: 'portal', url: portal ?? LIVE_PORTAL.url };
  }
  if (portal !== undefined) return refuse('--portal goes with no file.', 'Leave --source or --portal out.');
  if (since !== undefined || until !== undefined || mode !== 'auto') {
    return refuse(
      '--since, --until and --mode are for a portal, not for files.',
      'Add --source live, or leave them out.',
    );
  }
  return { kind: 'files', paths: source };
}

/** The app token of the portal, from its file, else from the environment. @throws CliError where the file holds none. */
export async function appToken({ appTokenFile }: SourceOptions): Promise<string | undefined> {
  if (appTokenFile === undefined) return process.env['SOCRATA_APP_TOKEN']?.trim() || undefined;
  const text = await readFile(appTokenFile, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`--app-token-file ${appTokenFile} cannot be read: ${reason}`, ExitCode.usage, undefined, {
      cause,
    });
  });
  if (/^[\x21-\x7e]+$/.test(text.trim())) return text.trim();
  throw new CliError(`${appTokenFile} holds no app token.`, ExitCode.usage, 'Write the token into it, on one line.');
}

/** Whether the rows are made up: a portal other than the city's is asked. */
export async function isSimulatedSource(options: SourceOptions): Promise<boolean> {
  const source = sourceKind(options);
  if (source.kind !== 'portal' || source.url === LIVE_PORTAL.url) return source.kind === 'simulated';
  const token = await appToken(options);
  const portal = connectPortal({
    ...{ url: source.url, dataset: options.dataset, effects: defaultEffects },
    ...(token === undefined ? {} : { token }),
  });
  try {
    return (await portal.metadata()).isSimulated;
  } finally {
    portal.close();
  }
}
