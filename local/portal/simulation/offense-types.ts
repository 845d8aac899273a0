import { csvFields } from './csv-text.ts';
import { readReference } from './reference.ts';
import { WeightedPicker } from './weighted-picker.ts';

/** A kind of offense and how each shape of the feed writes it, as ready CSV text. */
export interface OffenseType {
  readonly code: string;
  readonly weight: number;
  /** Share of offenses whose place is masked, 0 to 1. */
  readonly maskedShare: number;
  /** The group whose reporting lag it follows. */
  readonly lagGroup: string;
  /** Group to offense code in the legacy shape; undefined where that shape lacks the code. */
  readonly legacy: string | undefined;
  /** Group, crime against and sub-category in the current shape. */
  readonly currentHead: string;
  /** Category, description and code in the current shape. */
  readonly currentTail: string;
  /** Whether a firearm may have been fired, which the current shape says. */
  readonly mayBeShooting: boolean;
}

const COLUMNS = [
  'code',
  'group',
  'crime_against',
  'legacy_parent_group',
  'legacy_name',
  'category',
  'sub_category',
  'current_name',
  'weight',
  'masked_percent',
  'lag_group',
] as const;

const SHOOTING_CODES: ReadonlySet<string> = new Set(['09A', '13A', '120', '520']);

/** Every kind of offense that a simulated export can hold. */
export function readOffenseTypes(): readonly OffenseType[] {
  return readReference('offense-types', COLUMNS).map((row) => ({
    code: row.code,
    weight: Number(row.weight),
    maskedShare: Number(row.masked_percent) / 100,
    lagGroup: row.lag_group,
    legacy:
      row.legacy_name === ''
        ? undefined
        : csvFields([row.group, row.crime_against, row.legacy_parent_group, row.legacy_name, row.code]),
    currentHead: csvFields([row.group, row.crime_against, row.sub_category]),
    currentTail: csvFields([row.category, row.current_name, row.code]),
    mayBeShooting: SHOOTING_CODES.has(row.code),
  }));
}

/** The kinds of offense, each as likely as it is common. */
export function offenseTypePicker(types: readonly OffenseType[]): WeightedPicker<OffenseType> {
  return new WeightedPicker(
    types,
    types.map((type) => type.weight),
  );
}

/** The kind of offense with the given code. */
export function offenseTypeByCode(types: readonly OffenseType[], code: string): OffenseType {
  const type = types.find((candidate) => candidate.code === code);
  if (type === undefined) throw new Error(`no offense type has the code ${code}`);
  return type;
}
