import type { ManifestObject } from '../core/manifest.ts';

/** What boundaries that were loaded are: written last, beside them. Times are RFC 3339 in UTC. */
export interface BoundaryManifest {
  readonly manifest_version: 1;
  readonly load_id: string;
  /** When they were loaded; loading the same again makes them the newest. */
  readonly loaded_at: string;
  /** Name of the file, or its address. */
  readonly source_name: string;
  /** Of the file, in hex. */
  readonly source_sha256: string;
  readonly origin: string;
  readonly licence: string;
  /** Areas that the file has, named or not. */
  readonly area_count: number;
  readonly object: ManifestObject;
}

/** Directory of all boundaries of neighborhoods. */
export const BOUNDARIES_FOLDER = 'neighborhood_boundaries/';

/** Directory of one load of them. */
export const boundaryFolder = (loadId: string): string => `${BOUNDARIES_FOLDER}load_id=${loadId}/`;

/** The same file told of in the same words is the same load. */
export const boundaryLoadId = (sha256: string): string => `boundaries_${sha256.slice(0, 32)}`;

/** Reads a manifest; undefined where the text is none of this version. */
export function parseBoundaryManifest(text: string): BoundaryManifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof BoundaryManifest, unknown>> | null;
    const isTyped = texts.every((name) => typeof value?.[name] === 'string') && typeof value?.object === 'object';
    return value?.manifest_version === 1 && isTyped ? (value as BoundaryManifest) : undefined;
  } catch {
    return undefined;
  }
}

const texts = ['load_id', 'loaded_at', 'source_name', 'source_sha256', 'origin', 'licence'] as const;
