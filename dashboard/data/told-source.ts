/** What the page says of its source. */
export interface ToldSource {
  readonly source_name: string;
  /** Null where there is no page about it. */
  readonly source_url: string | null;
  /** Null where it is not known: it is never guessed. */
  readonly source_licence: string | null;
}

/** The load that was read last. */
export interface NewestLoad {
  /** `file`, or how a portal was read. */
  readonly mode: string | null;
  /** A portal's address with the dataset, or a file's name; undefined where nothing tells it. */
  readonly source: string | undefined;
}

const city: ToldSource = {
  source_name: 'SPD Crime Data: 2008-Present, City of Seattle',
  source_url: 'https://data.seattle.gov/d/tazs-3rd5',
  source_licence: 'open data, public domain',
};
const simulated: ToldSource = {
  source_name: 'Simulated rows, not Seattle’s',
  source_url: null,
  source_licence: null,
};
const untold: ToldSource = {
  source_name: 'A portal that this page was not told of',
  source_url: null,
  source_licence: null,
};

/**
 * The city's dataset where its portal was read, or a file: that is an export of it. Else the portal and dataset by their
 * names, whose licence nobody told.
 */
export function toldSource(isSimulated: boolean, { mode, source }: NewestLoad): ToldSource {
  if (isSimulated) return simulated;
  if (mode === 'file') return city;
  if (source === undefined) return untold;
  if (!/^https?:/i.test(source) || !URL.canParse(source)) return city;
  const { hostname, host, pathname, href } = new URL(source);
  const dataset = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (hostname === 'data.seattle.gov' && dataset === 'tazs-3rd5') return city;
  return {
    source_name: `Dataset ${dataset} of ${host}`,
    source_url: `${href.slice(0, href.length - dataset.length)}d/${dataset}`,
    source_licence: null,
  };
}
