/**
 * NIBRS offense codes of the feed tazs-3rd5 ("SPD Crime Data: 2008-Present", Seattle Police Department): the names and
 * parent groups of the shape until 2025, the sub-categories of the present one. A sub-category that was inferred from
 * its neighbors rather than seen has its name in `inferred`. Codes stand from the most to the least serious: the order
 * of the FBI's summary hierarchy (homicide, rape, robbery, aggravated assault, burglary, theft, arson), then other
 * crimes against persons, property and society, group B, and last what is no crime.
 */
const FRAUD = "EXTORTION/FRAUD/FORGERY/BRIBERY (INCLUDES BAD CHECKS)";
const NARCOTICS = "NARCOTIC VIOLATIONS (INCLUDES DRUG EQUIP.)";
const PROPERTY_DAMAGE = "PROPERTY OFFENSES (INCLUDES STOLEN, DESTRUCTION)";
const LIQUOR = "LIQUOR LAW VIOLATIONS & DRUNKENNESS";
const DISORDER = "DISORDERLY CONDUCT & VAGRANCY VIOLATIONS";

/** Code, name, parent group (until 2025; null for codes that came later), sub-category, crime against, group. */
const codes = [
  ["09A", "Murder & Nonnegligent Manslaughter", "HOMICIDE OFFENSES", "HOMICIDE", "PERSON", "A"],
  ["09B", "Negligent Manslaughter", "HOMICIDE OFFENSES", "HOMICIDE", "PERSON", "A"],
  ["11A", "Rape", "SEX OFFENSES", "RAPE", "PERSON", "A"],
  ["11B", "Sodomy", "SEX OFFENSES", "RAPE", "PERSON", "A"],
  ["11C", "Sexual Assault With An Object", "SEX OFFENSES", "RAPE", "PERSON", "A"],
  ["120", "Robbery", "ROBBERY", "ROBBERY", "PROPERTY", "A"],
  ["13A", "Aggravated Assault", "ASSAULT OFFENSES", "AGGRAVATED ASSAULT", "PERSON", "A"],
  ["220", "Burglary/Breaking & Entering", "BURGLARY/BREAKING&ENTERING", "BURGLARY", "PROPERTY", "A"],
  ["23A", "Pocket-picking", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23B", "Purse-snatching", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23C", "Shoplifting", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23D", "Theft From Building", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23E", "Theft From Coin-Operated Machine or Device", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23F", "Theft From Motor Vehicle", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23G", "Theft of Motor Vehicle Parts or Accessories", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["23H", "All Other Larceny", "LARCENY-THEFT", "LARCENY-THEFT", "PROPERTY", "A"],
  ["240", "Motor Vehicle Theft", "MOTOR VEHICLE THEFT", "MOTOR VEHICLE THEFT", "PROPERTY", "A"],
  ["200", "Arson", "ARSON", "ARSON", "PROPERTY", "A"],
  ["64A", "Human Trafficking, Commercial Sex Acts", "HUMAN TRAFFICKING", "HUMAN TRAFFICKING", "PERSON", "A"],
  ["64B", "Human Trafficking, Involuntary Servitude", "HUMAN TRAFFICKING", "HUMAN TRAFFICKING", "PERSON", "A"],
  ["100", "Kidnapping/Abduction", "KIDNAPPING/ABDUCTION", "KIDNAPPING/ABDUCTION", "PERSON", "A"],
  ["11D", "Fondling", "SEX OFFENSES", "SEX OFFENSES", "PERSON", "A"],
  ["36A", "Incest", "SEX OFFENSES, CONSENSUAL", "SEX OFFENSES", "PERSON", "A"],
  ["36B", "Statutory Rape", "SEX OFFENSES, CONSENSUAL", "SEX OFFENSES", "PERSON", "A"],
  ["13B", "Simple Assault", "ASSAULT OFFENSES", "ASSAULT OFFENSES", "PERSON", "A"],
  ["13C", "Intimidation", "ASSAULT OFFENSES", "ASSAULT OFFENSES", "PERSON", "A"],
  ["500", "Violation of No Contact Order", null, "VIOLATION OF NO CONTACT ORDER", "PERSON", "A"],
  ["210", "Extortion/Blackmail", "EXTORTION/BLACKMAIL", FRAUD, "PROPERTY", "A"],
  ["250", "Counterfeiting/Forgery", "COUNTERFEITING/FORGERY", FRAUD, "PROPERTY", "A"],
  ["26A", "False Pretenses/Swindle/Confidence Game", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26B", "Credit Card/Automated Teller Machine Fraud", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26C", "Impersonation", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26D", "Welfare Fraud", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26E", "Wire Fraud", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26F", "Identity Theft", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["26G", "Hacking/Computer Invasion", "FRAUD OFFENSES", FRAUD, "PROPERTY", "A"],
  ["270", "Embezzlement", "EMBEZZLEMENT", FRAUD, "PROPERTY", "A"],
  ["510", "Bribery", "BRIBERY", FRAUD, "PROPERTY", "A"],
  ["280", "Stolen Property Offenses", "STOLEN PROPERTY OFFENSES", PROPERTY_DAMAGE, "PROPERTY", "A"],
  [
    "290",
    "Destruction/Damage/Vandalism of Property",
    "DESTRUCTION/DAMAGE/VANDALISM OF PROPERTY",
    PROPERTY_DAMAGE,
    "PROPERTY",
    "A"
  ],
  ["520", "Weapon Law Violations", "WEAPON LAW VIOLATIONS", "WEAPON LAW VIOLATION", "SOCIETY", "A"],
  ["35A", "Drug/Narcotic Violations", "DRUG/NARCOTIC OFFENSES", NARCOTICS, "SOCIETY", "A"],
  ["35B", "Drug Equipment Violations", "DRUG/NARCOTIC OFFENSES", NARCOTICS, "SOCIETY", "A"],
  ["40B", "Assisting or Promoting Prostitution", "PROSTITUTION OFFENSES", "PROSTITUTION OFFENSES", "SOCIETY", "A"],
  ["40A", "Prostitution", "PROSTITUTION OFFENSES", "PROSTITUTION OFFENSES", "SOCIETY", "A"],
  ["40C", "Purchasing Prostitution", "PROSTITUTION OFFENSES", "PROSTITUTION OFFENSES", "SOCIETY", "A"],
  ["370", "Pornography/Obscene Material", "PORNOGRAPHY/OBSCENE MATERIAL", "PORNOGRAPHY", "SOCIETY", "A"],
  ["720", "Animal Cruelty", "ANIMAL CRUELTY", "ANIMAL CRUELTY", "SOCIETY", "A"],
  ["39A", "Betting/Wagering", "GAMBLING OFFENSES", "GAMBLING OFFENSES", "SOCIETY", "A"],
  ["39B", "Operating/Promoting/Assisting Gambling", "GAMBLING OFFENSES", "GAMBLING OFFENSES", "SOCIETY", "A"],
  ["39C", "Gambling Equipment Violation", "GAMBLING OFFENSES", "GAMBLING OFFENSES", "SOCIETY", "A"],
  ["90F", "Family Offenses, Nonviolent", "FAMILY OFFENSES, NONVIOLENT", "NON-VIOLENT FAMILY OFFENSES", "SOCIETY", "B"],
  ["90D", "Driving Under the Influence", "DRIVING UNDER THE INFLUENCE", "DUI", "SOCIETY", "B"],
  ["90H", "Peeping Tom", "PEEPING TOM", "SEX OFFENSES", "SOCIETY", "B"],
  ["90A", "Bad Checks", "BAD CHECKS", FRAUD, "PROPERTY", "B"],
  ["90J", "Trespass of Real Property", "TRESPASS OF REAL PROPERTY", "TRESPASS", "SOCIETY", "B"],
  ["90C", "Disorderly Conduct", null, DISORDER, "SOCIETY", "B"],
  ["90B", "Curfew/Loitering/Vagrancy Violations", "CURFEW/LOITERING/VAGRANCY VIOLATIONS", DISORDER, "SOCIETY", "B"],
  ["90G", "Liquor Law Violations", "LIQUOR LAW VIOLATIONS", LIQUOR, "SOCIETY", "B"],
  ["90E", "Drunkenness", "DRUNKENNESS", LIQUOR, "SOCIETY", "B"],
  ["90Z", "All Other Offenses", null, "ALL OTHER", "ANY", "B"],
  ["Unknown", "Unknown", null, null, null, null],
  ["09C", "Justifiable Homicide", "HOMICIDE OFFENSES", "JUSTIFIABLE HOMICIDE", "NOT_A_CRIME", "A"],
  ["90I", "Runaway", null, "RUNAWAY", "NOT_A_CRIME", "B"],
  ["999", "Not Reportable to NIBRS", null, "999", "NOT_A_CRIME", null],
  ["-", "Unknown", null, "UNKNOWN", null, null]
];

const inferred = ["11B", "11C", "09B", "64B"];

/** The city's rule: which sub-categories make a category; all else is ALL OTHER. */
const categories = {
  "VIOLENT CRIME": ["AGGRAVATED ASSAULT", "ROBBERY", "RAPE", "HOMICIDE"],
  "PROPERTY CRIME": ["LARCENY-THEFT", "BURGLARY", "MOTOR VEHICLE THEFT", "ARSON"]
};
const OTHER = "ALL OTHER";
const categoryNames = [...Object.keys(categories), OTHER];

/** Codes and the crime-against value that headline counts leave out: what is no crime, or not known to be one. */
const notReportable = ["999", "-"];
const NOT_A_CRIME = "NOT_A_CRIME";

/** What the codes above are grouped by, so what the feed was seen to say. */
const crimesAgainst = [...new Set(codes.map(code => code[4]))].filter(name => name !== null);
const nibrsGroups = [...new Set(codes.map(code => code[5]))].filter(name => name !== null);

module.exports = {
  codes,
  inferred,
  categories,
  OTHER,
  categoryNames,
  notReportable,
  NOT_A_CRIME,
  crimesAgainst,
  nibrsGroups
};
