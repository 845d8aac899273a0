import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Place } from './place.ts';
import { projectDirectory } from './run/dataform.ts';

/**
 * Writes the credentials file that `dataform` insists on, even for an emulator. It names the project and
 * the location and holds no secret: on Google Cloud the application-default credentials are used.
 * @returns its path, beside the data.
 */
export async function writeDataformCredentials(place: Place, dataDir: string): Promise<string> {
  const path = resolve(dataDir, 'dataform-credentials.json');
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, credentialsText(place));
  return path;
}

/**
 * Puts the same file where a plain `npx dataform run` looks for it, unless one is there: it may be the
 * user's own, and serves as well.
 */
export async function offerDefaultCredentials(place: Place): Promise<void> {
  const path = resolve(projectDirectory, '.df-credentials.json');
  if (!existsSync(path)) await writeFile(path, credentialsText(place));
}

function credentialsText(place: Place): string {
  return `${JSON.stringify({ projectId: place.projectId, location: place.location }, null, 2)}\n`;
}
