import { createHash } from 'node:crypto';
import { themeScript } from './theme-script.ts';

const directives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': `'self' '${hashSource(themeScript)}'`,
  'style-src': "'self'",
  // The chart of a PNG download is an image of the page's own making.
  'img-src': "'self' data: blob:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/**
 * What a page of the site may do: its own files and nothing else.
 * Stands in each page, since a static host may send no headers of ours. https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy = format(directives);

/** The same as a header, which alone can forbid that others frame the page. */
export const contentSecurityPolicyHeader = format({ ...directives, 'frame-ancestors': "'none'" });

function format(parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

function hashSource(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
