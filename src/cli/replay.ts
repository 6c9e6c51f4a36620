// `plumbline check --replay`: sends one case again and shows what went out, what came back and what is wrong with it.
import { KitError } from "../errors.ts";
import type { Contract } from "../contract/model.ts";
import type { Exchange } from "../suite/result.ts";
import type { Severity } from "../suite/case.ts";
import type { Derivation } from "../suite/derive.ts";
import { attempt } from "../suite/attempt.ts";
import type { Evidence, Sent } from "../suite/judge.ts";
import type { OwnItems } from "../suite/own-items.ts";
import { planSendings, type Sending } from "../suite/run.ts";
import { senderTo, type Sender } from "../suite/send.ts";
import { prepare } from "../suite/stage.ts";
import { exchangeOf } from "../suite/show.ts";
import type { Target } from "../suite/target.ts";
import type { Terminal } from "./terminal.ts";

export interface Replay {
  readonly id: string;
  readonly contract: Contract;
  readonly derivation: Derivation;
  readonly target: Target;
  readonly timeout: number;
  readonly fails: (severity: Severity) => boolean;
}

/** 0 when the case holds, 1 when it does not, 3 when no answer came at all; KitError("usage") for an unknown id. */
export async function replay(order: Replay, terminal: Terminal): Promise<number> {
  const { target, timeout, fails } = order;
  const seen: Sent[] = [];
  const sender = recorded(senderTo(target, { timeout }), seen);
  const stage = await prepare({
    contract: order.contract,
    derivation: order.derivation,
    target,
    sender,
    options: {},
  });
  let code = 0;
  try {
    for (const sending of sendingsNamed(order, stage.tools.own)) {
      const { item, operation, around, as } = sending;
      terminal.out(`${item.id}${as === undefined ? "" : ` as ${as}`}\n${item.title}; ${item.proof}`);
      seen.length = 0;
      const { judgement, blocked } = await attempt(sending, stage.tools);
      for (const sent of seen) {
        const exchange = exchangeOf(
          sent,
          sent.at?.operation ?? operation,
          sent.at?.around ?? around,
          target.name,
        );
        for (const line of linesOf(exchange)) terminal.out(line);
      }
      const { evidence } = judgement;
      terminal.out(`\nexpected ${item.expect.text}`);
      for (const { severity, message, clause } of evidence)
        terminal.out(`${severity}: ${message}\n  ${clause}`);
      terminal.out(
        blocked === undefined ? (evidence.length === 0 ? "held\n" : "") : `not judged: ${blocked}\n`,
      );
      const silent = seen.every(({ response }) => response === undefined);
      code = Math.max(code, codeOf(evidence, fails, silent || blocked !== undefined));
    }
  } finally {
    await stage.cleanUp();
  }
  return code;
}

/** A sender that keeps what it sent and what came back. */
function recorded(sender: Sender, seen: Sent[]): Sender {
  return {
    ...sender,
    send: async (item, operation, around, own) => {
      const sent = await sender.send(item, operation, around, own);
      seen.push(...sent);
      return sent;
    },
    exchange: async (plan, operation, around) => {
      const sent = await sender.exchange(plan, operation, around);
      if (sent) seen.push({ ...sent, at: { operation, around } });
      return sent;
    },
  };
}

function codeOf(
  evidence: readonly Evidence[],
  fails: (severity: Severity) => boolean,
  silent: boolean,
): number {
  if (silent) return 3;
  return evidence.some(({ severity }) => fails(severity)) ? 1 : 0;
}

/** The case as each principal that it goes out as, or as the one behind the @. */
function sendingsNamed({ id, contract, derivation, target }: Replay, own: OwnItems): readonly Sending[] {
  const { sendings, leftOut } = planSendings(derivation.cases, contract, target, { own });
  const exact = sendings.filter(({ item, as }) => as !== undefined && `${item.id}@${as}` === id);
  const found = exact.length > 0 ? exact : sendings.filter(({ item }) => item.id === id);
  if (found.length > 0) return found;
  const missing = leftOut.find(({ item }) => item.id === id.replace(/@[^@]*$/, ""));
  if (missing) throw new KitError("usage", `The case ${id} cannot be sent: ${missing.reason}.`);
  throw new KitError("usage", `There is no case ${id}.`, {
    hint: "plumbline check --dry-run lists the cases.",
  });
}

function linesOf({ request, response, failure, curl, milliseconds }: Exchange): readonly string[] {
  const fields = (mark: string, headers: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(headers).map(([name, value]) => `${mark} ${name}: ${value}`);
  return [
    `\n> ${request.method} ${request.url}`,
    ...fields(">", request.headers),
    ...(request.body === undefined ? [] : ["", request.body]),
    ...(response
      ? [
          `\n< ${response.status} after ${milliseconds} ms`,
          ...fields("<", response.headers),
          "",
          response.body,
        ]
      : [`\n< ${failure ?? "no answer"}`]),
    `\n${curl}`,
  ];
}
