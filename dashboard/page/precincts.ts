/** The order of a map read from the north, so that no list looks like a ranking; what is no place of the city comes last. */
const order = ['North', 'West', 'East', 'South', 'Southwest'];
const last = ['OOJ', 'Unknown'];

/** Sorts names of precincts; those that the project does not know stand before what is no place of the city. */
export function comparePrecincts(left: string, right: string): number {
  return placeOf(left) - placeOf(right) || left.localeCompare(right);
}

function placeOf(precinct: string): number {
  const place = order.indexOf(precinct);
  if (place >= 0) return place;
  return order.length + 1 + last.indexOf(precinct);
}
