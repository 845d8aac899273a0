import { defaultEffects, loadBoundaries, loadedBoundaries, nameAreas } from '../../ingest/index.ts';
import { boundaryLines, type ShownBoundaries } from '../boundaries-text.ts';
import type { Command } from '../command.ts';
import { neighborhoodNames } from '../dashboard/neighborhood-names.ts';
import { builtDataDirectory } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { singleText } from '../option-values.ts';
import { placeOptions, type PlaceOptions } from '../options.ts';
import { openPlace, type Place, requireLake } from '../place.ts';
import { unlessStopped } from '../signals.ts';

interface BoundariesOptions extends PlaceOptions {
  readonly source: string | undefined;
  readonly origin: string | undefined;
  readonly licence: string | undefined;
  readonly json: boolean;
}

/** `crime boundaries`: the outlines of neighborhoods that the page can draw. */
export const boundariesCommand: Command<BoundariesOptions> = {
  name: 'boundaries',
  description: 'Load the outlines of neighborhoods for the page’s map, or show which are loaded.',
  options: (parser) =>
    placeOptions(parser)
      .option('source', {
        coerce: singleText('source'),
        requiresArg: true,
        description: 'GeoJSON of neighborhoods: a file or an address. Without it, what is loaded is shown.',
      })
      .option('origin', {
        coerce: singleText('origin'),
        requiresArg: true,
        description:
          'Whose work the outlines are and where they are from, as the page shows it; else as the file says.',
      })
      .option('licence', {
        alias: 'license',
        coerce: singleText('licence'),
        requiresArg: true,
        description: 'What may be done with them, as the page shows it; else as the file says.',
      })
      .option('json', { type: 'boolean', default: false, description: 'Print one JSON object.' })
      .implies('origin', 'source')
      .implies('licence', 'source')
      .example(
        '$0 boundaries --source neighborhoods.geojson --origin "City of Seattle" --licence "Open data, as is"',
        'Load a file; the page shows the two texts beside the map',
      )
      .example('$0 boundaries', 'What is loaded'),
  run: async (options, { terminal }) => {
    const place = await openPlace(options, builtDataDirectory(options), terminal);
    try {
      const shown = await unlessStopped(async () => {
        requireLake(place);
        await ensureLocalBucket(place);
        const names = await neighborhoodNames(place);
        const { source, origin, licence } = options;
        if (source === undefined) return showLoaded(place, names);
        const effects = { ...defaultEffects, log: terminal.log };
        return loadBoundaries({ ...lakeOf(place), source, origin, licence, neighborhoods: names }, effects);
      });
      if (options.json) terminal.print(JSON.stringify(jsonOf(shown), null, 2));
      else boundaryLines(shown).forEach(terminal.print);
    } finally {
      await place.stop();
    }
    return ExitCode.ok;
  },
};

function lakeOf({ lake, projectId }: Place) {
  return { lake, projectId };
}

async function showLoaded(place: Place, names: readonly string[]): Promise<ShownBoundaries | undefined> {
  const loaded = await loadedBoundaries(lakeOf(place));
  if (loaded === undefined) return undefined;
  const { manifest, areas } = loaded;
  return { manifest, naming: nameAreas(areas, names, manifest.source_name), isNew: undefined };
}

/** All but the outlines, which are in the lake. */
function jsonOf(shown: ShownBoundaries | undefined): object | null {
  if (shown === undefined) return null;
  const { manifest, naming, isNew } = shown;
  const { property, unknownNames, missingNames } = naming;
  return {
    ...manifest,
    is_new: isNew ?? false,
    name_property: property,
    neighborhoods: naming.areas.map(({ name, writtenName }) => ({ neighborhood: name, written_name: writtenName })),
    unknown_names: unknownNames,
    missing_names: missingNames,
  };
}
