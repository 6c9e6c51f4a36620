// A count as people read it.

/** 12345 → 12,345. `toLocaleString` would first load the data of all languages, which takes longer than a whole report. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
