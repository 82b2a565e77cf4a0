/**
 * Names by language, each as its people write it and as an e-mail address spells it.
 *
 * `[written, spelt]`; one string where the two differ in nothing but the case.
 */
export type Name = readonly [written: string, spelt: string];

export type NameBook = {
  readonly female: readonly Name[];
  readonly male: readonly Name[];
  /** A man's; see {@link NameBook.femaleEnding}. */
  readonly family: readonly Name[];
  /** What a woman's family name adds after -в or -н (`-a` in Latin letters); null where it adds nothing. */
  readonly femaleEnding: string | null;
};

const KAZAKH: NameBook = {
  female: book(
    "Айгүл aigul, Аружан aruzhan, Жанар zhanar, Гүлназ gulnaz, Әсел asel, Мадина madina, Динара dinara, " +
      "Қарлығаш qarlygash, Ұлжан ulzhan, Іңкәр inkar, Сәуле saule, Томирис tomiris, Айым aiym, Бибігүл bibigul",
  ),
  male: book(
    "Нұрлан nurlan, Ерлан yerlan, Дәурен dauren, Бекзат bekzat, Арман arman, Әлихан alikhan, Санжар sanzhar, " +
      "Мирас miras, Ғалым galym, Қайрат qairat, Олжас olzhas, Темірлан temirlan, Ұлан ulan, Ержан yerzhan",
  ),
  family: book(
    "Нұрланов nurlanov, Сейтқалиев seitkaliyev, Омаров omarov, Әбдірахманов abdirakhmanov, Жұмабаев zhumabayev, " +
      "Қасымов kassymov, Тілеубергенов tileubergenov, Ысқақов yskakov, Мұқанов mukanov, Бекмұхамбетов bekmukhambetov, " +
      "Сүлейменов suleimenov, Оспанов ospanov, Ахметов akhmetov, Ибраев ibrayev, Есімов yessimov, Құлжанов kulzhanov",
  ),
  femaleEnding: "а",
};

const RUSSIAN: NameBook = {
  female: book(
    "Анна anna, Елена elena, Ольга olga, Наталья natalya, Юлия yulia, Алёна alyona, Татьяна tatyana, Ксения ksenia",
  ),
  male: book(
    "Александр alexandr, Дмитрий dmitry, Сергей sergey, Алексей alexey, Фёдор fyodor, Виктор viktor, Юрий yury, Артём artyom",
  ),
  family: book(
    "Кузнецов kuznetsov, Попов popov, Соколов sokolov, Ким kim, Шевченко shevchenko, Мельник melnik, Орлов orlov, " +
      "Воронин voronin, Гришин grishin, Цой tsoy, Журавлёв zhuravlyov, Белов belov",
  ),
  femaleEnding: "а",
};

const TURKISH: NameBook = {
  female: book(
    "Ayşe ayse, Zeynep zeynep, Elif elif, Çağla cagla, Gülşen gulsen, Büşra busra, Işıl isil, Özlem ozlem, Sıla sila",
  ),
  male: book(
    "Mehmet mehmet, Emre emre, Oğuz oguz, İbrahim ibrahim, Ömer omer, Çınar cinar, Barış baris, Şükrü sukru, Yiğit yigit",
  ),
  family: book(
    "Yılmaz yilmaz, Kaya kaya, Demir demir, Şahin sahin, Çelik celik, Öztürk ozturk, Yıldız yildiz, Aydın aydin, " +
      "Güneş gunes, Koç koc, Doğan dogan, Kılıç kilic",
  ),
  femaleEnding: null,
};

const GERMAN: NameBook = {
  female: book("Jördis joerdis, Käthe kaethe, Lena lena, Sabine sabine, Heike heike, Antje antje"),
  male: book("Jürgen juergen, Björn bjoern, Lukas lukas, Thomas thomas, Günther guenther, Felix felix"),
  family: book(
    "Müller mueller, Schäfer schaefer, Weiß weiss, Groß gross, Köhler koehler, Becker becker, Vogel vogel, Krüger krueger",
  ),
  femaleEnding: null,
};

const FRENCH: NameBook = {
  female: book("Hélène helene, Zoë zoe, Chloé chloe, Océane oceane, Margaux margaux, Agnès agnes"),
  male: book("François francois, Loïc loic, Rémi remi, Théo theo, Jérôme jerome, Luc luc"),
  family: book(
    "Lefèvre lefevre, Bénard benard, d’Aubigné daubigne, Gauthier gauthier, Maréchal marechal, Noël noel, Petit petit",
  ),
  femaleEnding: null,
};

const ENGLISH: NameBook = {
  female: book(
    "Siobhán siobhan, Charlotte charlotte, Grace grace, Abigail abigail, Imogen imogen, Olivia olivia",
  ),
  male: book("Oliver oliver, Ethan ethan, Callum callum, Noah noah, Jackson jackson, Rhys rhys"),
  family: book(
    "O’Connor oconnor, Smith smith, Walker walker, Taylor-Jones taylorjones, Bennett bennett, Nguyen nguyen, Garcia garcia",
  ),
  femaleEnding: null,
};

const PORTUGUESE: NameBook = {
  female: book("Conceição conceicao, Letícia leticia, Júlia julia, Luíza luiza, Beatriz beatriz"),
  male: book("João joao, Antônio antonio, Caio caio, Otávio otavio, Thiago thiago"),
  family: book(
    "Gonçalves goncalves, Araújo araujo, Magalhães magalhaes, Souza souza, Brandão brandao, Lima lima",
  ),
  femaleEnding: null,
};

const ARABIC: NameBook = {
  female: book("فاطمة fatima, مريم mariam, نورة noura, سلمى salma, هند hind"),
  male: book("محمد mohammed, عبدالله abdullah, خالد khalid, يوسف yousef, راشد rashid"),
  family: book("المنصوري almansoori, الحمادي alhammadi, الشامسي alshamsi, الكعبي alkaabi, السويدي alsuwaidi"),
  femaleEnding: null,
};

/** By the customer's language (ISO 639-1). */
export const NAMES = {
  kk: KAZAKH,
  ru: RUSSIAN,
  tr: TURKISH,
  de: GERMAN,
  fr: FRENCH,
  en: ENGLISH,
  pt: PORTUGUESE,
  ar: ARABIC,
} as const satisfies Record<string, NameBook>;

export type Language = keyof typeof NAMES;

function book(entries: string): readonly Name[] {
  return entries.split(", ").map((entry) => {
    const [written = "", spelt = ""] = entry.split(" ");
    return [written, spelt] as const;
  });
}
