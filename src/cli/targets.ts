// Makes the target of a check: a remote base URL, or the reference on a free port.
import { KitError } from "../errors.ts";
import { serve } from "../mock/serve.ts";
import { reference } from "../onecli/reference.ts";
import type { Contract } from "../contract/model.ts";
import type { Principal } from "../mock/handler.ts";
import { mock } from "../mock/mock.ts";
import { over } from "../suite/over.ts";
import type { Target } from "../suite/target.ts";
import { loadSeed, type FoundContract } from "./bundled.ts";
import type { Profile } from "./profile.ts";

export interface OpenTarget {
  readonly target: Target;
  readonly close: () => Promise<void>;
}

export interface TargetOptions {
  readonly timeout: number;
  readonly concurrency: number;
}

/** A target over the wire at a base URL. KitError("usage") for a URL that is none, or that holds more than an address. */
export function remoteTarget(
  baseUrl: string,
  profile: Profile,
  { timeout, concurrency }: TargetOptions,
): OpenTarget {
  assertAddress(baseUrl);
  const shared = over(baseUrl, { timeout, connections: concurrency });
  const target: Target = {
    name: baseUrl,
    answer: shared.answer,
    oneConnection: () => {
      const own = over(baseUrl, { timeout, connections: 1 });
      return { answer: own.answer, close: () => void own.close() };
    },
    allowed: profile.allowed,
    denied: profile.denied,
    ...(profile.principals ? { principals: profile.principals } : {}),
    known: profile.known,
    foreign: profile.foreign,
  };
  return { target, close: shared.close };
}

/** A base URL is shown in every report, so it must hold no credentials; and nothing that would be dropped in silence. */
export function assertAddress(baseUrl: string): void {
  const [, userinfo] = /^[a-z]+:\/\/([^/?#]*)@/i.exec(baseUrl) ?? [];
  if (userinfo !== undefined) {
    throw new KitError("usage", "The base URL must not hold credentials.", {
      hint: "Give them with --principal NAME=TOKEN.",
    });
  }
  if (/[?#]/.test(baseUrl)) {
    throw new KitError("usage", `The base URL must end with its path: ${baseUrl.replace(/[?#].*/, "")}`, {
      hint: "A query or a fragment has no meaning there.",
    });
  }
}

/** The reference (or the mock of another contract) on a free port, with a profile that knows its keys and ids. */
export async function ownTarget(
  found: FoundContract,
  profile: Profile,
  options: TargetOptions,
): Promise<OpenTarget> {
  const seed = found.hasReference ? await loadSeed() : undefined;
  const made = seed
    ? reference(found.contract, seed)
    : mock(found.contract, { principals: [anybody(found.contract)] });
  const server = await serve(made.answer, {
    port: 0,
    contentLimit: made.contentLimit,
    tooLarge: made.tooLarge,
  });
  const base = found.contract.basePaths[0] ?? "";
  const remote = remoteTarget(`${server.url}${base}`, await ownProfile(found, profile), options);
  return {
    target: { ...remote.target, disposable: true },
    close: async () => {
      await remote.close();
      await server.close();
    },
  };
}

/** Basic credentials need the colon (RFC 7617 §2). */
const ANYBODY = { name: "anybody", key: "any:credential" };

/** Who is let in by the mock that a check starts: with a role that every operation takes, where there is one. */
function anybody({ operations }: Contract): Principal {
  const asked = operations.flatMap(({ roles }) => (roles ? [roles] : []));
  const role = asked[0]?.find((one) => asked.every((roles) => roles.includes(one)));
  return role === undefined ? ANYBODY : { ...ANYBODY, role };
}

/** A given profile over what the reference (or the mock, which lets anybody in) is known to have. */
export async function ownProfile(found: FoundContract, given: Profile): Promise<Profile> {
  const own = found.hasReference
    ? referenceProfile((await loadSeed()).principals)
    : { ...given, allowed: [{ name: ANYBODY.name, token: ANYBODY.key }] };
  return merged(own, given);
}

function merged(own: Profile, given: Profile): Profile {
  return {
    allowed: given.allowed.length > 0 ? given.allowed : own.allowed,
    denied: given.denied.length > 0 ? given.denied : own.denied,
    ...(given.principals ? { principals: given.principals } : {}),
    known: { ...own.known, ...given.known },
    foreign: { ...own.foreign, ...given.foreign },
  };
}

interface Keyed {
  readonly name: string;
  readonly key: string;
  readonly role?: string;
}

/** The seed's own people and ids, as a profile: admins may, members may not. */
export function referenceProfile(principals: readonly Keyed[]): Profile {
  const named = (names: readonly string[]) =>
    names.flatMap((name) =>
      principals.filter((principal) => principal.name === name).map(({ key }) => ({ name, token: key })),
    );
  return {
    allowed: named(["admin", "owner"]),
    denied: named(["member"]),
    known: { secretId: "sec_generic" },
    foreign: { secretId: "sec_foreign" },
  };
}
