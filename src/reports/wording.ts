// What every report words the same way: amounts, times, what came back, who accepted it.
import type { Finding } from "../suite/result.ts";
import { visible } from "./escape.ts";
import { grouped } from "./grouped.ts";

/** At most `limit` characters, never half of a surrogate pair, followed by how long the whole is. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, limit * 2 + 1));
  if (characters.length <= limit && text.length <= limit * 2) return text;
  return `${characters.slice(0, limit).join("")}… (${amount(text.length, "character")} in all)`;
}

/** `1 case`, `1,204 cases`. */
export function amount(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `2026-01-31 09:30:00 UTC`, or the text itself when it is no instant. */
export function instant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(text);
  return match === null ? visible(text) : `${match[1]} ${match[2]} UTC`;
}

/** `0.84 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** What came back: the finding's words, then the body unless the words hold it already. */
export function gotText(finding: Finding, limit: number): string {
  const { response, failure } = finding.exchange;
  const words = shorten(finding.got, limit * 2);
  const answer = response === undefined ? (failure ?? "") : response.body.trim();
  if (answer === "" || finding.got.includes(answer.slice(0, 24))) return words;
  return `${words}${response === undefined ? ": " : "; body "}${shorten(answer, limit)}`;
}

/** Who accepted a known deviation, until when and why; empty for one that nobody accepted. */
export function acceptedText({ accepted }: Finding): string[] {
  if (accepted === undefined) return [];
  const issue = accepted.issue === undefined ? "" : ` (${accepted.issue})`;
  return [`by ${accepted.owner} until ${accepted.expires}: ${accepted.reason}${issue}`];
}

/** How many other cases failed the same way; empty when none did. */
export function alsoText(finding: Finding): string[] {
  const others = finding.otherCases.length;
  return others === 0 ? [] : [`${amount(others, "other case")} failed the same way`];
}
