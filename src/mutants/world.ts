// The original of a proof: a contract, the server made from it, and who and what that server knows.
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import type { RouteMatch } from "../contract/exchange-types.ts";
import type { Contract, Operation } from "../contract/model.ts";
import { routerOf, type Router } from "../contract/router.ts";
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { splitTarget } from "../http.ts";
import type { Principal } from "../mock/handler.ts";
import type { Mock } from "../mock/mock.ts";
import { mock } from "../mock/mock.ts";
import type { State } from "../mock/state.ts";
import { reference } from "../onecli/reference.ts";
import type { OnecliSeed } from "../onecli/seed.ts";

export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** What a server is made with; plain data, so that another thread can make the same. */
export interface WorldSource {
  /** The effective contract as JSON text. */
  readonly text: string;
  readonly name: string;
  /** Set where the reference serves the contract. */
  readonly seed?: OnecliSeed;
}

export interface Original {
  readonly answer: Answer;
  readonly state: State;
}

export interface World {
  readonly name: string;
  readonly contract: Contract;
  readonly document: unknown;
  readonly route: (request: ApiRequest) => RouteMatch;
  /** A fresh server of the contract, or of an edited one. */
  readonly build: (contract?: Contract) => Original;
  readonly compile: (document: unknown) => Promise<Contract>;
  readonly allowed: readonly NamedToken[];
  readonly denied: readonly NamedToken[];
  /** Somebody of another tenant. */
  readonly stranger: NamedToken | undefined;
  readonly known: Readonly<Record<string, string>>;
  readonly foreign: Readonly<Record<string, string>>;
}

/** Makes the original. KitErrors for a text that is no contract. */
export async function worldOf(source: WorldSource): Promise<World> {
  const document: unknown = JSON.parse(source.text);
  const compile = async (value: unknown): Promise<Contract> =>
    compileContract(await parseDocument(JSON.stringify(value), "contract.json"));
  const contract = await compile(document);
  const people = source.seed ? peopleOfSeed(source.seed) : peopleOf(contract);
  return {
    name: source.name,
    contract,
    document,
    route: rememberingRoute(routerOf(contract.operations)),
    build: (edited = contract) => {
      const made = make(edited, source.seed, people.principals);
      return { answer: source.seed ? keepingSeed(made) : made.answer, state: made.state };
    },
    compile,
    ...people,
  };
}

/** A request passes many wrappers, and each asks where it leads. */
function rememberingRoute(router: Router): World["route"] {
  const known = new WeakMap<ApiRequest, RouteMatch>();
  return (request) => {
    let match = known.get(request);
    if (!match) known.set(request, (match = router(request.method, splitTarget(request.path)[0])));
    return match;
  };
}

/** Without CORS and control, which belong to no contract; the self-check is off, for a mutant's answers are wrong. */
const PLAIN = { selfCheck: "off", cors: false, control: false } as const;

function make(contract: Contract, seed: OnecliSeed | undefined, principals: readonly Principal[]): Mock {
  return seed ? reference(contract, seed, PLAIN) : mock(contract, { ...PLAIN, principals });
}

/** Puts back what the seed holds when somebody deletes it: the known ids stay known, however many deletes are tried. */
function keepingSeed({ answer, state }: Mock): Answer {
  const seed = Object.entries(state.snapshot());
  const putBack = (request: ApiRequest, response: ApiResponse): ApiResponse => {
    if (request.method !== "DELETE" || response.status >= 300) return response;
    for (const [name, records] of seed) {
      const collection = state.collection(name);
      for (const [id, record] of Object.entries(records))
        if (!collection.has(id)) collection.set(id, structuredClone(record));
    }
    return response;
  };
  // Before anybody else is served: nobody is to see the gap.
  return (request) => {
    const response = answer(request);
    return response instanceof Promise
      ? response.then((made) => putBack(request, made))
      : putBack(request, response);
  };
}

type People = Pick<World, "allowed" | "denied" | "stranger" | "known" | "foreign"> & {
  readonly principals: readonly Principal[];
};

function peopleOfSeed({ principals, secrets }: OnecliSeed): People {
  const tokens = (wanted: (principal: Principal) => boolean): readonly NamedToken[] =>
    principals.filter(wanted).map(({ name, key }) => ({ name, token: key }));
  const [mine] = secrets;
  const isMine = ({ organization }: Principal): boolean => organization === mine?.organization;
  const theirs = secrets.find(({ organization }) => organization !== mine?.organization);
  const isAdmin = ({ role }: Principal): boolean => role === "admin" || role === "owner";
  return {
    principals,
    allowed: tokens((one) => isMine(one) && one.role === "admin").concat(
      tokens((one) => isMine(one) && one.role === "owner"),
    ),
    denied: tokens((one) => isMine(one) && !isAdmin(one)),
    stranger: tokens((one) => !isMine(one) && isAdmin(one))[0],
    known: mine ? { secretId: mine.id } : {},
    foreign: theirs ? { secretId: theirs.id } : {},
  };
}

const ALLOWED = { name: "allowed", token: "plumbline:allowed-credential" };
const DENIED = { name: "denied", token: "plumbline:denied-credential" };

/** A contract of which only the text is known: one who may do everything, and one who may not where roles are asked for. */
function peopleOf(contract: Contract): People {
  const roles = contract.operations.flatMap((operation: Operation) =>
    operation.roles ? [operation.roles] : [],
  );
  const role = roles[0]?.find((name) => roles.every((names) => names.includes(name))) ?? roles[0]?.[0];
  const allowed: Principal = {
    name: ALLOWED.name,
    key: ALLOWED.token,
    ...(role === undefined ? {} : { role }),
  };
  return {
    principals: [allowed, { name: DENIED.name, key: DENIED.token }],
    allowed: [ALLOWED],
    denied: roles.length > 0 ? [DENIED] : [],
    stranger: undefined,
    known: {},
    foreign: {},
  };
}
