/** A file of the site. */
export interface SiteFile {
  /** Relative to the site's folder, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}
