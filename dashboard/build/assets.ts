import { build as bundle, type Metafile, type Plugin } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from '../page/site.ts';
import type { SiteFile } from './site-file.ts';

/** The scripts of one page. */
export interface PageScripts {
  /** Its entry, relative to the site. */
  readonly entry: string;
  /** What the entry imports, directly or not: fetched at once rather than one after the other. */
  readonly imports: readonly string[];
}

/** Scripts and style of the site. */
export interface Assets {
  readonly files: readonly SiteFile[];
  /** Relative to the site. */
  readonly style: string;
  /** By the page's id. */
  readonly scripts: ReadonlyMap<string, PageScripts>;
}

const pageFolder = join(dirname(fileURLToPath(import.meta.url)), '../page');
const siteFolder = '/site';
const entryNamespace = 'page-entry';

/**
 * Bundles the browser's code: an entry a page, what they share in chunks, names that change with the content.
 * @see https://esbuild.github.io/api/#splitting
 */
export async function bundleAssets(): Promise<Assets> {
  const { outputFiles, metafile } = await bundle({
    entryPoints: [
      ...pages.map(({ id }) => ({ in: `${entryNamespace}:${id}`, out: `assets/${id}` })),
      { in: join(pageFolder, 'styles/index.css'), out: 'assets/style' },
    ],
    plugins: [pageEntries],
    absWorkingDir: pageFolder,
    outdir: siteFolder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: 'assets/shared-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'eof',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [inSite(path), output]));
  const entryOf = (source: string) => {
    const found = [...outputs].find(([, output]) => output.entryPoint === source);
    if (found === undefined) throw new Error(`The bundle lacks ${source}.`);
    return found[0];
  };
  const scriptsOf = (id: string): PageScripts => {
    const entry = entryOf(`${entryNamespace}:${id}`);
    return { entry, imports: [...importsOf(entry, outputs)].filter((path) => path !== entry) };
  };
  return {
    files: outputFiles.map(({ path, contents }) => ({ path: inSite(path), content: contents })),
    style: entryOf('styles/index.css'),
    scripts: new Map(pages.map(({ id }) => [id, scriptsOf(id)])),
  };
}

/** Each page's entry is the same lines, so no file holds them. */
const pageEntries: Plugin = {
  name: entryNamespace,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${entryNamespace}:`) }, ({ path }) => ({
      path: path.slice(entryNamespace.length + 1),
      namespace: entryNamespace,
    }));
    build.onLoad({ filter: /.*/, namespace: entryNamespace }, ({ path: id }) => ({
      contents: [
        `import { mount } from './mount.tsx';`,
        `import { Page } from './pages/${id}.tsx';`,
        `mount('${id}', Page);`,
      ].join('\n'),
      resolveDir: pageFolder,
    }));
  },
};

type Outputs = ReadonlyMap<string, Metafile['outputs'][string]>;

/** esbuild names outputs from its folder on. */
function inSite(path: string): string {
  return path.slice(path.lastIndexOf('assets/'));
}

function importsOf(path: string, outputs: Outputs, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: next, kind } of outputs.get(path)?.imports ?? []) {
    if (kind === 'import-statement') importsOf(inSite(next), outputs, found);
  }
  return found;
}
