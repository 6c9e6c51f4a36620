// Makes the target of a check: a remote base URL, or the reference on a free port.
import { serve } from "../mock/serve.ts";
import { reference } from "../onecli/reference.ts";
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

/** A target over the wire at a base URL. */
export function remoteTarget(
  baseUrl: string,
  profile: Profile,
  { timeout, concurrency }: TargetOptions,
): OpenTarget {
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
    known: profile.known,
    foreign: profile.foreign,
  };
  return { target, close: shared.close };
}

/** The reference (or the mock of another contract) on a free port, with a profile that knows its keys and ids. */
export async function ownTarget(
  found: FoundContract,
  profile: Profile,
  options: TargetOptions,
): Promise<OpenTarget> {
  const seed = found.hasReference ? await loadSeed() : undefined;
  const made = seed ? reference(found.contract, seed) : mock(found.contract);
  const server = await serve(made.answer, {
    port: 0,
    contentLimit: made.contentLimit,
    tooLarge: made.tooLarge,
  });
  const base = found.contract.basePaths[0] ?? "";
  const known = seed
    ? referenceProfile(seed.principals)
    : { ...profile, allowed: [{ name: "anybody", token: "any-credential" }] };
  const remote = remoteTarget(`${server.url}${base}`, merged(known, profile), options);
  return {
    target: remote.target,
    close: async () => {
      await remote.close();
      await server.close();
    },
  };
}

function merged(own: Profile, given: Profile): Profile {
  return {
    allowed: given.allowed.length > 0 ? given.allowed : own.allowed,
    denied: given.denied.length > 0 ? given.denied : own.denied,
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
