/** One customer as a source gives it: JSON, parsed. */
export type Profile = {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string | number | null>>;
};

const FIRST = [
  "Аружан",
  "Нұрлан",
  "Айгерім",
  "Елена",
  "Дмитрий",
  "Ayşe",
  "Mehmet",
  "Anna",
  "Jonas",
  "O'Neil",
];
const LAST = [
  "Сейітқали",
  "Омаров",
  "Жұмабаева",
  "Иванова",
  "Смирнов",
  "Yılmaz",
  "Çelik",
  "Schmidt",
  "Berg",
  'Lee "Lou"',
];
const PLACES = [
  ["Қазақстан", "Алматы облысы", "Талдықорған", "040000"],
  ["Kazakhstan", "Almaty", "Almaty", "050000"],
  ["Türkiye", "Ankara", "Çankaya", "06420"],
  ["Россия", "Омская область", "Омск", "644000"],
  ["Germany", "Berlin", "Berlin", "10115"],
] as const;
const TIMES = ["", "", "T08:30:00Z", "", "T23:59:59Z", "", "T08:30:00Z", "", "T08:30:00+05:00", ""];
const TIERS = ["Gold", "Silver", "Bronze", "Күміс", null];

/** The same profiles every time: four scripts, blanks, mixed case, and 2 in 100 that cannot be sent. */
export function makeProfiles(count: number): readonly Profile[] {
  return Array.from(streamProfiles(count));
}

/** The same, made as they are asked for: none of them is kept. */
export function* streamProfiles(count: number): Generator<Profile> {
  for (let index = 0; index < count; index++) yield makeProfile(index);
}

function makeProfile(index: number): Profile {
  const [country, region, city, postalCode] = pick(PLACES, index * 7);
  const attributes = {
    Email:
      index % 100 === 17
        ? "nobody@@example.com"
        : `${index % 3 === 0 ? "First" : "first"}.last${index}@mail${index % 50}.example.com`,
    FirstName: pick(FIRST, index),
    LastName: pick(LAST, index * 3),
    Country: country,
    Region: index % 11 === 0 ? "" : region,
    City: index % 100 === 53 ? city.repeat(20) : city,
    PostalCode: postalCode,
    Tier: pick(TIERS, index * 13),
    Points: index % 4 === 0 ? String(index / 8) : index,
    Joined: `20${10 + (index % 15)}-0${1 + (index % 9)}-1${index % 10}${pick(TIMES, index)}`,
  };
  return JSON.parse(JSON.stringify({ id: `customer-${index}`, attributes })) as Profile;
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;
