import { renderToString } from 'preact-render-to-string';
import { contentSecurityPolicy } from '../content-security-policy.ts';
import { App } from '../page/components/app.tsx';
import { contents } from '../page/contents.ts';
import { DataFiles } from '../page/data/data-files.ts';
import type { Facts } from '../page/facts.ts';
import { type PageEntry, pages } from '../page/site.ts';
import { themeScript } from '../theme-script.ts';
import type { Assets } from './assets.ts';
import type { SiteFile } from './site-file.ts';

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 15V9h3v6zm5 0V4h3v11zm5 0V1h3v14z' fill='%230b6e99'/%3E%3C/svg%3E";

/** What a page is made of. */
export interface PageParts {
  readonly facts: Facts;
  readonly assets: Assets;
  /** Paths of the data files that are there. */
  readonly dataFiles: ReadonlySet<string>;
  /** Content of the data files that a page may have in itself, by name. */
  readonly data: ReadonlyMap<string, unknown>;
}

/** Every page as a file that shows all but the charts before a script runs: the same components, rendered here. */
export function pageFiles(parts: PageParts): readonly SiteFile[] {
  return pages.map((page) => ({ path: page.file, content: pageHtml(page, parts) }));
}

/** What is shown for an address that the site does not have. */
export function notFoundPage(assets: Assets): SiteFile {
  const body = renderToString(
    <main class="not-found">
      <h1>This page is not here</h1>
      <p>
        The address may be mistyped, or the page has another name now. <a href="index.html">Go to the first page</a>.
      </p>
    </main>,
  );
  const head = headHtml('Not found · Seattle crime', 'This page is not here.', assets);
  return { path: '404.html', content: documentHtml(head, body) };
}

function pageHtml(page: PageEntry, { facts, assets, dataFiles, data }: PageParts): string {
  const scripts = assets.scripts.get(page.id);
  if (scripts === undefined) throw new Error(`The bundle has no script for the page ${page.id}.`);
  const preloaded = page.preload.map((name) => `data/${name}.json`).filter((path) => dataFiles.has(path));
  const head = [
    headHtml(`${page.label} · Seattle crime`, page.lead, assets),
    ...scripts.imports.map((path) => `<link rel="modulepreload" href="${path}">`),
    ...preloaded.map((path) => `<link rel="preload" as="fetch" crossorigin href="${path}">`),
    `<script type="module" src="${scripts.entry}"></script>`,
  ].join('\n');
  const embedded = new Map((page.embedded ?? []).map((name) => [name, data.get(`${name}.json`)]));
  const app = <App page={page} facts={facts} content={contents[page.id]} files={new DataFiles(embedded)} />;
  const body = [
    `<div id="app">${renderToString(app)}</div>`,
    `<script type="application/json" id="facts">${scriptJson(facts)}</script>`,
    ...[...embedded].map(
      ([name, content]) => `<script type="application/json" data-file="${name}">${scriptJson(content)}</script>`,
    ),
  ].join('\n');
  return documentHtml(head, body);
}

function headHtml(title: string, description: string, { style }: Assets): string {
  return [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(contentSecurityPolicy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeAttribute(title)}</title>`,
    `<meta name="description" content="${escapeAttribute(description)}">`,
    `<link rel="icon" href="${icon}">`,
    `<script>${themeScript}</script>`,
    `<link rel="stylesheet" href="${style}">`,
  ].join('\n');
}

function documentHtml(head: string, body: string): string {
  return `<!doctype html>\n<html lang="en">\n<head>\n${head}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/**
 * JSON that no text in it can end.
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
function scriptJson(value: unknown): string {
  return JSON.stringify(value ?? null).replaceAll('<', '\\u003c');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
