/** Names from CLDR 48, `kk`. */
export const kazakhMonths = [
  "қаңтар",
  "ақпан",
  "наурыз",
  "сәуір",
  "мамыр",
  "маусым",
  "шілде",
  "тамыз",
  "қыркүйек",
  "қазан",
  "қараша",
  "желтоқсан",
] as const;

export const kazakhUnits = {
  second: { long: "секунд", short: "с" },
  minute: { long: "минут", short: "мин" },
  hour: { long: "сағат", short: "сағ" },
  day: { long: "күн", short: "күн" },
} as const;
