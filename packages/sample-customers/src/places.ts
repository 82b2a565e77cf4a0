/**
 * Cities with their region and postal codes, by country.
 *
 * In a postal code `#` stands for a digit, `+` for one from 1 to 9, `@` for a letter.
 */
import type { Language } from "./names.ts";

export type Place = { readonly city: string; readonly region: string; readonly postalCode: string };

export type Country = {
  readonly name: string;
  /** How many of ten thousand customers live there. */
  readonly share: number;
  /** Languages spoken, by how many of a hundred. */
  readonly languages: readonly (readonly [language: Language, share: number])[];
  /** As in a postal code. Ranges kept free for fiction where the country has one. */
  readonly phone: string;
  readonly places: readonly Place[];
};

const KAZAKHSTAN: Country = {
  name: "Kazakhstan",
  share: 4_600,
  languages: [
    ["kk", 68],
    ["ru", 32],
  ],
  phone: "+7700000####",
  places: places(`
    Алматы | Алматы қаласы | 0500##
    Алматы | Алматы қаласы | 0500##
    Алматы | Алматы қаласы | 0500##
    Астана | Астана қаласы | 0100##
    Астана | Астана қаласы | 0100##
    Шымкент | Шымкент қаласы | 1600##
    Қарағанды | Қарағанды облысы | 1000##
    Ақтөбе | Ақтөбе облысы | 0300##
    Тараз | Жамбыл облысы | 0800##
    Павлодар | Павлодар облысы | 1400##
    Өскемен | Шығыс Қазақстан облысы | 0700##
    Семей | Абай облысы | 0714##
    Атырау | Атырау облысы | 0600##
    Қостанай | Қостанай облысы | 1100##
    Қызылорда | Қызылорда облысы | 1200##
    Орал | Батыс Қазақстан облысы | 0900##
    Петропавл | Солтүстік Қазақстан облысы | 1500##
    Ақтау | Маңғыстау облысы | 1300##
    Түркістан | Түркістан облысы | 1612##
    Көкшетау | Ақмола облысы | 0200##
    Талдықорған | Жетісу облысы | 0400##
    Қонаев | Алматы облысы | 0408##`),
};

const TURKIYE: Country = {
  name: "Türkiye",
  share: 2_000,
  languages: [["tr", 100]],
  phone: "+90500000####",
  places: places(`
    İstanbul | İstanbul | 34###
    İstanbul | İstanbul | 34###
    Ankara | Ankara | 06###
    İzmir | İzmir | 35###
    Bursa | Bursa | 16###
    Şanlıurfa | Şanlıurfa | 63###
    Eskişehir | Eskişehir | 26###
    Muğla | Muğla | 48###
    Çanakkale | Çanakkale | 17###`),
};

const GERMANY: Country = {
  name: "Germany",
  share: 900,
  languages: [
    ["de", 82],
    ["tr", 12],
    ["ar", 6],
  ],
  phone: "+493023125###",
  places: places(`
    Berlin | Berlin | 101##
    Berlin | Berlin | 104##
    München | Bayern | 803##
    Nürnberg | Bayern | 904##
    Köln | Nordrhein-Westfalen | 506##
    Düsseldorf | Nordrhein-Westfalen | 402##
    Hamburg | Hamburg | 200##
    Lübeck | Schleswig-Holstein | 235##`),
};

const UNITED_STATES: Country = {
  name: "United States",
  share: 900,
  languages: [["en", 100]],
  phone: "+1+0255501##",
  places: places(`
    New York | New York | 100##
    Chicago | Illinois | 606##
    Houston | Texas | 770##
    Winston-Salem | North Carolina | 271##
    St. Louis | Missouri | 631##
    San José | California | 951##
    Coeur d’Alene | Idaho | 838##`),
};

const UNITED_KINGDOM: Country = {
  name: "United Kingdom",
  share: 600,
  languages: [
    ["en", 94],
    ["ar", 6],
  ],
  phone: "+447700900###",
  places: places(`
    London | England | E1 +@@
    London | England | SW8 +@@
    Manchester | England | M1 +@@
    Stoke-on-Trent | England | ST4 +@@
    Cardiff | Wales | CF10 +@@
    Edinburgh | Scotland | EH3 +@@`),
};

const FRANCE: Country = {
  name: "France",
  share: 500,
  languages: [
    ["fr", 92],
    ["ar", 8],
  ],
  phone: "+33199001###",
  places: places(`
    Paris | Île-de-France | 7500+
    Paris | Île-de-France | 7501+
    Lyon | Auvergne-Rhône-Alpes | 6900+
    Saint-Étienne | Auvergne-Rhône-Alpes | 42#00
    Marseille | Provence-Alpes-Côte d’Azur | 1300+
    Nîmes | Occitanie | 30#00`),
};

const BRAZIL: Country = {
  name: "Brazil",
  share: 400,
  languages: [["pt", 100]],
  phone: "+551190000####",
  places: places(`
    São Paulo | São Paulo | 01###-###
    Brasília | Distrito Federal | 70###-###
    Goiânia | Goiás | 740##-###
    Belém | Pará | 660##-###
    Florianópolis | Santa Catarina | 880##-###`),
};

/** The Emirates have no postal codes. */
const UNITED_ARAB_EMIRATES: Country = {
  name: "United Arab Emirates",
  share: 100,
  languages: [["ar", 100]],
  phone: "+97150000####",
  places: places(`
    دبي | دبي |
    أبوظبي | أبوظبي |
    الشارقة | الشارقة |`),
};

export const COUNTRIES: readonly Country[] = [
  KAZAKHSTAN,
  TURKIYE,
  GERMANY,
  UNITED_STATES,
  UNITED_KINGDOM,
  FRANCE,
  BRAZIL,
  UNITED_ARAB_EMIRATES,
];

function places(table: string): readonly Place[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [city = "", region = "", postalCode = ""] = line.split("|").map((cell) => cell.trim());
      return { city, region, postalCode };
    });
}
