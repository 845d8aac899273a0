import { readFileSync } from 'node:fs';

interface PackageDescription {
  readonly name: string;
  readonly version: string;
}

const description = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as PackageDescription;

/** Name and version of this project, as manifests record it. */
export const TOOL_VERSION = `${description.name} ${description.version}`;

/** The same as HTTP wants it. @see https://www.rfc-editor.org/rfc/rfc9110#field.user-agent */
export const USER_AGENT = `${description.name}/${description.version}`;
