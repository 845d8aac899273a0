/**
 * Seattle's police geography, as the city publishes it: precincts, sectors and beats from the police beats map service
 * (https://data.seattle.gov, "Seattle Police Department Beats"), neighborhoods (Micro-Community Policing Plan areas)
 * with the precinct and sector in which most of their offenses of 2019-2022 lie, from the crime feed tazs-3rd5.
 */
const UNKNOWN = "Unknown";
/** Outside the city's jurisdiction. */
const OUTSIDE = "OOJ";

/** Canonical name, and the letter that the feed used until 2025. */
const precincts = [
  ["North", "N"],
  ["East", "E"],
  ["South", "S"],
  ["West", "W"],
  ["Southwest", "SW"]
];

const sectorsByPrecinct = {
  North: "BJLNU",
  East: "CEG",
  South: "ORS",
  West: "DKMQ",
  Southwest: "FW"
};

const sectors = Object.entries(sectorsByPrecinct).flatMap(([precinct, letters]) => [...letters].map(sector => [sector, precinct]));

/** Three beats a sector; H1 to H3 are the harbor, which belongs to no precinct. */
const beats = [
  ...sectors.flatMap(([sector, precinct]) => [1, 2, 3].map(n => [`${sector}${n}`, sector, precinct])),
  ...[1, 2, 3].map(n => [`H${n}`, UNKNOWN, UNKNOWN])
];

const neighborhoodsBySector = {
  B: ["BALLARD SOUTH", "FREMONT", "WALLINGFORD"],
  C: ["CENTRAL AREA/SQUIRE PARK", "MADISON PARK", "MILLER PARK", "MONTLAKE/PORTAGE BAY", "EASTLAKE - EAST"],
  D: ["BELLTOWN", "EASTLAKE - WEST", "SLU/CASCADE"],
  E: ["CAPITOL HILL", "FIRST HILL"],
  F: [
    "COMMERCIAL DUWAMISH",
    "HIGH POINT",
    "HIGHLAND PARK",
    "NORTH DELRIDGE",
    "PIGEON POINT",
    "ROXHILL/WESTWOOD/ARBOR HEIGHTS",
    "SOUTH DELRIDGE",
    "SOUTH PARK"
  ],
  G: ["JUDKINS PARK/NORTH BEACON HILL", "MADRONA/LESCHI"],
  J: ["BALLARD NORTH", "GREENWOOD", "PHINNEY RIDGE"],
  K: ["CHINATOWN/INTERNATIONAL DISTRICT", "PIONEER SQUARE"],
  L: ["LAKECITY"],
  M: ["DOWNTOWN COMMERCIAL"],
  N: ["BITTERLAKE", "NORTHGATE"],
  O: ["GEORGETOWN", "SODO"],
  Q: ["MAGNOLIA", "QUEEN ANNE"],
  R: [
    "CLAREMONT/RAINIER VISTA",
    "COLUMBIA CITY",
    "GENESEE",
    "HILLMAN CITY",
    "LAKEWOOD/SEWARD PARK",
    "MOUNT BAKER",
    "NORTH BEACON HILL"
  ],
  S: ["BRIGHTON/DUNLAP", "MID BEACON HILL", "NEW HOLLY", "RAINIER BEACH", "RAINIER VIEW", "SOUTH BEACON HILL"],
  U: ["ROOSEVELT/RAVENNA", "SANDPOINT", "UNIVERSITY"],
  W: ["ALASKA JUNCTION", "ALKI", "COMMERCIAL HARBOR ISLAND", "FAUNTLEROY SW", "MORGAN", "NORTH ADMIRAL"]
};

const precinctOfSector = Object.fromEntries(sectors);

const neighborhoods = Object.entries(neighborhoodsBySector).flatMap(([sector, names]) =>
  names.map(name => [name, sector, precinctOfSector[sector]])
);

module.exports = {
  UNKNOWN,
  OUTSIDE,
  precincts,
  sectors,
  beats,
  neighborhoods
};
