import { plainPlace, redactedPlace, unlocatedPlace, unnamedPlace, type Place, type PlaceFacts } from './place.ts';
import type { Random } from './random.ts';
import { readReference } from './reference.ts';
import { WeightedPicker } from './weighted-picker.ts';

/** One hundred block or crossing, and the ways in which the feed shows it. */
export interface Block {
  readonly facts: PlaceFacts;
  readonly plain: Place;
  readonly redacted: Place;
  readonly unlocated: Place;
  /** Without a neighborhood in the current shape, as old rows are. */
  readonly unnamed: Place;
}

const BLOCKS_PER_NEIGHBORHOOD = 90;
const COLUMNS = [
  'neighborhood',
  'precinct',
  'sector',
  'weight',
  'longitude',
  'latitude',
  'longitude_sd',
  'latitude_sd',
] as const;

/** The city's blocks, made up within each neighborhood's spread; some of them are far busier than others. */
export function blockPicker(random: Random): WeightedPicker<Block> {
  const streets = readReference('streets', ['name']).map((row) => row.name);
  const blocks: Block[] = [];
  const weights: number[] = [];
  readReference('neighborhoods', COLUMNS).forEach((row, index) => {
    for (let number = 0; number < BLOCKS_PER_NEIGHBORHOOD; number += 1) {
      const facts: PlaceFacts = {
        precinct: row.precinct,
        sector: row.sector,
        beat: `${row.sector}${1 + random.below(3)}`,
        neighborhood: row.neighborhood,
        address: address(random, streets),
        longitude: coordinate(random, Number(row.longitude), Number(row.longitude_sd)),
        latitude: coordinate(random, Number(row.latitude), Number(row.latitude_sd)),
        reportingArea: String(1000 + index * 100 + number),
        censusBlock: `5303300${String(1 + index).padStart(4, '0')}${String(1000 + number)}`,
      };
      blocks.push({
        facts,
        plain: plainPlace(facts),
        redacted: redactedPlace(facts),
        unlocated: unlocatedPlace(facts),
        unnamed: unnamedPlace(facts),
      });
      weights.push(Number(row.weight) / (number + 5));
    }
  });
  return new WeightedPicker(blocks, weights);
}

function address(random: Random, streets: readonly string[]): string {
  const street = streets[random.below(streets.length)] ?? '';
  const numbered = `${ordinal(2 + random.below(60))} AVE`;
  if (random.chance(0.15)) return `${numbered} / ${street}`;
  return `${1 + random.below(120)}XX BLOCK OF ${random.chance(0.5) ? street : numbered}`;
}

function ordinal(value: number): string {
  const tens = Math.floor(value / 10) % 10;
  const suffix = tens === 1 ? 'TH' : (['TH', 'ST', 'ND', 'RD'][value % 10] ?? 'TH');
  return `${value}${suffix}`;
}

/**
 * Nine decimals, as the exports print them. The last is 1 to 4, so that rounding to fewer decimals gives the same
 * whether or not the current shape's three further digits are there.
 */
function coordinate(random: Random, centre: number, spread: number): string {
  const deviation = Math.max(-1.8, Math.min(1.8, random.bell())) * spread;
  const millionths = Math.round((centre + deviation) * 1_000_000);
  const whole = Math.trunc(millionths / 1_000_000);
  const decimals = String(Math.abs(millionths % 1_000_000)).padStart(6, '0');
  return `${whole}.${decimals}${String(random.below(100)).padStart(2, '0')}${1 + random.below(4)}`;
}
