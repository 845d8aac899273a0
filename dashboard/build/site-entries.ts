/** Folders of the site. */
const folders: readonly string[] = ['assets', 'data', 'downloads'];

/** Pages, with their compressed twins; by shape, so that a page of another name in an earlier version counts too. */
const page = /\.html(?:\.gz)?$/;

/** Whether an entry at the top of a folder is of the kind that a site consists of. */
export function isSiteEntry(name: string): boolean {
  return folders.includes(name) || page.test(name);
}
